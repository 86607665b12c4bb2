"""Dates in templates, known in full or in part."""

import datetime as dt

from django import template

from groundwork.partial_dates import PartialDate

register = template.Library()


@register.filter
def in_words(date: PartialDate | dt.date | None, style: str = "long") -> str:
    """ "18 April 2026", "April 2026", "2026" (style "short": "18 Apr 2026"); empty if there is none."""
    if isinstance(date, dt.date):
        date = PartialDate.of(date)
    return date.display(style) if date else ""
