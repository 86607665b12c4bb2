from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """The columns of a kept file. Made within `storing` only; a deleted row leaves its file to `remove_orphans`."""

    name = models.CharField(_("file name"), max_length=150, help_text=_("For display; on disk it has another."))
    size = models.PositiveBigIntegerField(_("size"), editable=False)  # bytes
    content_type = models.CharField(_("content type"), max_length=100, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    stored_as = models.CharField(_("stored as"), max_length=32, unique=True, editable=False)
    stored_at = models.DateTimeField(_("stored at"), auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
