"""What was reported about an action, and on what evidence."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDateField, Today
from groundwork.publishing import PublishableQuerySet
from meetings.models.follow_up import FollowUpAction
from meetings.status import Status


class ProgressUpdate(models.Model):
    """What somebody reported about an action, on a date. Append-only: a later report does not change an earlier one.

    Draft → cleared by a named person → published. What was read in a paper was cleared there: it names its source.
    The database keeps the words of every report, and every report that is no draft (a trigger).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CLEARED = "cleared", _("Cleared")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Withdrawn")

    sector_path = "action__outcomes__sectors"
    unit_path = "action__responsibilities"
    state_paths = ("state", "action__state")

    action = models.ForeignKey(
        FollowUpAction, verbose_name=_("action"), on_delete=models.PROTECT, related_name="updates"
    )
    date = PartialDateField(_("date"), null=False, blank=False)
    text = models.TextField(_("what was reported"))
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        blank=True,
        help_text=_("Empty where the report states none"),
    )
    value = models.DecimalField(
        _("value"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("A number that was reached, if there is one: 12"),
    )
    value_of = models.CharField(_("what the value counts"), max_length=120, blank=True, help_text=_("Ratifications"))
    reported_by = models.CharField(_("reported by"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, db_index=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cleared by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, editable=False, help_text=_("Empty where it was published elsewhere")
    )
    withdrawn_because = models.TextField(_("withdrawn because"), blank=True, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["action", "-date", "-id"], name="meetings_update_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(date__lte=Today()),
                name="meetings_update_not_in_the_future",
                violation_error_message=_("The date lies in the future: a report tells what has happened."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(cleared_at__isnull=False) | ~Q(source=""),
                name="meetings_update_cleared_first",
                violation_error_message=_("A report is cleared by a named person before it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | ~Q(withdrawn_because=""),
                name="meetings_update_withdrawn_with_reason",
                violation_error_message=_("What is withdrawn needs a reason: use “Withdraw” in the list."),
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(value_of=""),
                name="meetings_update_value_of_something",
                violation_error_message=_("Say what the value counts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.text[:60]}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """The first publication here keeps its date for good."""
        if self.state == self.State.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
            update_fields = {*update_fields, "published_at"} if update_fields is not None else None
        super().save(*args, update_fields=update_fields, **kwargs)
