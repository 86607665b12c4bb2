"""Follow-up in templates."""

from django import template

from meetings import record
from meetings.models import Outcome
from meetings.status import WORD, Word

register = template.Library()


@register.filter
def status_word(code: str) -> Word:
    """The label and definition of a status code."""
    return WORD[code]


@register.filter
def steps(outcome: Outcome) -> list[record.Step]:
    """What was reported and what happened about it, newest first; after `with_follow_up`."""
    return record.steps_of(outcome)
