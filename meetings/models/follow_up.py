"""What was done about outcomes: actions, and what was reported of them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDateField
from groundwork.publishing import Publishable, PublishableQuerySet, PublishingState
from meetings.status import Status


class FollowUpAction(Publishable):
    """Something done, or to be done, about one or several outcomes."""

    sector_path = "outcomes__sectors"

    key = models.CharField(_("key in the source"), max_length=20, blank=True, editable=False)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("What is to be done, in a few words, if anybody said so"),
    )
    outcomes = models.ManyToManyField("Outcome", verbose_name=_("outcomes"), through="Answer", related_name="actions")

    objects = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("follow-up action")
        verbose_name_plural = _("follow-up actions")
        ordering = ["pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="meetings_action_once_per_source"),
        ]

    def __str__(self) -> str:
        return self.title or self.key or f"#{self.pk}"


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

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an outcome")
        verbose_name_plural = _("answers to outcomes")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["action", "outcome"], name="meetings_answer_once")]

    def __str__(self) -> str:
        return f"{self.action} → {self.outcome}"

    @property
    def doubt(self) -> str | Promise:
        """How sure the pairing is, in a sentence; empty where it is certain."""
        return self.DOUBTS.get(self.certainty, "")


class ProgressUpdate(models.Model):
    """What somebody reported about an action, on a date. Append-only: a later report does not change an earlier one."""

    sector_path = "action__outcomes__sectors"
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
    state = models.CharField(
        _("state"), max_length=10, choices=PublishingState, default=PublishingState.DRAFT, db_index=True
    )

    published_at = models.DateTimeField(
        _("published at"), null=True, blank=True, editable=False, help_text=_("Empty where it was published elsewhere")
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress update")
        verbose_name_plural = _("progress updates")
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.date}: {self.text[:60]}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """The first publication here keeps its date for good."""
        if self.state == PublishingState.PUBLISHED and self.published_at is None:
            self.published_at = timezone.now()
            update_fields = {*update_fields, "published_at"} if update_fields is not None else None
        super().save(*args, update_fields=update_fields, **kwargs)
