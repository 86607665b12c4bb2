"""What a source gave at one time. A new vintage stands beside the old; pages show the newest."""

from typing import Self

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from indicators.codes import Classification
from indicators.models.indicators import Indicator
from indicators.units import CHOICES, UNITS, Unit


class VintageQuerySet(AccessQuerySet):
    def current(self) -> Self:
        """The newest of each indicator: what pages show."""
        newest = Vintage._base_manager.order_by().values("indicator_id").annotate(newest=Max("pk"))
        return self.filter(pk__in=newest.values("newest"))

    def shown(self, vintage: "Vintage | None") -> Self:
        """The one that is asked for, else the newest of each indicator."""
        return self.filter(pk=vintage.pk) if vintage else self.current()


class Vintage(models.Model):
    """One indicator as one file gave it. Written by services.add_vintages, taken out by services.undo_vintage."""

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="vintages"
    )
    version = models.CharField(_("version"), max_length=300, help_text=_("In the words of the source"))
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)
    observations = models.PositiveIntegerField(_("observations"))
    report = models.JSONField(_("changes against the vintage before"), default=dict, blank=True)

    objects = VintageQuerySet.as_manager()

    class Meta:
        verbose_name = _("vintage")
        verbose_name_plural = _("vintages")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["indicator", "-id"], name="indicators_vintage_newest")]

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.version}"


class SeriesQuerySet(AccessQuerySet):
    def current(self) -> Self:
        return self.shown()

    def shown(self, vintage: Vintage | None = None) -> Self:
        """Of one vintage, else of the newest of each indicator."""
        return self.filter(vintage__in=Vintage.objects.shown(vintage))


class Series(models.Model):
    """Values that have unit, vintage and classification in common: nothing is ever added or compared across two."""

    id = models.AutoField(primary_key=True)  # 4 bytes in each observation
    vintage = models.ForeignKey(Vintage, verbose_name=_("vintage"), on_delete=models.CASCADE, related_name="series")
    classification = models.CharField(_("classification"), max_length=6, choices=Classification)
    unit = models.CharField(_("unit"), max_length=40, choices=CHOICES)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["vintage", "classification", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["vintage", "classification", "unit"], name="indicators_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.vintage_id} {self.classification}, {self.unit}"

    @property
    def measure(self) -> Unit:
        return UNITS[self.unit]
