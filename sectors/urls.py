"""The lists of sectors, instruments and good practices; a page of one shows other floors too and stands in
sector_portal/pages/.
"""

from django.urls import path

from sectors import views

urlpatterns = [
    path("sectors/", views.SectorList.as_view(), name="sectors"),
    path("practices/", views.PracticeList.as_view(), name="practices"),
    path("practices/export.csv", views.practices_csv, name="practices-csv"),
    path("practices/print/", views.PracticePrint.as_view(), name="practices-print"),
    path("people/", views.PeopleList.as_view(), name="people"),
    path("instruments/", views.InstrumentList.as_view(), name="instruments"),
]
