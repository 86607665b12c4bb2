"""Files of records that wait for a yes, and their rows."""

from django.utils.translation import gettext_lazy as _

from groundwork.models import StagedFile, StagedRow
from groundwork.staging import StagedFileManager, StagedRowManager


class StagedRecords(StagedFile):
    staged_for = "records"
    changes_pages = False

    objects = StagedFileManager()

    class Meta:
        proxy = True
        ordering = ["-pk"]
        verbose_name = _("staged file of records")
        verbose_name_plural = _("staged files of records")


class StagedRecord(StagedRow):
    staged_for = "records"
    changes_pages = False

    objects = StagedRowManager()

    class Meta:
        proxy = True
        ordering = ["file", "number", "pk"]
        verbose_name = _("staged record")
        verbose_name_plural = _("staged records")
