"""Lines of figures: a sector (or all activities), a place and a sex, over years, in stretches that can be compared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from groundwork.places import Area
from indicators.codes import Classification, Sex, Status
from indicators.figures.composing import Basis, Composition, composed
from indicators.models import ActivityMapping, Coverage, Indicator, Observation, Series, Vintage
from indicators.models.activities import TOTAL
from indicators.units import Unit
from sectors.models import Sector

DIGITS = 6  # of a sum: more are not in any source, only in how computers add


@dataclass(frozen=True)
class Point:
    year: int
    value: float
    statuses: tuple[Status, ...]  # without "observed"
    parts: tuple[tuple[float, Status], ...]  # the stored values, in the order of the activities

    @property
    def is_firm(self) -> bool:
        """Neither estimate nor forecast, nor what the source itself doubts."""
        return not set(self.statuses) & {Status.ESTIMATE, Status.FORECAST, Status.PROVISIONAL, Status.UNRELIABLE}


@dataclass(frozen=True)
class Stretch:
    """Points of one series and composition without a break: the only ones that are ever compared over time."""

    series: Series
    composition: Composition
    points: tuple[Point, ...]

    @property
    def runs(self) -> list[list[Point]]:
        """Points of years one after the other: between two runs values are missing, and nothing is drawn."""
        numbered = enumerate(self.points)
        return [
            [point for _place, point in run] for _key, run in groupby(numbered, key=lambda one: one[1].year - one[0])
        ]


@dataclass(frozen=True)
class Line:
    sector: Sector | None
    area: Area
    sex: Sex
    stretches: tuple[Stretch, ...]
    label: str = ""  # as short as the other lines of the chart allow

    @property
    def points(self) -> list[Point]:
        return [point for stretch in self.stretches for point in stretch.points]

    @property
    def composition(self) -> Composition:
        """Of the newest stretch."""
        return self.stretches[-1].composition

    @property
    def unit(self) -> Unit:
        return self.stretches[-1].series.measure

    def at(self, year: int) -> Point | None:
        return next((point for point in self.points if point.year == year), None)

    def classification_in(self, year: int) -> str:
        return next(one.series.classification for one in self.stretches if one.points[-1].year >= year)

    @property
    def breaks(self) -> list[int]:
        """The first years of its stretches but the first."""
        return [stretch.points[0].year for stretch in self.stretches[1:]]

    def between(self, first: int | None, last: int | None) -> "Line | None":
        """The line in a window of years; None if nothing of it is left."""
        stretches = []
        for stretch in self.stretches:
            kept = tuple(one for one in stretch.points if (first or 0) <= one.year <= (last or one.year))
            if kept:
                stretches.append(replace(stretch, points=kept))
        return replace(self, stretches=tuple(stretches)) if stretches else None


@dataclass(frozen=True)
class Missing:
    """A sector and place without a line. `overlapping` are codes that hold something else than the sector."""

    sector: Sector | None
    area: Area
    overlapping: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lines:
    indicator: Indicator
    lines: list[Line]
    missing: list[Missing]
    series: list[Series]

    def in_last_year(self) -> "Lines":
        """Of the last year that any line has, those that have it."""
        last = max((line.points[-1].year for line in self.lines), default=None)
        return self.between(last, last) if last else self

    def between(self, first: int | None, last: int | None) -> "Lines":
        kept = [line for one in self.lines if (line := one.between(first, last))]
        return replace(self, lines=kept)


Key = tuple[int, int, int, int]  # series, area, activity, sex


@dataclass(frozen=True)
class Stored:
    """What lines are made of: the series, what their activities are to the sectors, which of them there are, values."""

    series: list[Series]
    mappings: list[ActivityMapping]
    covered: dict[tuple[int, int, int], Coverage]  # by series, area and activity
    values: dict[Key, dict[int, tuple[float, int]]]  # each year's value and status


def lines_of(
    indicator: Indicator,
    sectors: Sequence[Sector],
    areas: Sequence[Area],
    sexes: Sequence[Sex],
    user: Any,
    *,
    vintage: Vintage | None = None,
) -> Lines:
    """The lines of a vintage (else of the newest) in four queries, however many sectors, places and years.

    No sector: all activities together.
    """
    every = Series.objects.visible_to(user).shown(vintage).filter(vintage__indicator=indicator)
    series = list(every.select_related("vintage__indicator"))
    mappings = _mappings(sectors, user)
    found = _covered(series, areas, mappings if sectors else None, user)
    values = _values(series, areas, {key[2] for key in found}, sexes, user)
    return lines_from(Stored(series, mappings, found, values), indicator, sectors, areas, sexes)


def lines_from(
    stored: Stored, indicator: Indicator, sectors: Sequence[Sector], areas: Sequence[Area], sexes: Sequence[Sex]
) -> Lines:
    """The lines of what was read from the database; asks it nothing."""
    lines, missing = [], []
    for area in areas:
        for sector in sectors or [None]:
            wanted = _choices(sector, area, stored)
            made = [
                line
                for sex in sexes
                for choice in wanted
                if (line := _line_from(sector, area, sex, choice, stored.values))
            ]
            lines += made
            if not made:
                missing.append(Missing(sector, area, _overlapping(sector, area, stored)))
    return Lines(indicator, _labelled(lines), missing, stored.series)


def _mappings(sectors: Sequence[Sector], user: Any) -> list[ActivityMapping]:
    if not sectors:
        return []
    return list(ActivityMapping.objects.visible_to(user).filter(sector__in=sectors).select_related("activity"))


def _covered(
    series: list[Series], areas: Sequence[Area], mappings: list[ActivityMapping] | None, user: Any
) -> dict[tuple[int, int, int], Coverage]:
    """What there is of the activities that stand for the sectors: (series, area, activity)."""
    rows = Coverage.objects.visible_to(user).filter(series__in=series, area__in=areas).select_related("activity")
    if mappings is None:
        rows = rows.filter(activity__code=TOTAL)
    else:
        rows = rows.filter(activity__in={one.activity_id for one in mappings})
    return {(row.series_id, row.area_id, row.activity_id): row for row in rows}


def _values(
    series: list[Series], areas: Sequence[Area], activities: set[int], sexes: Sequence[Sex], user: Any
) -> dict[Key, dict[int, tuple[float, int]]]:
    rows = Observation.objects.visible_to(user).filter(
        series__in=series, area__in=areas, activity__in=activities, sex__in=sexes
    )
    found: dict[Key, dict[int, tuple[float, int]]] = defaultdict(dict)
    columns = rows.values_list("series_id", "area_id", "activity_id", "sex", "year", "value", "status")
    for *key, year, value, status in columns:
        found[tuple(key)][year] = (value, status)
    return found


def _choices(sector: Sector | None, area: Area, stored: Stored) -> list[list[tuple[Series, Composition]]]:
    """For each line what stands for it, the newest classification first; the older continue it into the past."""
    choices: list[list[tuple[Series, Composition]]] = []
    for one in sorted(stored.series, key=lambda one: Classification(one.classification).order):
        there = {key[2]: row for key, row in stored.covered.items() if key[:2] == (one.pk, area.pk)}
        if sector is None:
            found = [Composition(Basis.ALL, (row.activity,)) for row in there.values()]
        else:
            own = {activity for activity, row in there.items() if not row.differs}
            of_sector = [row for row in stored.mappings if row.sector_id == sector.pk and row.activity_id in own]
            found = composed(of_sector, adds_up=one.measure.adds_up)
        if not choices:
            choices = [[(one, composition)] for composition in found]
        elif len(choices) == len(found) == 1:
            choices[0].append((one, found[0]))
    return choices


def _overlapping(sector: Sector | None, area: Area, stored: Stored) -> tuple[str, ...]:
    if sector is None:
        return ()
    there = {key[2] for key in stored.covered if key[1] == area.pk}
    rows = [row.activity for row in stored.mappings if row.sector_id == sector.pk and row.activity_id in there]
    return tuple(sorted({f"{activity.get_classification_display()} {activity.code}" for activity in rows}))


def _line_from(
    sector: Sector | None,
    area: Area,
    sex: Sex,
    choice: list[tuple[Series, Composition]],
    values: dict[Key, dict[int, tuple[float, int]]],
) -> Line | None:
    """The line of what stands for a sector, the newest classification first; None without a value."""
    stretches: list[Stretch] = []
    for series, composition in choice:
        keys = [(series.pk, area.pk, activity.pk, int(sex)) for activity in composition.activities]
        points = _points([values.get(key, {}) for key in keys])
        if stretches:  # an older classification only where the newer does not reach
            points = [point for point in points if point.year < stretches[0].points[0].year]
        cut = [Stretch(series, composition, tuple(part)) for part in _unbroken(points)]
        stretches = [*cut, *stretches]
    line = Line(sector, area, sex, tuple(stretches))
    return replace(line, label=sector_words(line)) if stretches else None


def _points(parts: list[dict[int, tuple[float, int]]]) -> list[Point]:
    """The years in which every part has a value: a sum that lacks a part would be another figure."""
    years = set.intersection(*(set(part) for part in parts))
    points = []
    for year in sorted(years):
        stored = tuple((part[year][0], Status(part[year][1])) for part in parts)
        statuses = sorted({status for _value, status in stored} - {Status.OBSERVED})
        value = stored[0][0] if len(stored) == 1 else round(sum(value for value, _status in stored), DIGITS)
        points.append(Point(year, value, tuple(statuses), stored))
    return points


def _unbroken(points: Iterable[Point]) -> Iterator[list[Point]]:
    part: list[Point] = []
    for point in points:
        if part and Status.BREAK in point.statuses:
            yield part
            part = []
        part.append(point)
    if part:
        yield part


def _labelled(lines: list[Line]) -> list[Line]:
    """Each with the words that tell it from the others; a line alone with its sector's."""
    several_areas = len({line.area.pk for line in lines}) > 1
    several_sexes = len({line.sex for line in lines}) > 1
    keys = [_sector_key(line) for line in lines]
    sectors = [sector_words(line, several=keys.count(_sector_key(line)) > 1) for line in lines]
    several_sectors = len(set(sectors)) > 1 or not (several_areas or several_sexes)
    labelled = []
    for line, sector in zip(lines, sectors, strict=True):
        told = [(several_areas, line.area.name), (several_sectors, sector), (several_sexes, str(line.sex.label))]
        labelled.append(replace(line, label=", ".join(words for is_told, words in told if is_told)))
    return labelled


def _sector_key(line: Line) -> tuple:
    return (line.sector and line.sector.pk, line.area.pk, line.sex)


def sector_words(line: Line, *, several: bool = False) -> str:
    """What the figures are of: the sector, or the activity where they are not all its own."""
    if line.sector is None:
        return _("All activities")
    if several or not line.composition.names_sector:
        return line.composition.activities[0].title
    return line.sector.name
