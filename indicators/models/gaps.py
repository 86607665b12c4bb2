"""Gaps in the data that somebody has taken up: whose they are, and what is planned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.access import AccessQuerySet
from groundwork.places import Area
from indicators.models.indicators import Indicator
from sectors.models import Sector


class DataGap(models.Model):
    """That an indicator is missing for a sector, everywhere or in one country. Where data are missing is computed."""

    sector_path = "sector"

    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="gaps")
    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.CASCADE, related_name="data_gaps")
    area = models.ForeignKey(
        Area,
        verbose_name=_("country or area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="data_gaps",
        help_text=_("Empty: everywhere"),
    )
    owner_unit = models.ForeignKey(
        Unit,
        verbose_name=_("responsible unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="data_gaps",
    )
    plan = models.TextField(_("plan"), blank=True, help_text=_("Shown to everybody"))
    due = models.DateField(_("due"), null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("data gap")
        verbose_name_plural = _("data gaps")
        ordering = ["sector", "indicator", "area"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "sector", "area"], nulls_distinct=False, name="indicators_datagap_once"
            )
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, (self.sector.name, self.indicator.short_name, self.area and self.area.name)))
