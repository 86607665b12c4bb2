from django.urls import path

from indicators import downloads, views

urlpatterns = [
    path("", views.Statistics.as_view(), name="statistics"),
    path("export.csv", views.statistics_csv, name="statistics-csv"),
    path("chart.svg", views.statistics_chart, {"ending": "svg"}, name="statistics-svg"),
    path("chart.png", views.statistics_chart, {"ending": "png"}, name="statistics-png"),
    path("data/<slug:code>.<str:ending>", downloads.indicator_file, name="statistics-data"),
    path("data/<slug:code>/<int:number>.<str:ending>", downloads.indicator_file, name="statistics-vintage"),
    path("gaps/", views.DataGaps.as_view(), name="statistics-gaps"),
    path("gaps.csv", views.statistics_gaps_csv, name="statistics-gaps-csv"),
    path("gaps/<slug:slug>/<slug:code>/", views.statistics_gap, name="statistics-gap"),
]
