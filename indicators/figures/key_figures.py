"""What pages of a sector, a country and a theme show of the statistics: few figures, each with year and source."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, Q

from groundwork.places import Area
from indicators.codes import Sex
from indicators.figures.composing import Composition, composed
from indicators.figures.lines import Key, Line, Lines, line_from, lines_of
from indicators.models import ActivityMapping, Indicator, Observation, Series, Vintage
from indicators.models.activities import TOTAL, WITHIN
from sectors.models import Sector, Theme

COVERAGE = "vintages__series__coverage__"
COUNTRY = Q(**{f"{COVERAGE}area__kind": Area.Kind.COUNTRY})
IS_WITHIN = Q(**{f"{COVERAGE}activity__mappings__exactness__in": WITHIN})


@dataclass(frozen=True)
class KeyFigures:
    """`known` are indicators with `reach` (how many countries or sectors), `wider` (with wider activities too),
    `first_year` and `last_year`; `found` are the lines of the one chart."""

    known: list[Indicator]
    found: Lines | None = None


def of_sector(sector: Sector, user: Any) -> KeyFigures:
    """In two queries: how many countries each indicator reaches, and the world's values, if any source gives them."""
    known = _known(
        user,
        Q(**{f"{COVERAGE}activity__mappings__sector": sector}),
        reach=Count(f"{COVERAGE}area", filter=COUNTRY & IS_WITHIN, distinct=True),
        wider=Count(f"{COVERAGE}area", filter=COUNTRY, distinct=True),
    )
    return KeyFigures(known, _world(sector, user) if known else None)


def of_country(area: Area, user: Any) -> KeyFigures:
    """With its sectors side by side, of the indicator that has most of them; six queries at the most."""
    sectors = Count(f"{COVERAGE}activity__mappings__sector", filter=IS_WITHIN, distinct=True)
    known = _known(user, Q(**{f"{COVERAGE}area": area}), reach=sectors, wider=sectors)
    richest = max(known, key=lambda one: (one.reach, one.last_year, -one.order), default=None)
    if richest is None or richest.reach < 2:
        return KeyFigures(known)
    every = Sector.objects.visible_to(user).main().from_a_to_z()
    found = lines_of(richest, every, [area], [Sex.TOTAL], user)
    own = [line for line in found.lines if line.composition.names_sector]
    return KeyFigures(known, Lines(richest, own, [], found.series).in_last_year())


def of_theme(theme: Theme, user: Any) -> KeyFigures:
    """With women and men apart, in the world, of the first indicator that has them; six queries at the most."""
    known = _known(
        user,
        Q(themes=theme) & Q(**{f"{COVERAGE}activity__code": TOTAL}),
        reach=Count(f"{COVERAGE}area", filter=COUNTRY, distinct=True),
        wider=Count(f"{COVERAGE}area", filter=Q(**{f"{COVERAGE}area__kind": Area.Kind.WORLD}), distinct=True),
    )
    first = next((one for one in known if one.wider), None)
    if first is None:
        return KeyFigures(known)
    world = Area.objects.visible_to(user).filter(kind=Area.Kind.WORLD)
    return KeyFigures(known, lines_of(first, [], list(world), [Sex.FEMALE, Sex.MALE], user))


def _known(user: Any, condition: Q, *, reach: Count, wider: Count) -> list[Indicator]:
    rows = Indicator.objects.visible_to(user).filter(condition, vintages__in=Vintage.objects.current())
    years = {"first_year": Min(f"{COVERAGE}first_year"), "last_year": Max(f"{COVERAGE}last_year")}
    return list(rows.annotate(reach=reach, wider=wider, **years))


def _world(sector: Sector, user: Any) -> Lines | None:
    """The world's line of a sector, of the first indicator that has one; all of it from one query."""
    rows = Observation.objects.visible_to(user).filter(
        series__vintage__in=Vintage.objects.current(),
        area__kind=Area.Kind.WORLD,
        sex=Sex.TOTAL,
        activity__mappings__sector=sector,
    )
    mapping = {name: F(f"activity__mappings__{name}") for name in ("exactness", "approximate", "also_needs")}
    rows = rows.select_related("series__vintage__indicator", "area", "activity").annotate(**mapping)
    by_series: dict[Series, list[Observation]] = defaultdict(list)
    for row in rows:
        by_series[row.series].append(row)
    for series in sorted(by_series, key=lambda one: one.vintage.indicator.order):
        lines = _lines_from(sector, series, by_series[series])
        if lines:
            return Lines(series.vintage.indicator, lines, [], [series])
    return None


def _lines_from(sector: Sector, series: Series, rows: list[Observation]) -> list[Line]:
    values: dict[Key, dict[int, tuple[float, int]]] = defaultdict(dict)
    mappings = {}
    for row in rows:
        values[series.pk, row.area_id, row.activity_id, row.sex][row.year] = (row.value, row.status)
        mappings[row.activity_id] = ActivityMapping(
            activity=row.activity,
            sector=sector,
            exactness=row.exactness,
            approximate=row.approximate,
            also_needs=row.also_needs,
        )
    choices: list[Composition] = composed(mappings.values(), adds_up=series.measure.adds_up)
    made = [line_from(sector, rows[0].area, Sex.TOTAL, [(series, one)], values) for one in choices]
    return [line for line in made if line]
