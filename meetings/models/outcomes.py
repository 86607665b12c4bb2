"""What meetings and reviews concluded, point by point."""

from datetime import datetime, time, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from groundwork.gender import GenderMarked
from groundwork.partial_dates import PartialDate
from groundwork.places import Area
from groundwork.publishing import Publishable, PublishableQuerySet
from groundwork.translated import shown_language
from meetings.copies import host_of, official
from meetings.languages import LANGUAGES
from meetings.models import standing
from meetings.models.deadlines import Deadline
from meetings.models.events import FollowUpEvent
from meetings.models.follow_up import Answer
from meetings.models.judgements import Assessment, Response, StatusOverride
from meetings.models.meetings import Meeting
from meetings.models.progress import ProgressUpdate
from meetings.models.reviews import Review
from meetings.models.withdrawal import Withdrawable
from meetings.status import CLOSED, WORDS
from meetings.wording import REPORTED, Addressee, Confidence, FollowUpType, SourceKind, TextKind, WorkCategory
from sectors.models import Sector, Theme
from sectors.models.themes import Goal

JUDGEMENTS = (Response, Assessment, StatusOverride)


def as_moment(date: PartialDate) -> datetime:
    """When its first day began."""
    return make_aware(datetime.combine(date.first_day, time.min))


class OutcomeQuerySet(PublishableQuerySet):
    def with_status(self, as_at: str | None = None) -> Self:
        """Annotates what meetings/models/standing.py says of an outcome: status, last_reported, due_on, overdue."""
        return standing.of_outcomes(self, as_at)

    def in_status(self, codes: list[str]) -> Self:
        """Those in one of the given states; after `with_status`."""
        return self.filter(status__in=codes)

    def status_counts(self) -> dict[str, int]:
        """How many outcomes are in each state, every state of WORDS named, in one query; after `with_status`."""
        counts = dict.fromkeys((word.code for word in WORDS), 0)
        for status, _overdue, number in self.counted():
            counts[status] += number
        return counts

    def counted(self) -> list[tuple[str, bool, int]]:
        """How many outcomes there are of each status, overdue and not; after `with_status`."""
        number = models.Count("pk", distinct=True)
        return list(self.order_by().values_list("status", "overdue").annotate(number=number))

    def from_before(self, as_at: str | None) -> Self:
        """What was there on a date as text: outcomes of meetings and reviews that had begun, or are not dated."""
        if not as_at:
            return self
        begun = Coalesce("meeting__start", "meeting__end", "review__date", output_field=models.CharField())
        return self.alias(begun=begun).filter(Q(begun__lte=as_at) | Q(begun=None))

    def due_within(self, days: int, day: PartialDate) -> Self:
        """Open, and due on one of the next days, from a day on; after `with_status`."""
        last = day.first_day + timedelta(days=days)
        return self.filter(due_on__gte=str(day.first_day), due_on__lte=last.isoformat()).exclude(status__in=CLOSED)

    def changed_since(self, date: PartialDate) -> Self:
        """What was said or happened on that date or later, or was published here since then."""
        said, here = Q(date__gte=str(date)), Q(published_at__gte=as_moment(date))
        reported = ProgressUpdate.objects.published().filter(said | here)
        events = FollowUpEvent.objects.published().filter(said).exclude(outcome=None)
        judged = (model.objects.published().filter(said).values("outcome") for model in JUDGEMENTS)
        changed = Q(answers__action__in=reported.values("action")) | Q(pk__in=events.values("outcome"))
        for outcomes in judged:
            changed |= Q(pk__in=outcomes)
        return self.filter(pk__in=self.model.objects.filter(changed).values("pk"))

    def silent_since(self, date: PartialDate) -> Self:
        """Open, and last reported on before that date, or never; after `with_status`."""
        silent = Q(last_reported=None) | Q(last_reported__lt=str(date))
        return self.filter(silent).exclude(status__in=CLOSED)

    def due_soonest_first(self) -> Self:
        """Those that are not over first; after `with_status`."""
        return self.order_by(models.F("due_on").asc(nulls_last=True), "order", "pk")

    def newest_first(self) -> Self:
        """By the date of the meeting or review, in its own order."""
        begun = Coalesce("meeting__start", "meeting__end", "review__date", output_field=models.CharField())
        return self.order_by(begun.desc(nulls_last=True), "meeting_id", "review_id", "order", "pk")

    def latest_report_first(self) -> Self:
        """Then by meeting or review, in its own order; after `with_status`."""
        latest = models.F("last_reported").desc(nulls_last=True)
        return self.order_by(latest, "-meeting__start", "review__date", "meeting_id", "review_id", "order", "pk")

    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, of one of its branches or of what came before; each outcome once."""
        through = self.model.sectors.through.objects
        return self.filter(pk__in=through.filter(sector__in=Sector.objects.counted_for([sector])).values("outcome"))

    def about(self, subject: Sector | Theme | Area) -> Self:
        """Of a sector with its branches, of a theme or of a country; each outcome once."""
        if isinstance(subject, Sector):
            return self.in_sector(subject)
        relation, name = ("themes", "theme") if isinstance(subject, Theme) else ("areas", "area")
        through = getattr(self.model, relation).through.objects
        return self.filter(pk__in=through.filter(**{name: subject}).values("outcome"))

    def in_a_row(self) -> Self:
        """With what a row of a list shows, in the same query: status, meeting or review; of all, the `total`."""
        rows = self.with_status().latest_report_first().select_related("meeting", "review")
        return PublishableQuerySet.counted(rows)

    def with_origin(self) -> Self:
        """With the meeting or review, and the sectors."""
        return self.select_related("meeting", "review").prefetch_related("sectors")

    def with_follow_up(self, user: Any) -> Self:
        """With the answers, their actions, leads, deadlines and reports, and the events that name the outcome.

        As far as the user may see them; newest report and event first. Serves `lead_units` and `deadlines` too.
        """
        parts = (
            Prefetch("action__updates", ProgressUpdate.objects.visible_to(user)),
            Prefetch("action__deadlines", Deadline.objects.visible_to(user).select_related("meeting")),
        )
        answers = Answer.objects.visible_to(user).with_lead().select_related("action").prefetch_related(*parts)
        events = FollowUpEvent.objects.visible_to(user)
        return self.prefetch_related(Prefetch("answers", answers), Prefetch("events", events))

    def with_due(self) -> Self:
        """With the leads and deadlines of its published actions, for `lead_units` and `deadlines`."""
        answers = Answer.objects.visible_to(None).with_lead()
        deadlines = Prefetch("action__deadlines", Deadline.objects.visible_to(None).select_related("meeting"))
        return self.prefetch_related(Prefetch("answers", answers.select_related("action").prefetch_related(deadlines)))


class Outcome(GenderMarked, Withdrawable, Publishable):
    """A conclusion, recommendation or resolved point of one meeting or one review."""

    class Wording(models.TextChoices):
        VERBATIM = "verbatim", _("Verbatim")
        REPORTED = "reported", _("Reported, not the adopted wording")

    sector_path = "sectors"
    state_paths = ("state", "meeting__state", "review__state")

    source_key = models.CharField(_("key in the source"), max_length=60, blank=True, editable=False)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outcomes",
    )
    review = models.ForeignKey(
        Review,
        verbose_name=_("review"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outcomes",
    )
    section = models.CharField(_("section heading"), max_length=200, blank=True)
    kind = models.CharField(_("kind of text"), max_length=16, choices=TextKind, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("As printed: 10, 6(a)"))
    numbered_here = models.BooleanField(_("numbered by the portal"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"))
    wording = models.CharField(_("wording"), max_length=8, choices=Wording, default=Wording.REPORTED)
    original_language = models.CharField(
        _("language of the original"),
        max_length=2,
        choices=LANGUAGES,
        default="en",
        help_text=_("The text in any other language is shown as an unofficial translation."),
    )
    original_text = models.TextField(
        _("original text"), blank=True, help_text=_("Only where the original is in none of the portal’s languages")
    )
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where the text was read"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_kind = models.CharField(_("kind of source"), max_length=16, choices=SourceKind, blank=True)
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence, blank=True)
    addressed_to = ArrayField(
        models.CharField(max_length=12, choices=Addressee), verbose_name=_("addressed to"), default=list, blank=True
    )
    follow_up_types = ArrayField(
        models.CharField(max_length=16, choices=FollowUpType),
        verbose_name=_("follow-up type"),
        default=list,
        blank=True,
    )
    work_category = models.CharField(_("work category"), max_length=20, choices=WorkCategory, blank=True)
    all_sectors = models.BooleanField(_("concerns all sectors"), default=False)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="outcomes", blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="outcomes", blank=True)
    areas = models.ManyToManyField(Area, verbose_name=_("countries"), related_name="outcomes", blank=True)
    keywords = ArrayField(models.CharField(max_length=120), verbose_name=_("subjects"), default=list, blank=True)
    sdg_goals = ArrayField(
        models.PositiveSmallIntegerField(choices=Goal), verbose_name=_("SDG goals"), default=list, blank=True
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["order", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, review__isnull=True) | Q(meeting__isnull=True, review__isnull=False),
                name="meetings_outcome_of_meeting_or_review",
                violation_error_message=_("An outcome belongs to a meeting or to a review: set one of them."),
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="meetings_outcome_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}" if self.number else self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("outcome", args=[self.pk])

    @property
    def origin(self) -> Meeting | Review:
        """The meeting or review it comes from."""
        return self.meeting or self.review

    @property
    def anchor(self) -> str:
        """Its place on the page of its meeting or review; numbers of our own counting begin anew with each text."""
        printed = "" if self.numbered_here else slugify(self.number)
        return f"r{printed}" if printed else f"o{self.pk}"

    @property
    def goals(self) -> list[Goal]:
        return [Goal(number) for number in self.sdg_goals]

    @property
    def addressees(self) -> list[str]:
        return [str(Addressee(code).label) for code in self.addressed_to]

    @property
    def type_labels(self) -> list[str]:
        return [str(FollowUpType(code).label) for code in self.follow_up_types]

    @property
    def lead_units(self) -> list[str]:
        """Their codes, each once; after `with_due`."""
        return list(dict.fromkeys(answer.lead for answer in self.answers.all() if answer.lead))

    @property
    def deadlines(self) -> list[Deadline]:
        """The one that stands of each action; after `with_due`."""
        by_action = {answer.action_id: answer.action.deadlines.all()[:1] for answer in self.answers.all()}
        return [deadline for found in by_action.values() for deadline in found]

    @property
    def is_verbatim(self) -> bool:
        return self.wording == self.Wording.VERBATIM

    @property
    def said_by(self) -> str | Promise:
        """Who said so, in words; for what is not verbatim."""
        return REPORTED.get(self.source_kind, _("Reported"))

    @property
    def read_at(self) -> dict[str, str] | None:
        """Where the text was read, as a label and perhaps an address; copying sites are not named."""
        url = official(self.source_url)
        label = host_of(url).removeprefix("www.") or self.source
        if self.source_url and not url:
            label = ", ".join(word for word in (self.source, str(_("official text not yet linked"))) if word)
        return {"label": label, "url": url} if label else None

    @property
    def is_translation(self) -> bool:
        """Whether the text shown in the active language is not the original: then it is unofficial."""
        return shown_language(self, "text") != self.original_language
