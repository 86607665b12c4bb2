"""Rows are checked against the code lists of the portal; what is wrong is said with its row, and all of it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from babel.core import get_global
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
EUROSTAT = {"el": "gr", "uk": "gb"}  # where it writes another code than ISO 3166
WORLD = "x01"  # the ILO's code; ours is M49's
NOT_THERE = {"", "NaN"}
KINDS = {  # of codes, each with the sentence for one that no list here has
    "indicator": (gettext_lazy("indicator"), gettext_lazy("the indicator “%(code)s” is not known here.")),
    "area": (gettext_lazy("country or area"), gettext_lazy("the country or area “%(code)s” is not known here.")),
    "sex": (gettext_lazy("sex"), gettext_lazy("the sex “%(code)s” is not known here.")),
    "classification": (
        gettext_lazy("classification"),
        gettext_lazy("the classification “%(code)s” is not known here."),
    ),
    "activity": (gettext_lazy("activity"), gettext_lazy("the activity “%(code)s” is not known here.")),
    "unit": (gettext_lazy("unit"), gettext_lazy("the unit “%(code)s” is not known here.")),
    "status": (gettext_lazy("status"), gettext_lazy("the status “%(code)s” is not known here.")),
}
LONGEST_CODE = 200  # that is repeated: some layouts name things by their titles
LEAVE_OUT = "-"
CLASSIFICATIONS = {one.value: one.value for one in Classification}
Meanings = Mapping[str, Mapping[str, str]]


class RowIsBadError(Exception):
    """Its text is the reason, for the person who sent the file."""


class RowIsLeftOutError(Exception):
    """A person said so of one of its codes."""


class Checker:
    """Iterate `good(rows)` to the end, then look at `count`: 0 means that all of them were good.

    `meanings` is what a person said of codes that no list here has: by kind (of KINDS) and code, the code that is
    meant, or LEAVE_OUT.
    """

    def __init__(self, meanings: Meanings | None = None) -> None:
        self.meanings = meanings or {}
        self.errors: list[RowError] = []
        self.count = 0
        self.unknown: dict[str, Counter[str]] = {}
        self.versions: dict[int, str] = {}  # of the data, by indicator
        self._indicators = _indicators()
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
            except RowIsLeftOutError:
                continue
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
        area = self._known("area", row.area.lower(), self._areas)
        sex = self._known("sex", row.sex, SEXES)
        classification = self._known("classification", row.classification, CLASSIFICATIONS)
        activity = self._known("activity", f"{classification} {row.activity}", self._activities)
        unit = self._known("unit", row.unit or self._own_unit(indicator), UNITS)
        year, value = year_of(row.year), value_of(row.value, unit)
        status = self._known("status", row.status, STATUSES)
        if self._units.setdefault((indicator, classification, area), unit.code) != unit.code:
            raise RowIsBadError(
                _("its unit is “%(unit)s”, that of other rows on the same place another one.") % {"unit": unit.code}
            )
        self.versions.setdefault(indicator, row.version)
        return StagedRow(
            *(row.number, indicator, classification, unit.code, area, activity, sex),
            *(year, value, status),
        )

    def _own_unit(self, indicator: int) -> str:
        """For layouts that name no unit: that of the indicator's newest vintage."""
        units = self._own_units.get(indicator, set())
        if len(units) != 1:
            raise RowIsBadError(_("the file names no unit, and the indicator has none or several of its own."))
        return next(iter(units))

    def _known(self, what: str, code: str, codes: Mapping[str, Any]) -> Any:
        meant = self.meanings.get(what, {}).get(code[:LONGEST_CODE], code)
        if meant == LEAVE_OUT:
            raise RowIsLeftOutError
        try:
            return codes[meant]
        except KeyError:
            self.unknown.setdefault(what, Counter())[code[:LONGEST_CODE]] += 1
            _name, sentence = KINDS[what]
            raise RowIsBadError(sentence % {"code": code[:LONGEST_CODE]}) from None


class Caseless(dict[str, int]):
    """Found by a key in any case."""

    def __missing__(self, key: str) -> int:
        folded = key.casefold()
        if folded == key:
            raise KeyError(key)
        return self[folded]


def _activities() -> Caseless:
    """By classification and code, and by classification and English title, which is all that some layouts give."""
    rows = list(ActivityCode.objects.values_list("classification", "code", "title_en", "pk"))
    titles = {f"{classification} {title}".casefold(): pk for classification, _code, title, pk in rows if title}
    return Caseless(titles | {f"{classification} {code}".casefold(): pk for classification, code, _title, pk in rows})


def _indicators() -> Caseless:
    """By code, and by English name, which is all that some layouts give, with its unit in brackets or without."""
    rows = list(Indicator.objects.values_list("code", "name_en", "pk"))
    return Caseless(
        {name.casefold(): pk for _code, name, pk in rows if name} | {code.casefold(): pk for code, _name, pk in rows}
    )


def _areas() -> dict[str, int]:
    """By English name and code of three or two letters in lower case, and by M49 number."""
    rows = list(Area.objects.values_list("code", "m49", "name_en", "pk"))
    areas = {name.lower(): pk for _code, _m49, name, pk in rows if name} | {m49: pk for _code, m49, _name, pk in rows}
    areas |= {code: pk for code, _m49, _name, pk in rows}
    areas |= {two: areas[three] for two, three in _two_letters() if three in areas}
    areas.pop("", None)
    world = Area.objects.filter(kind=Area.Kind.WORLD).values_list("pk", flat=True).first()
    return areas | ({WORLD: world} if world else {})


def _two_letters() -> Iterator[tuple[str, str]]:
    """Codes of ISO 3166-1 of two letters with those of three, by CLDR, and Eurostat's own; in lower case."""
    pairs = [(two[0].lower(), three.lower()) for three, two in get_global("territory_aliases").items() if len(two) == 1]
    yield from pairs
    yield from ((own, three) for own, iso in EUROSTAT.items() for two, three in pairs if two == iso)


def year_of(text: str) -> int:
    if not YEAR.fullmatch(text) or not EARLIEST <= int(text) <= LATEST:
        raise RowIsBadError(
            _("“%(value)s” is not a year between %(first)s and %(last)s.")
            % {"value": text[:20], "first": EARLIEST, "last": LATEST}
        )
    return int(text)


def value_of(text: str, unit: Unit) -> float:
    if text in NOT_THERE:
        raise RowIsBadError(_("it has no value; leave out what is missing."))
    if "," in text:
        raise RowIsBadError(
            _("“%(value)s” has a comma; write a decimal point and no other marks.") % {"value": text[:40]}
        )
    if not NUMBER.fullmatch(text):
        raise RowIsBadError(_("“%(value)s” is not a number.") % {"value": text[:40]})
    value = float(text)
    if not unit.least <= value <= unit.most:
        raise RowIsBadError(_("%(value)s is no possible value in %(unit)s.") % {"value": text[:40], "unit": unit.label})
    return value
