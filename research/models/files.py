"""Full texts kept here: files of publications, and the text of their pages."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groundwork.access import AccessQuerySet
from groundwork.full_text import Finding
from groundwork.publishing import Visibility
from groundwork.uploads import StoredFile

SHOWN_TO = [(one.value, one.label) for one in (Visibility.PUBLIC, Visibility.STAFF)]


class PublicationFileQuerySet(AccessQuerySet):
    def in_the_index(self) -> Self:
        """Those whose text anybody may find: what anybody may see, and has a text."""
        return self.visible_to(None).filter(finding__in=[Finding.READ, Finding.CUT])


class PublicationFile(StoredFile):
    """A full text as PDF. A file that replaces it is a new row; this one's is never changed."""

    sector_path = "publication__sectors"
    state_paths = ("publication__state",)
    visibility_path = "visibility"

    publication = models.ForeignKey(
        "Publication", verbose_name=_("publication"), on_delete=models.CASCADE, related_name="files"
    )
    visibility = models.CharField(
        _("shown to"), max_length=12, choices=SHOWN_TO, default=Visibility.STAFF, db_index=True
    )
    finding = models.CharField(
        _("text"), max_length=10, choices=Finding, default=Finding.WAITING, editable=False, db_index=True
    )
    page_count = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    pages_with_text = models.PositiveIntegerField(_("pages with text"), null=True, editable=False)

    objects = PublicationFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("full text")
        verbose_name_plural = _("full texts")
        ordering = ["publication", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("record-full-text", args=[self.publication_id, self.pk])

    @property
    def finding_in_words(self) -> str:
        """With the number of pages where only some have a text."""
        said = self.get_finding_display()
        if self.finding == Finding.READ and self.pages_with_text < self.page_count:
            return ngettext(
                "%(some)d of its %(all)d pages has text that can be searched",
                "%(some)d of its %(all)d pages have text that can be searched",
                self.pages_with_text,
            ) % {"some": self.pages_with_text, "all": self.page_count}
        return said


class FilePage(models.Model):
    """The text of one page. It has `words` only while its file is in the index (research/search/pages.py)."""

    changes_pages = False  # its file changes with it

    file = models.ForeignKey(PublicationFile, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()  # from 1, as the file counts, whatever is printed on the page
    text = models.TextField()
    words = SearchVectorField(null=True)
    configuration = models.CharField(max_length=10, blank=True, default="")  # of the words

    objects = AccessQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="research_filepage_once")]
        indexes = [GinIndex(fields=["words"], name="research_filepage_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.file}, {self.number}"
