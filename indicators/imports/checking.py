"""Rows are checked against the code lists of the portal; what is wrong is said with its row, and all of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from groundwork.places import Area
from indicators.codes import EARLIEST, LATEST, Classification, Sex, Status
from indicators.imports.rows import RawRow, RefusedFileError, RowError
from indicators.models import ActivityCode, Indicator, Series
from indicators.services import StagedRow
from indicators.units import UNITS, Unit

MOST_ERRORS = 100  # that are listed; all are counted
NUMBER = re.compile(r"-?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,4})?", re.ASCII)
YEAR = re.compile(r"\d{1,4}", re.ASCII)
SEXES = {sex.letter: int(sex) for sex in Sex}
STATUSES = {"": int(Status.OBSERVED), "C": int(Status.OBSERVED), **{status.letter: int(status) for status in Status}}
WORLD = "x01"  # the ILO's code; ours is M49's
NOT_THERE = {"", "NaN"}


class RowIsBadError(Exception):
    """Its text is the reason, for the person who sent the file."""


class Checker:
    """Iterate `good(rows)` to the end, then look at `count`: 0 means that all of them were good."""

    def __init__(self) -> None:
        self.errors: list[RowError] = []
        self.count = 0
        self.unknown: dict[str, Counter[str]] = {}
        self.versions: dict[int, str] = {}  # of the data, by indicator
        self._indicators = dict(Indicator.objects.values_list("code", "pk"))
        self._areas = _areas()
        self._activities = _activities()
        self._own_units: dict[int, set[str]] = {}
        for indicator, unit in Series.objects.current().values_list("vintage__indicator", "unit"):
            self._own_units.setdefault(indicator, set()).add(unit)
        self._units: dict[tuple[int, str, int], str] = {}  # of an indicator in a classification and place

    def good(self, rows: Iterable[RawRow]) -> Iterator[StagedRow]:
        for row in rows:
            try:
                yield self._checked(row)
            except RowIsBadError as error:
                self.refuse(row.number, str(error))

    def refuse(self, number: int, reason: str) -> None:
        self.count += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(RowError(number, reason))

    def refusal(self) -> RefusedFileError:
        errors = sorted(self.errors, key=lambda error: error.number)
        return RefusedFileError(errors, self.count, {what: dict(codes) for what, codes in self.unknown.items()})

    def _checked(self, row: RawRow) -> StagedRow:
        indicator = self._known("indicator", row.indicator, self._indicators)
        area = self._known("country or area", row.area.lower(), self._areas)
        sex = self._known("sex", row.sex, SEXES)
        if row.classification not in Classification.values:
            raise self._unknown("classification", row.classification)
        activity = self._activities.get((row.classification, row.activity.casefold()))
        if activity is None:
            raise self._unknown("activity", f"{row.classification} {row.activity}")
        row = row._replace(unit=row.unit or self._own_unit(indicator))
        unit = self._known("unit", row.unit, UNITS)
        year, value = year_of(row.year), value_of(row.value, unit)
        status = self._known("status", row.status, STATUSES)
        if self._units.setdefault((indicator, row.classification, area), row.unit) != row.unit:
            raise RowIsBadError(f"its unit is “{row.unit}”, that of other rows on the same place another one.")
        self.versions.setdefault(indicator, row.version)
        return StagedRow(
            *(row.number, indicator, row.classification, row.unit, area, activity, sex),
            *(year, value, status),
        )

    def _own_unit(self, indicator: int) -> str:
        """For layouts that name no unit: that of the indicator's newest vintage."""
        units = self._own_units.get(indicator, set())
        if len(units) != 1:
            raise RowIsBadError("the file names no unit, and the indicator has none or several of its own.")
        return next(iter(units))

    def _known(self, what: str, code: str, codes: dict[str, Any]) -> Any:
        try:
            return codes[code]
        except KeyError:
            raise self._unknown(what, code) from None

    def _unknown(self, what: str, code: str) -> RowIsBadError:
        self.unknown.setdefault(what, Counter())[code[:60]] += 1
        return RowIsBadError(f"the {what} “{code[:60]}” is not known here.")


def _activities() -> dict[tuple[str, str], int]:
    """By classification and code, and by classification and English title, which is all that some layouts give."""
    rows = list(ActivityCode.objects.values_list("classification", "code", "title_en", "pk"))
    titles = {(classification, title.casefold()): pk for classification, _code, title, pk in rows if title}
    return titles | {(classification, code.casefold()): pk for classification, code, _title, pk in rows}


def _areas() -> dict[str, int]:
    """By code in lower case, and by M49 number."""
    areas = {}
    for code, m49, pk in Area.objects.values_list("code", "m49", "pk"):
        areas[code] = pk
        areas.setdefault(m49, pk)
    areas.pop("", None)
    world = Area.objects.filter(kind=Area.Kind.WORLD).values_list("pk", flat=True).first()
    return areas | ({WORLD: world} if world else {})


def year_of(text: str) -> int:
    if not YEAR.fullmatch(text) or not EARLIEST <= int(text) <= LATEST:
        raise RowIsBadError(f"“{text[:20]}” is not a year between {EARLIEST} and {LATEST}.")
    return int(text)


def value_of(text: str, unit: Unit) -> float:
    if text in NOT_THERE:
        raise RowIsBadError("it has no value; leave out what is missing.")
    if "," in text:
        raise RowIsBadError(f"“{text[:40]}” has a comma; write a decimal point and no other marks.")
    if not NUMBER.fullmatch(text):
        raise RowIsBadError(f"“{text[:40]}” is not a number.")
    value = float(text)
    if not unit.least <= value <= unit.most:
        raise RowIsBadError(f"{text[:40]} is no possible value in {unit.code}.")
    return value
