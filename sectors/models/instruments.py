"""Instruments: Conventions, Recommendations, codes of practice, guidelines, tools."""

import re
from typing import Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from groundwork.links import unanswered_on
from groundwork.partial_dates import PartialDateField
from groundwork.prose import ProseField
from groundwork.publishing import Publishable
from groundwork.translated import in_every_language
from sectors.models.across_sectors import SharedBySectorsQuerySet
from sectors.models.taxonomy import Sector

# Where NORMLEX keeps what the Conference adopted, with its ratifications: by number, which is C186 for the MLC
NORMLEX = "https://normlex.ilo.org/dyn/nrmlx_{language}/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:{number}"
NUMBER_IN_NORMLEX = re.compile(r"[CPR]\d{3}")


class InstrumentQuerySet(SharedBySectorsQuerySet):
    def with_standing(self) -> Self:
        """With what revised it, if that is published, and whether the addresses that tell of its standing answered."""
        names = {"slug": F("slug"), "number": F("number"), **in_every_language("title")}
        revising = self.model.objects.published().filter(revises=OuterRef("pk")).values_list(JSONObject(**names))
        unanswered = unanswered_on("normlex_url", "in_force_source_url", "ratifications_source_url")
        return self.annotate(reviser_rows=ArraySubquery(revising), **unanswered)

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

    # What is looked up for how it is used, rather than ratified or followed as a standard
    GUIDANCE = (Kind.CODE_OF_PRACTICE, Kind.GUIDELINES, Kind.TOOL)

    sector_path = "sectors"
    has_next_versions = True

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    number = models.CharField(_("number"), max_length=10, blank=True, help_text=_("C188, R199; empty for codes"))
    aliases = ArrayField(models.CharField(max_length=120), verbose_name=_("also called"), default=list, blank=True)
    title = models.CharField(_("title"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    how_to_use = ProseField(
        _("how to use it"),
        blank=True,
        help_text=_("Markdown. Practical advice: who uses it, for what, with what else."),
    )
    starter_text = models.BooleanField(
        _("starter text"),
        default=False,
        help_text=_("The advice was written for the portal’s start and not yet confirmed by a specialist."),
    )
    in_force = models.BooleanField(_("in force"), null=True, blank=True, help_text=_("Unknown is not “no”."))
    in_force_since = PartialDateField(_("in force since"))
    in_force_source = models.CharField(_("source for “in force”"), max_length=300, blank=True)
    in_force_source_url = models.URLField(_("address of that source"), max_length=500, blank=True)
    ratifications = models.PositiveSmallIntegerField(_("ratifications"), null=True, blank=True)
    ratifications_as_of = PartialDateField(_("ratifications as of"))
    ratifications_source = models.CharField(_("source for ratifications"), max_length=300, blank=True)
    ratifications_source_url = models.URLField(_("address of that source"), max_length=500, blank=True)
    normlex_url = models.URLField(
        _("NORMLEX"), max_length=500, blank=True, help_text=_("The address of its page in NORMLEX, copied from there.")
    )
    revised_by = models.ForeignKey(
        "self",
        verbose_name=_("revised by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="revises",
        help_text=_("The instrument that revises or replaces this one"),
    )
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="instruments", blank=True)

    objects = InstrumentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["kind", "year", "title"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(in_force__isnull=True) | ~Q(in_force_source=""),
                name="sectors_instrument_in_force_has_source",
                violation_error_message=_("Say where it was read that the instrument is in force, or is not."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_since__isnull=True) | Q(in_force__isnull=False, in_force=True),
                name="sectors_instrument_since_when_in_force",
                violation_error_message=_("A day of entry into force is for what is in force."),
            ),
            models.CheckConstraint(
                condition=Q(ratifications__isnull=True) | ~Q(ratifications_source=""),
                name="sectors_instrument_ratifications_have_source",
                violation_error_message=_("Say where the number of ratifications was read."),
            ),
            models.CheckConstraint(
                condition=~Q(revised_by=F("id")),
                name="sectors_instrument_not_revised_by_itself",
                violation_error_message=_("An instrument cannot revise itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("instrument", args=[self.slug])

    def clean(self) -> None:
        seen, revising = {self.pk}, self.revised_by  # that it revises itself a constraint says
        while revising and revising.pk not in seen:
            if revising.revised_by_id == self.pk:
                raise ValidationError(
                    {"revised_by": _("“%(name)s” is itself revised by this one.") % {"name": self.revised_by}}
                )
            seen.add(revising.pk)
            revising = revising.revised_by

    @property
    def reviser(self) -> "Instrument | None":
        """What revised it, to be linked; after `with_standing`."""
        return next((Instrument(**row) for row in self.__dict__.get("reviser_rows", [])), None)

    @property
    def is_guidance(self) -> bool:
        """A code of practice, guidelines or a tool; not a standard."""
        return self.kind in self.GUIDANCE

    @property
    def has_standing(self) -> bool:
        """Whether anything is known of revision, entry into force or ratifications."""
        return self.in_force is not None or self.ratifications is not None or self.reviser is not None

    @property
    def normlex_address(self) -> str:
        """Its page in NORMLEX: what an editor gave, else that of its number; "" for what NORMLEX does not hold."""
        if self.normlex_url:
            return self.normlex_url
        number = next(filter(NUMBER_IN_NORMLEX.fullmatch, self.short_names), "")
        return number and NORMLEX.format(language=get_language(), number=number)

    @property
    def is_ratified(self) -> bool:
        """Whether it is of a kind that States ratify."""
        return self.kind in (self.Kind.CONVENTION, self.Kind.PROTOCOL)

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
