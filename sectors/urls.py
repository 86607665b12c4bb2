"""The sectors' own list; a sector's page shows other floors too and stands in sector_portal/pages/."""

from django.urls import path

from sectors import views

urlpatterns = [path("", views.SectorList.as_view(), name="sectors")]
