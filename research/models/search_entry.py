"""The search entry: one row for each thing, other than a publication, that the search over everything finds."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from groundwork.access import AccessQuerySet


class SearchEntry(models.Model):
    """What a thing says in one language, of a sector, theme, country, instrument, meeting …

    Written by research/search/entries.py of what anyone may see; a trigger takes it away in the transaction that
    changes or deletes what it was made from. It is read only together with what the reader may see.
    """

    changes_pages = False  # it says nothing that its thing does not

    kind = models.CharField(max_length=20)
    model = models.CharField(max_length=60)  # "sectors.sector"
    object_id = models.BigIntegerField()
    made_from = ArrayField(models.TextField())  # "sectors.sector:3", and of what else it says something
    language = models.CharField(max_length=3)
    configuration = models.CharField(max_length=10)
    path = models.TextField()  # of its page, without the prefix of a language
    title = models.TextField()
    detail = models.TextField(blank=True)  # a word or two beside the title
    text = models.TextField(blank=True)
    names = ArrayField(models.TextField(), default=list)  # folded: what it is called; to type one is to mean it
    title_words = SearchVectorField()
    all_words = SearchVectorField()

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id", "language"], name="research_searchentry_once")
        ]
        indexes = [
            GinIndex(fields=["all_words"], name="research_searchentry_words", fastupdate=False),
            GinIndex(fields=["made_from"], name="research_searchentry_made_from", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def abstract(self) -> str:
        """As the marks know it (research/search/snippets.py)."""
        return self.text
