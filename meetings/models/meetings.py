"""Sectoral meetings and what surrounds them."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDateField, not_before, period
from groundwork.publishing import Publishable, PublishableQuerySet, Visibility
from meetings.kinds import Kind
from meetings.models.series import MeetingSeries, ProgrammeEntry
from research.models import Publication
from sectors.models import Instrument, Sector


class MeetingQuerySet(PublishableQuerySet):
    def owned_by(self, user: Any) -> Self:
        """Those on whose list of participants a person is."""
        return self.filter(participants__user=user)

    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, of one of its branches or of what came before; each meeting once."""
        through = self.model.sectors.through.objects
        return self.filter(pk__in=through.filter(sector__in=Sector.objects.counted_for([sector])).values("meeting"))

    def that_spoke_of(self, outcomes: models.QuerySet) -> Self:
        """Those with one of these outcomes; each meeting once."""
        return self.filter(pk__in=outcomes.order_by().values("meeting"))

    def newest(self) -> Self:
        """Latest first; meetings without any date last."""
        return self.order_by(Coalesce("start", "end").desc(nulls_last=True), "title")

    def with_parts(self) -> Self:
        """With what a list shows, in a constant number of queries."""
        return self.prefetch_related(models.Prefetch("sectors", Sector.objects.with_group()))

    def past(self) -> Self:
        """Over, or without a date."""
        return self.exclude(pk__in=self.upcoming().order_by().values("pk"))

    def upcoming(self) -> Self:
        """Not over today; a meeting known by month or year is upcoming until its month or year ends."""
        today = timezone.localdate().isoformat()
        last = Coalesce("end", "start")
        return (
            self.annotate(last=last)
            .filter(Q(last__gte=today) | Q(last=today[:7]) | Q(last=today[:4]))
            .order_by(Coalesce("start", "end"))
        )


class Meeting(Publishable):
    Kind = Kind

    sector_path = "sectors"
    version_parts = ("agenda",)
    has_next_versions = True

    slug = models.SlugField(_("address"), unique=True, max_length=120)
    source_key = models.CharField(_("key in the source"), max_length=40, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=400)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    kind_as_given = models.CharField(_("kind as given"), max_length=60, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    start = PartialDateField(_("first day"))
    end = PartialDateField(_("last day"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    online = models.BooleanField(_("online"), default=False)
    all_sectors = models.BooleanField(_("concerns all sectors"), default=False)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="meetings", blank=True)
    series = models.ForeignKey(
        MeetingSeries,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    programme_entry = models.ForeignKey(
        ProgrammeEntry,
        verbose_name=_("programme entry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
        help_text=_("The line of a biennium’s programme that planned it"),
    )
    instruments = models.ManyToManyField(
        Instrument, verbose_name=_("instruments discussed"), related_name="meetings", blank=True
    )
    publications = models.ManyToManyField(
        Publication, verbose_name=_("research cited"), related_name="meetings", blank=True
    )
    balance_visibility = models.CharField(
        _("balance of participants shown to"),
        max_length=12,
        choices=Visibility,
        default=Visibility.STAFF,
        help_text=_("How many women and men of each group took part, without any name"),
    )
    note = models.TextField(_("note"), blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-start", "title"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="meetings_meeting_once_per_source"
            ),
            models.CheckConstraint(
                condition=not_before("end", "start"),
                name="meetings_meeting_ends_after_start",
                violation_error_message=_("A meeting cannot end before it starts: correct one of the two days."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.slug])

    @property
    def period(self) -> str:
        """When it met, in words of the active language; empty if not known."""
        return period(self.start, self.end)

    @property
    def year(self) -> int | None:
        known = self.start or self.end
        return known.year if known else None

    @property
    def pane(self) -> int | None:
        """The number of its sectors' group in the window, if it has just one; with the sectors prefetched."""
        panes = {sector.pane.order for sector in self.sectors.all()}
        return panes.pop() if len(panes) == 1 else None
