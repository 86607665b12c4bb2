"""What pages of a sector, a country and a theme show of the statistics: few figures, each with year and source."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Aggregate, Count, F, Max, Min, OuterRef, Q
from django.db.models.functions import JSONObject

from groundwork.folding import fold
from groundwork.places import Area
from indicators.codes import Sex
from indicators.figures.lines import Lines, Stored, lines_from
from indicators.models import ActivityMapping, Coverage, Indicator, Observation, Vintage
from indicators.models.activities import TOTAL, WITHIN
from indicators.models.observations import CoverageQuerySet
from sectors.models import Sector, Theme
from sectors.models.taxonomy import SectorQuerySet

IN_SIGHT = 6  # indicators of a page; the others are a click away
COVERAGE = "vintages__series__coverage__"
COUNTRY = Q(**{f"{COVERAGE}area__kind": Area.Kind.COUNTRY})
MOST_PLACES = 3  # in the chart of a branch: those with most observations
IS_WITHIN = Q(**{f"{COVERAGE}activity__mappings__exactness__in": WITHIN, f"{COVERAGE}differs": False})


@dataclass(frozen=True)
class KeyFigures:
    """`known` are indicators with `reach` (how many countries or sectors), `wider` (with wider activities too),
    `first_year` and `last_year`; `found` are the lines of the one chart."""

    known: list[Indicator]
    found: Lines | None = None

    @property
    def own(self) -> list[Indicator]:
        """Those with figures of the very thing, not only of something broader."""
        charted = self.found and self.found.indicator
        return [one for one in self.known if one.reach or one == charted]

    @property
    def in_order(self) -> list[Indicator]:
        return [*self.own, *(one for one in self.known if one not in self.own)]

    @property
    def first(self) -> list[Indicator]:
        return self.in_order[:IN_SIGHT]

    @property
    def others(self) -> list[Indicator]:
        return self.in_order[IN_SIGHT:]


def of_sector(sector: Sector, user: Any) -> KeyFigures:
    """How many countries each indicator reaches, and the world's values, if any source gives them.

    A branch is measured in few countries, but there by itself: its chart is of these. What the world publishes is of
    broader activities, and none of its figures.
    """
    known = _known(
        user,
        Q(**{f"{COVERAGE}activity__mappings__sector": sector}),
        reach=Count(f"{COVERAGE}area", filter=COUNTRY & IS_WITHIN, distinct=True),
        wider=Count(f"{COVERAGE}area", filter=COUNTRY, distinct=True),
        places=ArrayAgg(f"{COVERAGE}area", filter=COUNTRY & IS_WITHIN, order_by=f"-{COVERAGE}observations"),
    )
    covered = Coverage.objects.visible_to(user)
    if sector.parent_id is None:
        covered = covered.filter(area__kind=Area.Kind.WORLD)
    elif measured := next((one for one in known if one.reach), None):
        first = list(dict.fromkeys(measured.places))[:MOST_PLACES]
        covered = covered.filter(series__vintage__indicator=measured, area__in=first)
    else:
        return KeyFigures(known)
    charts = _charts(covered, [Sex.TOTAL], Sector.objects.filter(pk=sector.pk)) if known else []
    return KeyFigures(known, next((lines for lines in charts if lines.lines), None))


def of_country(area: Area, user: Any) -> KeyFigures:
    """With its sectors side by side, of the indicator that has most of them."""
    is_main = Q(**{f"{COVERAGE}activity__mappings__sector__parent": None})
    sectors = Count(f"{COVERAGE}activity__mappings__sector", filter=IS_WITHIN & is_main, distinct=True)
    known = _known(user, Q(**{f"{COVERAGE}area": area}), reach=sectors, wider=sectors)
    richest = max(known, key=lambda one: (one.reach, one.last_year, -one.order), default=None)
    if richest is None or richest.reach < 2:
        return KeyFigures(known)
    here = Coverage.objects.visible_to(user).filter(area=area, series__vintage__indicator=richest)
    (found,) = _charts(here, [Sex.TOTAL], Sector.objects.visible_to(user).main())
    own = [line for line in found.lines if line.composition.names_sector]
    latest = Lines(richest, own, [], found.series).in_last_year()
    largest_first = sorted(latest.lines, key=lambda line: line.points[-1].value, reverse=True)
    return KeyFigures(known, replace(latest, lines=largest_first))


def of_theme(theme: Theme, user: Any) -> KeyFigures:
    """With women and men apart, in the world, of the first indicator that has them."""
    known = _known(
        user,
        Q(themes=theme) & Q(**{f"{COVERAGE}activity__code": TOTAL}),
        reach=Count(f"{COVERAGE}area", filter=COUNTRY, distinct=True),
        wider=Count(f"{COVERAGE}area", filter=Q(**{f"{COVERAGE}area__kind": Area.Kind.WORLD}), distinct=True),
    )
    first = next((one for one in known if one.wider), None)
    if first is None:
        return KeyFigures(known)
    world = Coverage.objects.visible_to(user).filter(area__kind=Area.Kind.WORLD, series__vintage__indicator=first)
    (found,) = _charts(world, [Sex.FEMALE, Sex.MALE])
    return KeyFigures(known, found)


def _known(user: Any, condition: Q, **counted: Aggregate) -> list[Indicator]:
    rows = Indicator.objects.visible_to(user).filter(condition, vintages__in=Vintage.objects.current())
    years = {"first_year": Min(f"{COVERAGE}first_year"), "last_year": Max(f"{COVERAGE}last_year")}
    return list(rows.annotate(**counted, **years))


def _charts(covered: CoverageQuerySet, sexes: Sequence[Sex], sectors: SectorQuerySet | None = None) -> list[Lines]:
    """The lines of each indicator, in their order, from what is covered: all of it in one query.

    As a page shows few places, the values come with their coverage, and what the activities are to these sectors.
    No sectors: all activities together.
    """
    stored = Observation.objects.filter(**{name: OuterRef(name) for name in ("series", "area", "activity")})
    points = JSONObject(**{name: F(name) for name in ("sex", "year", "value", "status")})
    rows = covered.current().annotate(points=ArraySubquery(stored.filter(sex__in=sexes).values_list(points)))
    if sectors is None:
        rows = rows.filter(activity__code=TOTAL)
    else:
        mappings = ActivityMapping.objects.filter(sector__in=sectors)
        of_activity = mappings.filter(activity=OuterRef("activity")).rows()
        rows = rows.filter(activity__in=mappings.values("activity")).annotate(mappings=ArraySubquery(of_activity))
    in_order = rows.select_related("series__vintage__indicator", "area", "activity").order_by(
        "series__vintage__indicator__order", "series", "activity", "-observations", "area"
    )
    by_indicator = groupby(in_order, key=lambda row: row.series.vintage.indicator)
    return [_lines(indicator, list(rows), sexes) for indicator, rows in by_indicator]


def _lines(indicator: Indicator, rows: Sequence[Coverage], sexes: Sequence[Sex]) -> Lines:
    activities = {row.activity: getattr(row, "mappings", []) for row in rows}
    mappings = [ActivityMapping.of_row(activity, row) for activity, found in activities.items() for row in found]
    stored = Stored(list(dict.fromkeys(row.series for row in rows)), mappings, {}, defaultdict(dict))
    for row in rows:
        key = (row.series_id, row.area_id, row.activity_id)
        stored.covered[key] = row
        for point in row.points:
            stored.values[*key, point["sex"]][point["year"]] = (point["value"], point["status"])
    sectors = sorted({mapping.sector for mapping in mappings}, key=lambda sector: fold(sector.name))
    return lines_from(stored, indicator, sectors, list(dict.fromkeys(row.area for row in rows)), sexes)
