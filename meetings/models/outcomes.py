"""What meetings and reviews concluded, point by point."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import Publishable
from meetings.models.meetings import Meeting
from meetings.models.reviews import Review
from meetings.status import OutcomeQuerySet
from sectors.models import Sector


class Outcome(Publishable):
    """A conclusion, recommendation or resolved point of one meeting or one review."""

    class Wording(models.TextChoices):
        VERBATIM = "verbatim", _("Verbatim")
        REPORTED = "reported", _("Reported, not the adopted wording")

    sector_path = "sectors"
    state_paths = ("state", "meeting__state", "review__state")

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
    number = models.CharField(_("number"), max_length=20, blank=True, help_text=_("As printed: 10, 6(a)"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("text"))
    wording = models.CharField(_("wording"), max_length=8, choices=Wording, default=Wording.REPORTED)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Where the text was read"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    all_sectors = models.BooleanField(_("concerns all sectors"), default=False)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="outcomes", blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["order", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, review__isnull=True) | Q(meeting__isnull=True, review__isnull=False),
                name="meetings_outcome_of_meeting_or_review",
                violation_error_message=_("An outcome belongs to a meeting or to a review: set one of them."),
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
