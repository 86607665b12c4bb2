"""What meetings and reviews concluded, point by point."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.gender import GenderMarked
from groundwork.places import Area
from groundwork.publishing import Publishable, PublishableQuerySet
from groundwork.translated import shown_language
from meetings.copies import host_of, official
from meetings.languages import LANGUAGES
from meetings.models import standing
from meetings.models.follow_up import Answer
from meetings.models.meetings import Meeting
from meetings.models.progress import ProgressUpdate
from meetings.models.reviews import Review
from meetings.models.withdrawal import Withdrawable
from meetings.status import WORDS
from meetings.wording import REPORTED, Addressee, Confidence, FollowUpType, SourceKind, TextKind, WorkCategory
from sectors.models import Sector, Theme
from sectors.models.themes import Goal


class OutcomeQuerySet(PublishableQuerySet):
    def with_status(self, as_at: str | None = None) -> Self:
        """Annotates what meetings/models/standing.py says of an outcome: status, last_reported, due_on, overdue."""
        return standing.of_outcomes(self, as_at)

    def in_status(self, codes: list[str]) -> Self:
        """Those in one of the given states; after `with_status`."""
        return self.filter(status__in=codes)

    def status_counts(self) -> dict[str, int]:
        """How many outcomes are in each state, every state of WORDS named, in one query; after `with_status`."""
        counted = (
            self.order_by().values("status").annotate(n=models.Count("pk", distinct=True)).values_list("status", "n")
        )
        return {word.code: 0 for word in WORDS} | dict(counted)

    def latest_report_first(self) -> Self:
        """Then by meeting or review, in its own order; after `with_status`."""
        latest = models.F("last_reported").desc(nulls_last=True)
        return self.order_by(latest, "-meeting__start", "review__date", "meeting_id", "review_id", "order", "pk")

    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, of one of its branches or of what came before; each outcome once."""
        through = self.model.sectors.through.objects
        return self.filter(pk__in=through.filter(sector__in=Sector.objects.counted_for([sector])).values("outcome"))

    def with_origin(self) -> Self:
        """With the meeting or review, and the sectors."""
        return self.select_related("meeting", "review").prefetch_related("sectors")

    def with_follow_up(self, user: Any) -> Self:
        """With the answers, their actions and reports that the user may see, newest report first."""
        reports = Prefetch("action__updates", ProgressUpdate.objects.visible_to(user))
        answers = Answer.objects.visible_to(user).select_related("action").prefetch_related(reports)
        return self.prefetch_related(Prefetch("answers", answers))

    def beside(self, outcome: "Outcome") -> Self:
        """The other outcomes of the same meeting or review, in order."""
        return self.filter(meeting=outcome.meeting_id, review=outcome.review_id).exclude(pk=outcome.pk)


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
        where = [self.source, host_of(url).removeprefix("www.")]
        label = ", ".join(word for word in where if word)
        if self.source_url and not url:
            label = ", ".join(word for word in (self.source, str(_("official text not yet linked"))) if word)
        return {"label": label, "url": url} if label else None

    @property
    def is_translation(self) -> bool:
        """Whether the text shown in the active language is not the original: then it is unofficial."""
        return shown_language(self, "text") != self.original_language
