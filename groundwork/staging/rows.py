"""What is staged: a file, and a row for each of its records, each with what would become of it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.uploads import StoredFile


class StagedFile(StoredFile):
    """A file that was sent, and how far it is. Who staged, imported and undid it, the audit trail says."""

    changes_pages = False

    class State(models.TextChoices):
        LOOKING = "looking", _("being looked through")
        READY = "ready", _("ready to import")
        REFUSED = "refused", _("refused")
        IMPORTING = "importing", _("being imported")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")  # by a fault that nobody foresaw; it can be tried again

    subject = models.CharField(max_length=30, editable=False)  # of an Importer
    state = models.CharField(_("state"), max_length=9, choices=State, editable=False)
    options = models.JSONField(default=dict, blank=True, editable=False)  # what the importer was told beside the file
    told = models.JSONField(default=list, blank=True, editable=False)  # sentences about the file as a whole

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("staged file")
        verbose_name_plural = _("staged files")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject", "-id"], name="groundwork_staged_newest")]

    def counts(self) -> dict[str, int]:
        """How many rows there are of each verdict, in the order of the verdicts; none are left out."""
        found = dict(self.rows.order_by().values_list("verdict").annotate(models.Count("pk")))
        return {verdict: found[verdict] for verdict in StagedRow.Verdict.values if verdict in found}


class StagedRow(models.Model):
    """One record of a staged file, and what would become of it."""

    changes_pages = False

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        DUPLICATE = "duplicate", _("duplicate")
        SAME = "same", _("unchanged")
        BAD = "bad", _("bad")

    file = models.ForeignKey(StagedFile, verbose_name=_("file"), on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"), editable=False)  # as a person would count it in the file
    verdict = models.CharField(_("verdict"), max_length=9, choices=Verdict, editable=False)
    name = models.CharField(_("name"), max_length=300, blank=True, editable=False)
    chosen = models.BooleanField(_("to be imported"), default=False)
    reasons = models.JSONField(_("reasons"), default=list, editable=False)  # sentences
    changes = models.JSONField(_("changes"), default=list, editable=False)  # [field in words, before, after]
    values = models.JSONField(default=dict, editable=False)  # what the importer writes
    target = models.BigIntegerField(null=True, editable=False)  # key of the row that is changed, or was written
    before = models.JSONField(null=True, editable=False)  # what it was, to be restored
    mark = models.CharField(max_length=32, blank=True, editable=False)  # of what it was made, empty: not written

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a staged file")
        verbose_name_plural = _("rows of staged files")
        ordering = ["file", "number", "pk"]
        indexes = [models.Index(fields=["file", "verdict", "number"], name="groundwork_staged_verdict")]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}" if self.name else str(self.number)


TABLES = "table:"  # begins the subject of rows that were sent back as a table (groundwork/tables)


class StagedTableManager(models.Manager.from_queryset(AccessQuerySet)):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(subject__startswith=TABLES)

    def owned_by(self, user: Any) -> models.QuerySet:
        """Those that a person sent: they may hold drafts that others do not see."""
        return self.filter(options__by=user.pk)


class StagedTable(StagedFile):
    """Rows of one of our tables, changed in a spreadsheet."""

    sector_path = "self"  # one's own are those that one has sent
    changes_pages = False

    objects = StagedTableManager()

    class Meta:
        proxy = True
        ordering = ["-pk"]
        verbose_name = _("table sent back")
        verbose_name_plural = _("tables sent back")


class StagedFileManager(models.Manager.from_queryset(AccessQuerySet)):
    """For proxies, which say whose files they are by `staged_for`."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(subject=self.model.staged_for)


class StagedRowManager(models.Manager.from_queryset(AccessQuerySet)):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(file__subject=self.model.staged_for)
