"""Which units are to do what an action says: one leads, others share the work or are asked."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.publishing import PublishableQuerySet


class ResponsibilityQuerySet(PublishableQuerySet):
    def owned_by(self, user: Any) -> Self:
        """Those by which a person may report: his or her unit does the work, alone or with others."""
        return self.implementing().filter(unit__people=user)

    def implementing(self) -> Self:
        return self.filter(role__in=Responsibility.IMPLEMENTING)


class Responsibility(models.Model):
    """A published action has exactly one lead (a constraint trigger, at the end of the transaction)."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead unit")
        JOINT = "joint", _("Joint unit")
        CONSULTED = "consulted", _("Consulted unit")

    IMPLEMENTING = (Role.LEAD, Role.JOINT)
    sector_path = "action__outcomes__sectors"
    state_paths = ("action__state",)

    action = models.ForeignKey(
        "FollowUpAction", verbose_name=_("action"), on_delete=models.CASCADE, related_name="responsibilities"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField(_("role"), max_length=9, choices=Role, default=Role.LEAD)
    basis = models.CharField(
        _("according to"),
        max_length=300,
        blank=True,
        help_text=_("Where it is written that this unit is responsible"),
    )

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = [
            "action",
            models.Case(models.When(role="lead", then=0), models.When(role="joint", then=1), default=2),
            "unit",
        ]
        constraints = [
            models.UniqueConstraint(fields=["action", "unit"], name="meetings_responsibility_once"),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(role="lead"),
                name="meetings_responsibility_one_lead",
                violation_error_message=_("An action has one lead unit. Make the others joint or consulted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_role_display()}"

    def clean(self) -> None:
        """Who has judged an outcome does not carry it out."""
        from meetings.models.judgements import Assessment  # noqa: PLC0415 - each of the two knows the other

        if self.role in self.IMPLEMENTING and self.unit_id and self.action_id:
            judged = Assessment.objects.filter(unit=self.unit_id, outcome__answers__action=self.action_id)
            if judged.exists():
                raise ValidationError(
                    _("%(unit)s has assessed an outcome of this action, so it cannot implement it."),
                    params={"unit": self.unit},
                )
