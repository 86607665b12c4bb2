from django.urls import path, register_converter
from django.urls.converters import StringConverter

from research import downloads, views
from research.exports.files import FORMATS


class FileEnding(StringConverter):
    regex = "|".join(FORMATS)


register_converter(FileEnding, "ending")

urlpatterns = [
    path("", views.PublicationList.as_view(), name="research"),
    path("suggest/", views.research_suggest, name="research-suggest"),
    path("gaps/", views.ResearchGaps.as_view(), name="research-gaps"),
    path("gaps.csv", views.research_gaps_csv, name="research-gaps-csv"),
    path("list/", views.reading_list, name="reading-list"),
    path("<int:pk>.<ending:ending>", downloads.record_file, name="record-file"),
    path("<int:publication>/full-text/<int:pk>.pdf", downloads.full_text, name="record-full-text"),
    path("export.<ending:ending>", downloads.search_file, name="research-file"),
    path("list.<ending:ending>", downloads.reading_list_file, name="reading-list-file"),
]
