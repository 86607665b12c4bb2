"""On what a report rests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.publishing import Visibility
from groundwork.uploads import StoredFile
from meetings.copies import official
from meetings.models.documents import Document
from meetings.models.progress import ProgressUpdate
from research.models import Publication


class Evidence(StoredFile):
    """A file kept here, an address, a paper of a meeting, or a publication: one of the four.

    It is public when its report is and its own visibility says so. It is never changed or deleted; a report that is
    withdrawn takes its evidence along.
    """

    sector_path = "update__action__outcomes__sectors"
    unit_path = "update__action__responsibilities"
    meeting_path = "update__action__outcomes__meeting"
    state_paths = ("update__state", "update__action__state")
    visibility_path = "visibility"

    # Of a kept file, so empty where there is none
    name = models.CharField(_("file name"), max_length=150, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), null=True, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    stored_as = models.CharField(_("stored as"), max_length=32, unique=True, null=True, editable=False)

    update = models.ForeignKey(
        ProgressUpdate, verbose_name=_("progress update"), on_delete=models.PROTECT, related_name="evidence"
    )
    title = models.CharField(_("title"), max_length=250, help_text=_("What it shows, in a few words"))
    url = models.URLField(_("address elsewhere"), max_length=500, blank=True)
    document = models.ForeignKey(
        Document,
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    publication = models.ForeignKey(
        Publication,
        verbose_name=_("publication"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    visibility = models.CharField(
        _("shown to"), max_length=12, choices=Visibility, default=Visibility.STAFF, db_index=True
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stored_as__isnull=False, url="", document=None, publication=None)
                | (Q(stored_as__isnull=True, document=None, publication=None) & ~Q(url=""))
                | Q(stored_as__isnull=True, url="", document__isnull=False, publication=None)
                | Q(stored_as__isnull=True, url="", document=None, publication__isnull=False),
                name="meetings_evidence_of_one_kind",
                violation_error_message=_("Give one of the four: a file, an address, a document or a publication."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_kept(self) -> bool:
        return self.stored_as is not None

    @property
    def address(self) -> str:
        """Where it is read; empty for a copying site."""
        if self.is_kept:
            return reverse("evidence", args=[self.pk])
        if self.publication_id:
            return reverse("record", args=[self.publication_id])
        return self.document.meeting.get_absolute_url() if self.document_id else official(self.url)
