"""By when something is to be done: a date, a meeting, or a condition in words."""

from typing import Self

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce, Length, Substr
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDate, PartialDateField, today
from groundwork.publishing import PublishableQuerySet

LAST_DAY = Value("0000-12-31")


class DeadlineQuerySet(PublishableQuerySet):
    def newest(self) -> Self:
        """The one that stands comes first: set last."""
        return self.order_by("-set_on", "-pk")

    def with_last_day(self) -> Self:
        """Annotates `last_day`, text that sorts as dates do: "2017-01" ends as 2017-01-31. None for a condition.

        Day 31 stands for the end of any month, since it is only compared.
        """
        date = Coalesce("date", "meeting__end", "meeting__start", output_field=models.CharField())
        rest = Substr(LAST_DAY, Length(date) + 1)
        return self.annotate(
            last_day=Func(date, rest, template="(%(expressions)s)", arg_joiner=" || ", output_field=models.CharField())
        )


class Deadline(models.Model):
    """A deadline that moves is a new row, so that the earlier one stays on record."""

    sector_path = "action__outcomes__sectors"
    state_paths = ("action__state", "meeting__state")

    action = models.ForeignKey(
        "FollowUpAction", verbose_name=_("action"), on_delete=models.PROTECT, related_name="deadlines"
    )
    date = PartialDateField(_("date"))
    meeting = models.ForeignKey(
        "Meeting",
        verbose_name=_("meeting"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deadlines",
    )
    condition = models.TextField(
        _("condition"), blank=True, help_text=_("In words, where there is neither a date nor a meeting")
    )
    interim_measure = models.TextField(_("until then"), blank=True, help_text=_("What is done in the meantime"))
    set_on = PartialDateField(_("set on"), null=False, blank=False, default=today)
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["-set_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date__isnull=False, meeting__isnull=True, condition="")
                | Q(date__isnull=True, meeting__isnull=False, condition="")
                | (Q(date__isnull=True, meeting__isnull=True) & ~Q(condition="")),
                name="meetings_deadline_of_one_kind",
                violation_error_message=_("Set one of the three: a date, a meeting, or a condition in words."),
            )
        ]

    def __str__(self) -> str:
        return str(self.date or self.meeting or self.condition)

    @property
    def when(self) -> PartialDate | None:
        """The date, or that of the end of the meeting, as far as it is known."""
        return self.date or (self.meeting and (self.meeting.end or self.meeting.start)) or None
