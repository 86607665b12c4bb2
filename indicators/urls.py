from django.urls import path

from indicators import views

urlpatterns = [
    path("", views.Statistics.as_view(), name="statistics"),
    path("export.csv", views.statistics_csv, name="statistics-csv"),
    path("chart.svg", views.statistics_chart, name="statistics-chart"),
]
