"""Files of observations that wait for a yes."""

from django.utils.translation import gettext_lazy as _

from groundwork.models import StagedFile
from groundwork.staging import StagedFileManager


class StagedStatistics(StagedFile):
    staged_for = "statistics"
    changes_pages = False

    objects = StagedFileManager()

    class Meta:
        proxy = True
        ordering = ["-pk"]
        verbose_name = _("staged file of statistics")
        verbose_name_plural = _("staged files of statistics")
