"""What a country and the ILO agreed to work on: its Decent Work Country Programme, and the priorities by sector."""

from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDateField, period
from groundwork.places import Area
from groundwork.publishing import Publishable, PublishableQuerySet
from sectors.models.taxonomy import Sector


class OfCountryQuerySet(PublishableQuerySet):
    def about(self, country: Area) -> Self:
        return self.filter(area=country)


class CountryPriorityQuerySet(OfCountryQuerySet):
    def with_sectors(self) -> Self:
        """With the sectors, in the same query; read them by `CountryPriority.in_sectors`."""
        sectors = Sector.objects.filter(country_priorities=OuterRef("pk")).links()
        return self.annotate(sector_rows=ArraySubquery(sectors))


class CountryProgramme(Publishable):
    """A Decent Work Country Programme."""

    has_next_versions = True

    area = models.ForeignKey(Area, verbose_name=_("country"), on_delete=models.PROTECT, related_name="programmes")
    title = models.CharField(_("title"), max_length=300)
    start = PartialDateField(_("begins"), null=False, blank=False)
    end = PartialDateField(_("ends"))
    url = models.URLField(_("address of the document"), max_length=500, blank=True)

    objects = OfCountryQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("country programme")
        verbose_name_plural = _("country programmes")
        ordering = ["-start", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('country', args=[self.area.code])}#priorities"

    @property
    def period(self) -> str:
        return period(self.start, self.end)


class CountryPriority(Publishable):
    """What matters in sectors of a country, on a date, by a source: entered by the specialists of these sectors."""

    sector_path = "sectors"
    has_next_versions = True

    area = models.ForeignKey(Area, verbose_name=_("country"), on_delete=models.PROTECT, related_name="priorities")
    programme = models.ForeignKey(
        CountryProgramme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="priorities",
        help_text=_("Empty if the source is another"),
    )
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="country_priorities")
    text = models.TextField(_("priority"))
    date = PartialDateField(_("as of"), null=False, blank=False)
    source = models.CharField(_("source"), max_length=300, help_text=_("Document and page"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    objects = CountryPriorityQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("priority of a country")
        verbose_name_plural = _("priorities of countries")
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return f"{self.area}: {self.text[:80]}"

    def get_absolute_url(self) -> str:
        return f"{reverse('country', args=[self.area.code])}#priorities"

    @property
    def in_sectors(self) -> list[Sector]:
        """After `with_sectors`."""
        return [Sector(**row) for row in self.sector_rows]

    def clean(self) -> None:
        if self.programme and self.programme.area_id != self.area_id:
            raise ValidationError({"programme": _("That is the programme of another country.")})
