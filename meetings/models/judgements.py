"""What bodies said of an outcome, each on its date, side by side: none replaces another."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.partial_dates import PartialDateField, Today
from groundwork.publishing import PublishableQuerySet, PublishingState
from meetings.models.responsibilities import Responsibility
from meetings.status import Status


class Judgement(models.Model):
    """Written once, then published or withdrawn; the database keeps its words as they are (a trigger)."""

    sector_path = "outcome__sectors"
    state_paths = ("state", "outcome__state", "outcome__meeting__state", "outcome__review__state")

    outcome = models.ForeignKey(
        "Outcome", verbose_name=_("outcome"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    body = models.CharField(_("by"), max_length=200, help_text=_("Who says so: “Governing Body”"))
    date = PartialDateField(_("date"), null=False, blank=False)
    text = models.TextField(_("in its words"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("Symbol and paragraph"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT, db_index=True
    )
    withdrawn_because = models.TextField(_("withdrawn because"), blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date__lte=Today()),
                name="%(app_label)s_%(class)s_not_in_the_future",
                violation_error_message=_("The date lies in the future."),
            ),
            models.CheckConstraint(
                condition=~Q(state=PublishingState.ARCHIVED) | ~Q(withdrawn_because=""),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
                violation_error_message=_("What is withdrawn needs a reason: use “Withdraw” in the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}, {self.body}"


class Response(Judgement):
    """Whether those whom an outcome addresses take it up. It says nothing about where the work stands."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Partly accepted")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")

    answer = models.CharField(_("response"), max_length=12, choices=Answer)

    class Meta(Judgement.Meta):
        verbose_name = _("response to an outcome")
        verbose_name_plural = _("responses to outcomes")


class Assessment(Judgement):
    """What somebody found who does not do the work: units that implement an outcome cannot assess it (a trigger)."""

    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit of the Office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
        help_text=_("If the assessor is one"),
    )
    verdict = models.CharField(_("verdict"), max_length=120, help_text=_("In the assessor’s words, short"))
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        blank=True,
        help_text=_("Which of our statuses the verdict means, if it means one"),
    )

    class Meta(Judgement.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def clean(self) -> None:
        units = {unit for unit in (self.unit_id, self.author and self.author.unit_id) if unit}
        implementing = Responsibility.objects.implementing().filter(action__outcomes=self.outcome_id, unit__in=units)
        if units and self.outcome_id and (found := implementing.select_related("unit").first()):
            raise ValidationError(
                _("%(unit)s implements this outcome, so it cannot assess it."), params={"unit": found.unit}
            )


class StatusOverride(Judgement):
    """Sets the status of an outcome aside, for a reason; a later one without a status lets it be derived again."""

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        blank=True,
        help_text=_("Empty: from this date on it is derived from the reports again"),
    )

    class Meta(Judgement.Meta):
        verbose_name = _("override of a status")
        verbose_name_plural = _("overrides of statuses")
        constraints = [
            *Judgement.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(text=""),
                name="meetings_statusoverride_has_reason",
                violation_error_message=_("Say why the status is not the one that follows from the reports."),
            ),
        ]
