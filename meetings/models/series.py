"""Meetings that belong together: a series that meets again and again, the programme that planned a meeting."""

from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.publishing import Publishable, PublishableQuerySet
from meetings.copies import official
from meetings.kinds import Kind
from research.models import Publication
from sectors.models import GoodPractice, Sector

BIENNIUM = RegexValidator(r"^\d{4}-\d{2}$", _("Write a biennium as 2016-17."))


class MeetingSeries(models.Model):
    """What meets more than once under one name: a committee, the sectoral advisory bodies."""

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    name = models.CharField(_("name"), max_length=250)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(PublishableQuerySet):
    def with_what_came_of_it(self, user: Any) -> Self:
        """With the sectors, and `held`, `research` and `lessons`: the meetings, publications and practices of each."""
        return self.prefetch_related(
            "sectors",
            models.Prefetch("meetings", self.model.meetings.rel.related_model.objects.visible_to(user), to_attr="held"),
            models.Prefetch("publications", Publication.objects.visible_to(user), to_attr="research"),
            models.Prefetch("practices", GoodPractice.objects.visible_to(user), to_attr="lessons"),
        )

    def latest_biennium_first(self) -> Self:
        """Then as the source lists them."""
        return self.order_by("-biennium", "order", "pk")


class ProgrammeEntry(Publishable):
    """A line of the programme of sectoral meetings of a biennium: what was proposed, and what was decided about it."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ADOPTED = "adopted", _("In the programme")
        LEFT_OUT = "left-out", _("Not taken into the programme")

    sector_path = "sectors"

    source_key = models.CharField(_("key in the source"), max_length=120, blank=True, editable=False)
    biennium = models.CharField(_("biennium"), max_length=7, validators=[BIENNIUM], help_text=_("2016-17"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
    kind_as_given = models.CharField(_("kind as given"), max_length=60, blank=True)
    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage, blank=True, help_text=_("Empty if it is not on record")
    )
    is_reserve = models.BooleanField(
        _("from the reserve"), default=False, help_text=_("A meeting for which time and money were kept back")
    )
    lead_time = models.CharField(
        _("lead time"), max_length=120, blank=True, help_text=_("From decision to meeting, if it is a special one")
    )
    proposed_by = models.CharField(
        _("proposed by"), max_length=200, blank=True, help_text=_("The advisory body or group, and when")
    )
    standing_orders = models.CharField(
        _("standing orders"), max_length=200, blank=True, help_text=_("Those that apply to the meeting, and where")
    )
    purpose = models.TextField(_("purpose and mandate"), blank=True)
    participation = models.CharField(_("participation"), max_length=300, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=80, blank=True)
    decision = models.CharField(_("decision"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="programme_entries", blank=True)
    publications = models.ManyToManyField(
        Publication, verbose_name=_("research"), related_name="programme_entries", blank=True
    )
    practices = models.ManyToManyField(
        GoodPractice, verbose_name=_("good practices"), related_name="programme_entries", blank=True
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("programme entry")
        verbose_name_plural = _("programme entries")
        ordering = ["-biennium", "order", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["source_key"], condition=~models.Q(source_key=""), name="meetings_programme_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.biennium}: {self.title}"

    @property
    def source(self) -> str:
        """Where it was read, if readers may be sent there."""
        return official(self.source_url)
