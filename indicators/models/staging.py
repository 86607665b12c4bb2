"""Files that were sent or fetched, looked through, and wait for a yes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet


class StagedImport(models.Model):
    """Its bytes are kept until it is imported. Who staged and who imported it, the audit trail says."""

    changes_pages = False

    class State(models.TextChoices):
        READY = "ready", _("ready to import")
        REFUSED = "refused", _("refused")
        IMPORTED = "imported", _("imported")

    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("content"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, editable=False)
    report = models.JSONField(_("report"), default=dict, editable=False)  # {"lines": [...]}: one sentence each
    staged_at = models.DateTimeField(_("staged at"), auto_now_add=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("staged file")
        verbose_name_plural = _("staged files")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
