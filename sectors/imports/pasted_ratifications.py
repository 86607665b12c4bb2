"""Pasted lines “instrument, ratifications, as of, source” against what is stored: changes, and what is wrong."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext as _

from groundwork.cleaning import clean_line, whole_number
from groundwork.folding import fold
from groundwork.partial_dates import PartialDate
from sectors.models import Instrument

MOST = 10_000  # ratifications that the column can hold
COLUMNS = 4


@dataclass
class Row:
    """A pasted line, by its number; `errors` in words, or the instrument with the values that it would get."""

    number: int
    text: str
    instrument: Instrument | None = None
    values: dict[str, object] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(field in words, before, after) of what would change."""
        if self.instrument is None:
            return []
        fields = {name: self.instrument._meta.get_field(name) for name in self.values}
        return [
            (str(one.verbose_name), _words(getattr(self.instrument, name)), _words(self.values[name]))
            for name, one in fields.items()
            if getattr(self.instrument, name) != self.values[name]
        ]


def _words(value: object) -> str:
    return "" if value is None else str(value)


def read_rows(text: str, instruments: Iterable[Instrument]) -> list[Row]:
    """From a spreadsheet (tabs) or CSV with commas or semicolons; empty lines and a heading are passed over."""
    by_name = {fold(name): one for one in instruments for name in (one.slug, one.number, one.title, str(one)) if name}
    rows = []
    for number, line in enumerate(csv.reader(StringIO(text), delimiter=_delimiter(text)), start=1):
        cells = [clean_line(cell) for cell in line]
        if any(cells) and not (number == 1 and fold(cells[0]) == fold(_("Instrument"))):
            rows.append(_row(number, cells, by_name))
    _refuse_twice(rows)
    return rows


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in "\t;" if mark in first), ",")


def _row(number: int, cells: list[str], by_name: dict[str, Instrument]) -> Row:
    row = Row(number, " · ".join(cells))
    if len(cells) != COLUMNS:
        row.errors.append(_("Write four cells: instrument, ratifications, as of, source."))
        return row
    name, count, day, source = cells
    row.instrument = by_name.get(fold(name))
    if row.instrument is None:
        row.errors.append(_("There is no instrument “%(name)s” that you may change.") % {"name": name[:80]})
    try:
        row.values["ratifications"] = whole_number(count, 0, MOST)
    except ValueError:
        row.errors.append(_("“%(value)s” is no number of ratifications.") % {"value": count[:40]})
    try:
        row.values["ratifications_as_of"] = PartialDate.parse(day)
    except ValueError:
        row.errors.append(_("“%(value)s” is not a date. Write 2026, 2026-04 or 2026-04-18.") % {"value": day[:40]})
    row.values["ratifications_source"] = source
    if not source or len(source) > Instrument._meta.get_field("ratifications_source").max_length:
        row.errors.append(_("Say in at most 300 characters where the number was read."))
    return row


def _refuse_twice(rows: list[Row]) -> None:
    seen: dict[int, int] = {}
    for row in rows:
        if row.instrument and (before := seen.setdefault(row.instrument.pk, row.number)) != row.number:
            row.errors.append(_("The same instrument stands in line %(number)d.") % {"number": before})
