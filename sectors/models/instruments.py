"""Instruments: Conventions, Recommendations, codes of practice, guidelines, tools."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import Publishable, PublishableQuerySet
from sectors.models.taxonomy import Sector


class InstrumentQuerySet(PublishableQuerySet):
    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, of its branches, or of the sector that it is a branch of; each once."""
        return self.in_sectors([sector])

    def in_sectors(self, sectors: Iterable[Sector] | models.QuerySet[Sector]) -> Self:
        """The same, of any of several sectors."""
        through = self.model.sectors.through.objects
        chosen = Q(sector__in=sectors) | Q(sector__parent__in=sectors) | Q(sector__branches__in=sectors)
        return self.filter(pk__in=through.filter(chosen).values("instrument"))

    def conventions_first(self) -> Self:
        """By kind, in the order in which the kinds are listed, then by year."""
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(self.model.Kind)]
        return self.order_by(Case(*places, output_field=models.SmallIntegerField()), "year", "number", "title", "pk")


class Instrument(Publishable):
    class Kind(models.TextChoices):
        CONVENTION = "convention", _("Convention")
        PROTOCOL = "protocol", _("Protocol")
        RECOMMENDATION = "recommendation", _("Recommendation")
        CODE_OF_PRACTICE = "code-of-practice", _("Code of practice")
        GUIDELINES = "guidelines", _("Guidelines")
        TOOL = "tool", _("Tool")
        JOINT = "joint-instrument", _("Joint instrument")
        UNESCO_RECOMMENDATION = "unesco-recommendation", _("UNESCO Recommendation")

    sector_path = "sectors"

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    number = models.CharField(_("number"), max_length=10, blank=True, help_text=_("C188, R199; empty for codes"))
    aliases = ArrayField(models.CharField(max_length=120), verbose_name=_("also called"), default=list, blank=True)
    title = models.CharField(_("title"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="instruments", blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["kind", "year", "title"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("instrument", args=[self.slug])

    @property
    def titles(self) -> dict[str, str]:
        """Its title by language, where it has one."""
        titles = {code: getattr(self, f"title_{code}") for code, _name in settings.LANGUAGES}
        return {code: title for code, title in titles.items() if title}

    @property
    def short_names(self) -> list[str]:
        """Its number, and what else it is called in short: "MLC", "C186", "MLC, 2006"."""
        return [name for name in (self.number, *self.aliases) if name]

    @property
    def names(self) -> list[str]:
        """All that it may be called."""
        return [*self.short_names, *self.titles.values()]
