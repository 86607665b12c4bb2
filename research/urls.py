from django.urls import path

from research import views

urlpatterns = [
    path("", views.PublicationList.as_view(), name="research"),
    path("suggest/", views.research_suggest, name="research-suggest"),
    path("gaps/", views.ResearchGaps.as_view(), name="research-gaps"),
    path("gaps.csv", views.research_gaps_csv, name="research-gaps-csv"),
]
