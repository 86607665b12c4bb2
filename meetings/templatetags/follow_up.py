"""Follow-up in templates."""

from django import template

from meetings.status import WORD, Word

register = template.Library()


@register.filter
def status_word(code: str) -> Word:
    """The label and definition of a status code."""
    return WORD[code]
