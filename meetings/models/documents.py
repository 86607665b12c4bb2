"""Papers of meetings, slides and recordings too: one row a paper, one file a language and version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.access import AccessQuerySet
from groundwork.places import Area
from groundwork.publishing import Publishable, PublishableQuerySet, Visibility
from groundwork.uploads import StoredFile
from meetings.copies import official
from meetings.languages import LANGUAGES
from meetings.models.meetings import Meeting


class AgendaItem(models.Model):
    """A point of a meeting's agenda."""

    sector_path = "meeting__sectors"
    state_paths = ("meeting__state",)

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="agenda")
    number = models.CharField(_("number"), max_length=10, blank=True, help_text=_("As printed: 1, 2(b)"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=300)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class DocumentQuerySet(PublishableQuerySet):
    def with_files(self, user: object) -> Self:
        """With the files that the user may see, latest version first, and what else a list of papers shows."""
        files = DocumentFile.objects.visible_to(user).order_by("language", "-version")
        files = files.select_related("document__meeting")
        related = Prefetch("related", Document.objects.visible_to(user).select_related("meeting"))
        rows = self.select_related("agenda_item", "author_unit", "area")
        return rows.prefetch_related(Prefetch("files", files), related)


class Document(Publishable):
    """A paper of a meeting, whatever languages it is in. Related papers are linked both ways."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report for discussion")
        BACKGROUND = "background", _("Background paper")
        INFORMATION = "information", _("Information for participants")
        COUNTRY_INPUT = "country-input", _("Country input")
        CONCLUSIONS = "conclusions", _("Conclusions")
        CONSENSUS = "consensus", _("Points of consensus")
        RESOLUTION = "resolution", _("Resolution")
        NOTE = "note", _("Note on the proceedings")
        FINAL_REPORT = "final-report", _("Final report")
        CODE = "code", _("Code of practice")
        GUIDELINES = "guidelines", _("Guidelines")
        SLIDES = "slides", _("Slides")
        RECORDING = "recording", _("Recording")
        OTHER = "other", _("Other document")

    sector_path = "meeting__sectors"
    state_paths = ("state", "meeting__state")
    visibility_path = "visibility"
    meeting_path = "meeting"

    source_key = models.CharField(_("key in the source"), max_length=200, blank=True, editable=False)
    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="documents",
    )
    author_unit = models.ForeignKey(
        Unit,
        verbose_name=_("author unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meeting_documents",
        help_text=_("Whose input it is"),
    )
    related = models.ManyToManyField("self", verbose_name=_("related documents"), blank=True)
    visibility = models.CharField(
        _("shown to"), max_length=12, choices=Visibility, default=Visibility.STAFF, db_index=True
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["order", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="meetings_document_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()

    def clean(self) -> None:
        super().clean()
        if self.agenda_item and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("This item is on the agenda of another meeting.")})

    @property
    def cells(self) -> "list[Cell]":
        """One for each language of the portal and each other that the paper is in; after `with_files`."""
        by_language: dict[str, list[DocumentFile]] = {code: [] for code, _name in settings.LANGUAGES}
        for file in self.files.all():
            by_language.setdefault(file.language, []).append(file)
        names = dict(LANGUAGES)
        return [Cell(code, str(names[code]), files[:1], files[1:]) for code, files in by_language.items()]


class DocumentFileQuerySet(AccessQuerySet):
    def latest_first(self) -> Self:
        return self.order_by("document", "language", "-version")


class DocumentFile(StoredFile):
    """A paper in one language: a file kept here, or an address elsewhere. A new version leaves the older ones there."""

    sector_path = "document__meeting__sectors"
    state_paths = ("document__state", "document__meeting__state")
    visibility_path = "document__visibility"
    meeting_path = "document__meeting"

    # Of a kept file, so empty where there is an address
    name = models.CharField(_("file name"), max_length=150, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    stored_as = models.CharField(_("stored as"), max_length=32, unique=True, null=True, editable=False)

    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="files")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    version = models.PositiveSmallIntegerField(
        _("version"), default=1, validators=[MinValueValidator(1)], editable=False
    )
    url = models.URLField(_("address elsewhere"), max_length=500, blank=True)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        ordering = ["document", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["document", "language", "version"], name="meetings_file_once_per_version"),
            models.CheckConstraint(
                condition=Q(stored_as__isnull=True) & ~Q(url="") | Q(stored_as__isnull=False, url=""),
                name="meetings_file_kept_or_elsewhere",
                violation_error_message=_("Send a file or give an address: one of the two."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.get_language_display()}, {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("meeting-document", args=[self.document.meeting.slug, self.pk])

    @property
    def is_kept(self) -> bool:
        return self.stored_as is not None

    @property
    def elsewhere(self) -> str:
        """The address to which readers may be sent; empty for a kept file and for a copying site."""
        return official(self.url)


@dataclass(frozen=True)
class Cell:
    """A paper in one language: its latest file, in a list that may be empty, and the versions before it."""

    code: str
    language: str
    latest: Sequence[DocumentFile]
    earlier: Sequence[DocumentFile]
