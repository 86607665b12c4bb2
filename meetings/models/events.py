"""What is known to have happened after a meeting or review."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDateField
from groundwork.publishing import Publishable, PublishableQuerySet
from meetings.models.meetings import Meeting
from meetings.models.reviews import Review
from meetings.models.withdrawal import Withdrawable
from meetings.status import Status


class FollowUpEvent(Withdrawable, Publishable):
    """An event that names one outcome gives that outcome's reported status; one of a whole meeting gives none."""

    sector_path = "meeting__sectors"
    state_paths = ("state", "meeting__state", "review__state", "outcome__state")

    source_key = models.CharField(_("key in the source"), max_length=60, blank=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    review = models.ForeignKey(
        Review, verbose_name=_("review"), null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    outcome = models.ForeignKey(
        "Outcome",
        verbose_name=_("outcome"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("Only if the source names this one point; empty for an event of the whole meeting"),
    )
    points = models.CharField(
        _("points named"), max_length=60, blank=True, help_text=_("As the source names them, if several or unclear")
    )
    date = PartialDateField(_("date"))
    text = models.TextField(_("what happened"))
    status = models.CharField(
        _("status as reported"), max_length=20, choices=Status, blank=True, help_text=_("Empty if none was stated")
    )
    by = models.CharField(_("by"), max_length=120, blank=True)
    partners = models.CharField(_("with"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_inferred = models.BooleanField(
        _("inferred"), default=False, help_text=_("The source tells of the event, but does not name the meeting")
    )

    objects = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("event after a meeting")
        verbose_name_plural = _("events after meetings")
        ordering = [models.F("date").desc(nulls_last=True), "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, review__isnull=True) | Q(meeting__isnull=True, review__isnull=False),
                name="meetings_event_of_meeting_or_review",
                violation_error_message=_("An event follows a meeting or a review: set one of them."),
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="meetings_event_once_per_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date or '–'}: {self.text[:60]}"

    def clean(self) -> None:
        """The database says the same (a trigger)."""
        there: Any = self.outcome
        if there and (there.meeting_id, there.review_id) != (self.meeting_id, self.review_id):
            raise ValidationError({"outcome": _("This outcome is of another meeting or review.")})
