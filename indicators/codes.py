"""The code lists of observations: classification, sex, status. Small numbers in the table, words for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = 1900, 2100  # years that an observation can have


class Classification(models.TextChoices):
    """Newest first, as `order` counts: where two cover the same year the newer is shown."""

    ISIC4 = "ISIC4", "ISIC Rev.4"
    ISIC31 = "ISIC31", "ISIC Rev.3.1"
    NACE2 = "NACE2", "NACE Rev.2"
    NAICS = "NAICS", _("NAICS (North America)")
    BROAD = "BROAD", _("broad sectors")

    @property
    def order(self) -> int:
        return list(type(self)).index(self)


class Sex(models.IntegerChoices):
    """In the address T, F, M, as in the files."""

    TOTAL = 0, _("Women and men")
    FEMALE = 1, _("Women")
    MALE = 2, _("Men")

    @property
    def letter(self) -> str:
        return "TFM"[self]


class Status(models.IntegerChoices):
    """What the source says of a value. A break stands on the first value that cannot be compared with those before."""

    OBSERVED = 0, _("observed")
    BREAK = 1, _("break in the series")
    ESTIMATE = 2, _("estimate")
    FORECAST = 3, _("forecast")
    PROVISIONAL = 4, _("provisional")
    UNRELIABLE = 5, _("unreliable")
    NOT_SIGNIFICANT = 6, _("not significant")
    DERIVED = 7, _("calculated from the source’s figures")
    DEFINITION = 8, _("definition differs")

    @property
    def letter(self) -> str:
        """As in files that the portal writes and reads (docs/statistics.md)."""
        return "ABEFPUSDX"[self]
