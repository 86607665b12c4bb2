"""The code lists of observations: classification, sex, status. Small numbers in the table, words for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = 1900, 2100  # years that an observation can have
TIDY_COLUMNS = (  # of files that the portal reads and writes (docs/statistics.md)
    *("indicator", "country_iso3", "year", "sex", "classification", "activity_code"),
    *("value", "unit", "obs_status", "source_version"),
)


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

    @property
    def sdmx(self) -> str:
        """What stands between ECO_ and the activity in files of SDMX; that of the ILO where it has one."""
        return {"ISIC31": "ISIC3", "BROAD": "SECTOR"}.get(self, self.value)


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

    @property
    def sdmx(self) -> str:
        """Of SDMX's CL_OBS_STATUS 2.2, which has no code for what was calculated: A, and its comment says so."""
        return "ABEFPUNAD"[self]
