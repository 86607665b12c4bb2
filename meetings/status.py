"""The status of an outcome: its words, and the one rule that derives it from what was reported.

An outcome's status is that of its actions, each as last reported in public. Two computed states stand beside
the five: something was reported but no status stated, and nothing is on record. Neither counts as not started.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import PublishableQuerySet


class Status(models.TextChoices):
    """What a report can state."""

    COMPLETED = "completed", _("Completed")
    ONGOING = "ongoing", _("Ongoing")
    UNDER_CONSIDERATION = "under_consideration", _("Under consideration")
    NOT_STARTED = "not_started", _("Not started")
    NOT_PURSUED = "not_pursued", _("Not pursued")


NOT_STATED, NO_REPORT = "not_stated", "no_report"


@dataclass(frozen=True)
class Word:
    """A state as shown: its code, label and definition. `icon` names the look's symbol and colour."""

    code: str
    label: str | Promise
    definition: str | Promise
    icon: str


WORDS: tuple[Word, ...] = (
    Word(
        Status.COMPLETED,
        Status.COMPLETED.label,
        _("A result was reported. The entry says whether a document or decision is on record."),
        "done",
    ),
    Word(Status.ONGOING, Status.ONGOING.label, _("Work has begun and at least one step is on record."), "going"),
    Word(
        Status.UNDER_CONSIDERATION,
        Status.UNDER_CONSIDERATION.label,
        _("How, or whether, to proceed is being discussed."),
        "think",
    ),
    Word(Status.NOT_STARTED, Status.NOT_STARTED.label, _("The unit reported that work has not begun."), "idle"),
    Word(
        Status.NOT_PURSUED,
        Status.NOT_PURSUED.label,
        _("The Office or its governing organs decided not to act, and the reason is on record."),
        "not",
    ),
    Word(
        NOT_STATED,
        _("Reported, status not stated"),
        _("Something was reported, but not where the work stands. It counts as none of the others."),
        "said",
    ),
    Word(
        NO_REPORT,
        _("No report on record"),
        _("Nobody has reported yet. It says nothing about what was done."),
        "none",
    ),
)
WORD = {word.code: word for word in WORDS}


def _latest(field: str) -> Subquery:
    """Of an action: a field of its last public update, as text."""
    from meetings.models import ProgressUpdate  # noqa: PLC0415 - the models stand on this module

    updates = ProgressUpdate.objects.published().filter(action=OuterRef("pk")).order_by("-date", "-pk")
    return Subquery(updates.values(field)[:1])


class OutcomeQuerySet(PublishableQuerySet):
    def with_status(self) -> Self:
        """Annotates `status` (a code of WORDS) and `last_reported` (a partial date as text, or None).

        Of several actions: the one status they share; else ongoing, as some are further than others. An action
        whose report states no status leaves the outcome's status to the others.
        """
        from meetings.models import FollowUpAction, ProgressUpdate  # noqa: PLC0415 - the same

        actions = FollowUpAction.objects.published().filter(outcomes=OuterRef("pk"))
        stated = actions.annotate(latest=_latest("status")).exclude(latest=None).exclude(latest="")
        reports = ProgressUpdate.objects.published().filter(action__outcomes=OuterRef("pk"))
        return self.annotate(
            stated=ArraySubquery(stated.values("latest").distinct().order_by("latest")),
            reported=Exists(reports),
            last_reported=Subquery(reports.order_by("-date").values("date")[:1]),
            status=Case(
                When(reported=False, then=Value(NO_REPORT)),
                When(stated=[], then=Value(NOT_STATED)),
                *(When(stated=[status.value], then=Value(status.value)) for status in Status),
                default=Value(Status.ONGOING.value),
                output_field=models.CharField(),
            ),
        )

    def in_status(self, codes: list[str]) -> Self:
        """Those in one of the given states; after `with_status`."""
        return self.filter(Q(status__in=codes))

    def status_counts(self) -> dict[str, int]:
        """How many outcomes are in each state, every state of WORDS named, in one query; after `with_status`."""
        found: dict[str, Any] = dict(
            self.order_by().values("status").annotate(n=models.Count("pk")).values_list("status", "n")
        )
        return {word.code: found.get(word.code, 0) for word in WORDS}
