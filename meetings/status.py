"""The words for where follow-up stands: five that a report can state, and two computed ones beside them.

Neither of the computed two counts as not started. How an outcome's status is derived: models/standing.py.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """What a report can state."""

    COMPLETED = "completed", _("Completed")
    ONGOING = "ongoing", _("Ongoing")
    UNDER_CONSIDERATION = "under_consideration", _("Under consideration")
    NOT_STARTED = "not_started", _("Not started")
    NOT_PURSUED = "not_pursued", _("Not pursued")


NOT_STATED, NO_REPORT = "not_stated", "no_report"
CLOSED = (Status.COMPLETED, Status.NOT_PURSUED)  # the work is over; everything else can become overdue


@dataclass(frozen=True)
class Word:
    """A state as shown: its code, label and definition."""

    code: str
    label: str | Promise
    definition: str | Promise


WORDS: tuple[Word, ...] = (
    Word(
        Status.COMPLETED,
        Status.COMPLETED.label,
        _("A result was reported. The entry says whether a document or decision is on record."),
    ),
    Word(Status.ONGOING, Status.ONGOING.label, _("Work has begun and at least one step is on record.")),
    Word(
        Status.UNDER_CONSIDERATION,
        Status.UNDER_CONSIDERATION.label,
        _("How, or whether, to proceed is being discussed."),
    ),
    Word(Status.NOT_STARTED, Status.NOT_STARTED.label, _("The unit reported that work has not begun.")),
    Word(
        Status.NOT_PURSUED,
        Status.NOT_PURSUED.label,
        _("The Office or its governing organs decided not to act, and the reason is on record."),
    ),
    Word(
        NOT_STATED,
        _("Reported, status not stated"),
        _("Something was reported, but not where the work stands. It counts as none of the others."),
    ),
    Word(
        NO_REPORT,
        _("No report on record"),
        _("Nobody has reported yet. It says nothing about what was done."),
    ),
)
WORD = {word.code: word for word in WORDS}
