"""Good practices: what was tried somewhere, under which conditions, and whether it worked. Failures are wanted too."""

import re
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, OuterRef, Prefetch, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from groundwork.gender import GenderMarked
from groundwork.partial_dates import PartialDateField, period
from groundwork.places import Area
from groundwork.prose import ProseField
from groundwork.publishing import Publishable, PublishableQuerySet
from sectors.models.instruments import Instrument
from sectors.models.taxonomy import Sector
from sectors.models.themes import Theme

IN_PRINT = "print"  # the address of the compendium for print, so that no practice can have it
# An abbreviation ends in a full stop too, so that a sentence has some length and the next word a capital
FIRST_SENTENCE = re.compile(r".{40,}?[.!?](?=\s+[^\W\d_])", re.DOTALL)


class GoodPracticeQuerySet(PublishableQuerySet):
    def about(self, subject: Sector | Theme | Area) -> Self:
        """Of a theme, of a country, or of a sector and its branches; each once."""
        if isinstance(subject, Sector):
            return self.in_sector(subject)
        relation, name = ("themes", "theme") if isinstance(subject, Theme) else ("areas", "area")
        through = getattr(self.model, relation).through.objects
        return self.filter(pk__in=through.filter(**{name: subject}).values("goodpractice"))

    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, of one of its branches or of what came before; each once."""
        through = self.model.sectors.through.objects
        return self.filter(
            pk__in=through.filter(sector__in=Sector.objects.counted_for([sector])).values("goodpractice")
        )

    def works_first(self) -> Self:
        """What works, then what is mixed, then what does not."""
        places = [When(outcome=outcome, then=Value(place)) for place, outcome in enumerate(self.model.Outcome)]
        return self.order_by(Case(*places, output_field=models.SmallIntegerField()), "slug")

    def in_a_row(self) -> Self:
        """With what sectors/_practice_rows.html shows, in the same query."""
        dated = PracticeSource.objects.filter(practice=OuterRef("pk"), year__isnull=False).order_by("-year")
        areas = Area.objects.filter(good_practices=OuterRef("pk")).links()
        return self.annotate(newest_source=Subquery(dated.values("year")[:1]), area_rows=ArraySubquery(areas))

    def in_brief(self) -> Self:
        """With what a line of a list shows, in three queries more."""
        return self.prefetch_related("areas", "sectors", "sources")

    def with_parts(self, user: Any) -> Self:
        """With all of a practice that this user may see."""
        return self.prefetch_related(
            "areas",
            "organisations",
            "sources",
            Prefetch("sectors", Sector.objects.with_group()),
            Prefetch("themes", Theme.objects.visible_to(user)),
            Prefetch("instruments", Instrument.objects.visible_to(user)),
        )

    def outcome_counts(self) -> dict[str, int]:
        """How many of each outcome, every outcome named, in one query."""
        counted = self.order_by().values_list("outcome").annotate(number=Count("pk", distinct=True))
        return {outcome.value: 0 for outcome in self.model.Outcome} | dict(counted)

    def beside(self, practice: "GoodPractice") -> Self:
        """Others that share a theme or a sector with it: those that share most first."""
        themes = Count("themes", filter=Q(themes__in=practice.themes.all()), distinct=True)
        sectors = Count("sectors", filter=Q(sectors__in=practice.sectors.all()), distinct=True)
        alike = self.exclude(pk=practice.pk).annotate(alike=themes + sectors).filter(alike__gt=0)
        return alike.order_by("-alike", "slug")


class GoodPractice(GenderMarked, Publishable):
    class Outcome(models.TextChoices):
        WORKS = "works", _("Works")
        MIXED = "mixed", _("Mixed")
        DOES_NOT_WORK = "does-not-work", _("Does not work")

    sector_path = "sectors"
    has_next_versions = True
    version_parts = ("sources",)

    slug = models.SlugField(_("address"), unique=True, max_length=80, help_text=_("Stays for good."))
    title = models.CharField(_("title"), max_length=200)
    text = ProseField(_("what was tried"), help_text=_("And what came of it. Markdown: paragraphs, lists, links"))
    outcome = models.CharField(_("outcome"), max_length=13, choices=Outcome)
    conditions = ProseField(_("conditions"), blank=True, help_text=_("On which the outcome depended"))
    start = PartialDateField(_("from"))
    end = PartialDateField(_("to"))
    starter_text = models.BooleanField(
        _("starter text"),
        default=False,
        help_text=_("Written for the portal’s start and not yet confirmed by a specialist; the page says so."),
    )
    areas = models.ManyToManyField(
        Area, verbose_name=_("countries or areas"), related_name="good_practices", blank=True
    )
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="good_practices", blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="good_practices", blank=True)
    organisations = models.ManyToManyField(
        Organisation, verbose_name=_("organisations"), related_name="good_practices", blank=True
    )
    instruments = models.ManyToManyField(
        Instrument, verbose_name=_("instruments"), related_name="good_practices", blank=True
    )

    objects = GoodPracticeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["slug"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(slug=IN_PRINT),
                name="sectors_goodpractice_other_address",
                violation_error_message=_("This address is taken by the compendium for print."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practice", args=[self.slug])

    @property
    def first_sentence(self) -> str:
        found = FIRST_SENTENCE.match(self.text)
        return found[0] if found else self.text

    @property
    def period(self) -> str:
        """When it was tried, in words; empty where that is not on record."""
        return period(self.start, self.end)

    @property
    def where(self) -> list[Area]:
        """The countries or areas; after `in_a_row` or `in_brief`."""
        if "area_rows" in self.__dict__:
            return [Area(**row) for row in self.area_rows]
        return list(self.areas.all())

    @property
    def latest_source(self) -> int | None:
        """The year of the newest source; after `in_a_row` or `in_brief`."""
        if "newest_source" in self.__dict__:
            return self.newest_source
        return max((source.year for source in self.sources.all() if source.year), default=None)


class PracticeSource(models.Model):
    """A source that gives evidence of a practice; shown when the practice is."""

    sector_path = "practice__sectors"
    state_paths = ("practice__state",)

    practice = models.ForeignKey(
        GoodPractice, verbose_name=_("good practice"), on_delete=models.CASCADE, related_name="sources"
    )
    citation = models.TextField(_("citation"), help_text=_("In the language of the source"))
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1400), MaxValueValidator(2100)]
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a good practice")
        verbose_name_plural = _("sources of good practices")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.citation[:80]
