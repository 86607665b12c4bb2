"""The values. Five million of them fit: 52 bytes a row, one index, which is the primary key."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.places import Area
from indicators.codes import Sex, Status
from indicators.models.activities import ActivityCode
from indicators.models.vintages import Series, Vintage


class Observation(models.Model):
    """One stored value of the source. Written by COPY and taken out with its vintage (indicators/services.py).

    The order of the key is the order in which pages ask: a series, one or few places, some activities, one sex.
    """

    pk = models.CompositePrimaryKey("series", "area", "activity", "sex", "year")
    value = models.FloatField(_("value"))
    area = models.ForeignKey(
        Area, verbose_name=_("country or area"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    series = models.ForeignKey(Series, on_delete=models.DO_NOTHING, related_name="observations", db_index=False)
    activity = models.ForeignKey(ActivityCode, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField(_("year"))
    sex = models.SmallIntegerField(_("sex"), choices=Sex, default=Sex.TOTAL)
    status = models.SmallIntegerField(_("status"), choices=Status, default=Status.OBSERVED)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}: {self.value}"


class CoverageQuerySet(AccessQuerySet):
    def current(self) -> Self:
        """Of the newest vintage of each indicator."""
        return self.shown()

    def shown(self, vintage: Vintage | None = None) -> Self:
        """Of one vintage, else of the newest of each indicator."""
        return self.filter(series__vintage__in=Vintage.objects.shown(vintage))


class Coverage(models.Model):
    """Which years of an activity in a place a series has: counted once, when a vintage is added.

    So that what is there and what is missing is known without asking the observations.
    """

    series = models.ForeignKey(Series, on_delete=models.DO_NOTHING, related_name="coverage", db_index=False)
    activity = models.ForeignKey(ActivityCode, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    first_year = models.SmallIntegerField(_("first year"))
    last_year = models.SmallIntegerField(_("last year"))
    observations = models.PositiveIntegerField(_("observations"))
    by_sex = models.BooleanField(_("by sex"))
    differs = models.BooleanField(
        _("definition differs"), default=False, help_text=_("The source counts something else: no level of the sector")
    )

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage")
        verbose_name_plural = _("coverage")
        constraints = [models.UniqueConstraint(fields=["series", "activity", "area"], name="indicators_coverage_once")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.area_id} {self.first_year}–{self.last_year}"
