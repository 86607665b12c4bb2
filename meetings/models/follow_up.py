"""What is done about outcomes: actions, and which outcomes each of them answers."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import Publishable, PublishableQuerySet
from meetings.models import standing
from meetings.models.withdrawal import Withdrawable


class FollowUpActionQuerySet(PublishableQuerySet):
    def with_standing(self, as_at: str | None = None) -> Self:
        """Annotates what meetings/models/standing.py says of an action: status, last_reported, due_on, overdue."""
        return standing.of_actions(self, as_at)

    def with_parts(self) -> Self:
        """With its units and deadlines, the one that stands first."""
        return self.prefetch_related("responsibilities__unit", "deadlines__meeting")

    def of_unit(self, unit: Any) -> Self:
        """Those that a unit leads or carries out with others."""
        held = self.model.responsibilities.rel.related_model.objects.implementing().filter(unit=unit)
        return self.filter(pk__in=held.values("action"))


class FollowUpAction(Withdrawable, Publishable):
    """Something done, or to be done, about one or several outcomes."""

    sector_path = "outcomes__sectors"
    unit_path = "responsibilities"
    version_parts = ("responsibilities", "answers", "pointers")

    key = models.CharField(_("key in the source"), max_length=20, blank=True, editable=False)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("What is to be done, in a few words, if anybody said so"),
    )
    outcomes = models.ManyToManyField("Outcome", verbose_name=_("outcomes"), through="Answer", related_name="actions")

    objects = FollowUpActionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("follow-up action")
        verbose_name_plural = _("follow-up actions")
        ordering = ["pk"]
        constraints = [
            *Publishable.Meta.constraints,
            *Withdrawable.Meta.constraints,
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="meetings_action_once_per_source"),
        ]

    def __str__(self) -> str:
        return self.title or self.key or f"#{self.pk}"


class AnswerQuerySet(PublishableQuerySet):
    def with_lead(self) -> Self:
        """Annotates the code of the unit that leads the action; None if there is none."""
        held = FollowUpAction.responsibilities.rel.related_model
        leads = held.objects.filter(action=OuterRef("action"), role=held.Role.LEAD)
        return self.annotate(lead=Subquery(leads.values("unit__code")[:1]))


class Answer(models.Model):
    """That an action answers an outcome, and how sure the pairing is where the source's layout leaves a doubt."""

    class Certainty(models.TextChoices):
        CERTAIN = "certain", _("Certain")
        PROBABLE = "probable", _("Probable")
        AMBIGUOUS = "ambiguous", _("Ambiguous")

    DOUBTS = {
        Certainty.PROBABLE: _("That this report answers this point is probable, not certain."),
        Certainty.AMBIGUOUS: _("Whether this report answers this point is uncertain."),
    }

    sector_path = "action__outcomes__sectors"
    state_paths = ("action__state", "outcome__state")

    action = models.ForeignKey(
        FollowUpAction, verbose_name=_("action"), on_delete=models.CASCADE, related_name="answers"
    )
    outcome = models.ForeignKey("Outcome", verbose_name=_("outcome"), on_delete=models.PROTECT, related_name="answers")
    certainty = models.CharField(_("pairing"), max_length=9, choices=Certainty, default=Certainty.CERTAIN)
    note = models.TextField(_("note on the pairing"), blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an outcome")
        verbose_name_plural = _("answers to outcomes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["action", "outcome"], name="meetings_answer_once")]

    def __str__(self) -> str:
        return f"{self.action} → {self.outcome}"

    def clean(self) -> None:
        """Who has judged an outcome does not carry it out; the database says the same (a trigger)."""
        if not (self.action_id and self.outcome_id):
            return
        judges = self.outcome.assessments.exclude(unit=None).values("unit")
        if found := self.action.responsibilities.implementing().filter(unit__in=judges).select_related("unit").first():
            raise ValidationError(
                _("%(unit)s has assessed this outcome, so an action of that unit cannot answer it."),
                params={"unit": found.unit},
            )

    @property
    def doubt(self) -> str | Promise:
        """How sure the pairing is, in a sentence; empty where it is certain."""
        return self.DOUBTS.get(self.certainty, "")


class Pointer(models.Model):
    """That a follow-up sends its readers on, to an outcome or to the whole section which that outcome opens."""

    sector_path = "action__outcomes__sectors"
    state_paths = ("action__state", "outcome__state", "outcome__meeting__state", "outcome__review__state")

    action = models.ForeignKey(
        FollowUpAction, verbose_name=_("action"), on_delete=models.CASCADE, related_name="pointers"
    )
    outcome = models.ForeignKey(
        "Outcome",
        verbose_name=_("outcome"),
        on_delete=models.PROTECT,
        related_name="pointers",
        help_text=_("See there"),
    )
    whole_section = models.BooleanField(
        _("the whole section"), default=False, help_text=_("All that stands under the heading of this outcome")
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference to an outcome")
        verbose_name_plural = _("references to outcomes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["action", "outcome"], name="meetings_pointer_once")]

    def __str__(self) -> str:
        return f"{self.action} → {self.outcome}"

    def get_absolute_url(self) -> str:
        """The outcome’s page, or the place in the meeting or review where its section begins."""
        if not self.section:
            return self.outcome.get_absolute_url()
        return f"{self.outcome.origin.get_absolute_url()}#{self.outcome.anchor}"

    @property
    def section(self) -> str:
        """The heading it points to; empty where it points to the one outcome."""
        return self.outcome.section if self.whole_section else ""
