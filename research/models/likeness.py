"""What records are compared by, which pairs may be one work, and what became of those that were merged."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.publishing import PublishableQuerySet
from research.models.publications import Publication

LONGEST_MARK = 200


class MatchKey(models.Model):
    """Folded title, year and names of a publication, published or not (research/search/likeness.py writes it)."""

    changes_pages = False

    publication = models.OneToOneField(
        Publication, on_delete=models.CASCADE, primary_key=True, related_name="match_key"
    )
    title = models.CharField(max_length=LONGEST_MARK)
    main = models.CharField(max_length=LONGEST_MARK, db_index=True)  # the title before a colon; candidates share it
    year = models.PositiveSmallIntegerField(null=True)
    families = ArrayField(models.CharField(max_length=LONGEST_MARK), default=list)  # folded, the first author's first

    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        return f"key of {self.publication_id}"


class OtherIdentifier(models.Model):
    """A further identifier of a publication, such as that of a record merged into it: it is found by it too."""

    sector_path = "publication__sectors"
    state_paths = ("publication__state",)

    class Scheme(models.TextChoices):
        DOI = "doi", "DOI"
        ISBN = "isbn", "ISBN"
        HANDLE = "handle", _("handle")
        SYMBOL = "symbol", _("document symbol")
        ADDRESS = "url", _("address")

    publication = models.ForeignKey(
        Publication, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="other_identifiers"
    )
    scheme = models.CharField(_("scheme"), max_length=6, choices=Scheme)
    value = models.CharField(_("value"), max_length=800)  # in the form of research/models/identifiers.py

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("other identifier")
        verbose_name_plural = _("other identifiers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "scheme", "value"], name="research_otheridentifier_once")
        ]
        indexes = [models.Index(fields=["scheme", "value"], name="research_other_value")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}: {self.value}"


class DuplicatePair(models.Model):
    """Two records that may be of one work, until somebody says whether they are."""

    changes_pages = False
    sector_path = "first__sectors"

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        DIFFERENT = "different", _("two works")

    first = models.ForeignKey(
        Publication, verbose_name=_("one record"), on_delete=models.CASCADE, related_name="pairs_as_first"
    )
    second = models.ForeignKey(
        Publication, verbose_name=_("other record"), on_delete=models.CASCADE, related_name="pairs_as_second"
    )
    why = models.CharField(_("alike in"), max_length=10)  # key of research.search.likeness.WHY
    score = models.PositiveSmallIntegerField(_("likeness"))  # per cent; 100 where an identifier is the same
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="research_duplicatepair_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="research_duplicatepair_in_order"
            ),
        ]
        indexes = [models.Index(fields=["state", "-score"], name="research_pair_state")]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}?"


class Merger(models.Model):
    """That a record was merged into another: its address leads there, and its number is never given again."""

    number = models.BigIntegerField(_("number"), primary_key=True)  # of the record that is gone
    into = models.ForeignKey(
        Publication, verbose_name=_("merged into"), on_delete=models.CASCADE, related_name="mergers"
    )
    merged_at = models.DateTimeField(_("merged at"), auto_now_add=True)
    title = models.TextField(_("title"))
    snapshot = models.JSONField(default=dict)  # the record with its parts as it was

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        ordering = ["-merged_at"]

    def __str__(self) -> str:
        return self.title
