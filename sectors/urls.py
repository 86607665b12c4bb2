"""The lists of sectors and of instruments; a page of one shows other floors too and stands in sector_portal/pages/."""

from django.urls import path

from sectors import views

urlpatterns = [
    path("sectors/", views.SectorList.as_view(), name="sectors"),
    path("instruments/", views.InstrumentList.as_view(), name="instruments"),
]
