"""Dates as sources write them."""

import calendar
import re

from groundwork.partial_dates import PartialDate
from research.imports.records import Cleaned
from research.models.publications import FIRST_YEAR, LAST_YEAR

MONTHS = list(calendar.month_name)
MONTH_YEAR = re.compile(rf"({'|'.join(MONTHS[1:])}) (\d{{4}})")


def read_date(text: str) -> Cleaned[PartialDate | None]:
    """An ISO date in full or in part, or "April 2026". What cannot be read is left out and counted."""
    text = text.strip()
    if not text:
        return Cleaned(None)
    repairs: tuple[str, ...] = ()
    if found := MONTH_YEAR.fullmatch(text):
        text = f"{found[2]}-{MONTHS.index(found[1]):02}"
        repairs = ("date: month in words read",)
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return Cleaned(None, ("date: unreadable, left out",))
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        return Cleaned(None, ("date: impossible year, left out",))
    return Cleaned(date, repairs)


def month_only(date: PartialDate) -> PartialDate:
    """For sources that put the first of the month where they know the month."""
    return PartialDate(date.year, date.month)
