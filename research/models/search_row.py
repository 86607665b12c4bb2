"""The narrow search row: what the search engine scans instead of the publications."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from groundwork.access import AccessQuerySet
from groundwork.partial_dates import PartialDateField
from research.models.publications import Publication


class SearchRow(models.Model):
    """One row for each published record, written in the record's transaction (research/search/index.py).

    Unpublished records have none, so no search, count or facet can know of them.
    """

    publication = models.OneToOneField(
        Publication, on_delete=models.CASCADE, primary_key=True, related_name="search_row"
    )
    year = models.PositiveSmallIntegerField(null=True)
    date = PartialDateField()  # the year, where no more is known
    published_on = models.DateField(null=True)  # here; for what is new since a day
    facets = ArrayField(models.IntegerField(), default=list)  # codes of research/search/facets.py
    title_words = SearchVectorField()
    author_words = SearchVectorField(default="")
    series_words = SearchVectorField(default="")  # of series, journal or book, and document symbol
    all_words = SearchVectorField()
    title_key = models.TextField(default="", db_collation="C")  # words of the title: for A to Z, and for beginnings
    made_of = models.UUIDField(null=True, editable=False)  # a sum of the record's words (migration 0019)

    objects = AccessQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["all_words", "facets"], name="research_searchrow_words", fastupdate=False),
            models.Index(
                F("year").desc(nulls_last=True),
                F("date").desc(nulls_last=True),
                F("publication").desc(),
                name="research_searchrow_newest",
            ),
            models.Index(fields=["title_key", "publication"], name="research_searchrow_title_start"),
        ]

    def __str__(self) -> str:
        return f"search row of {self.publication_id}"
