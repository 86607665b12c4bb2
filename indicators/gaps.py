"""Where data are missing: sector by indicator, the number of countries with a value, counted from the coverage."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.folding import fold
from groundwork.places import Area
from indicators.models import Coverage, DataGap, Indicator, Vintage
from indicators.models.activities import WITHIN
from sectors.models import Sector, SectorGroup

WINDOWS = {"5": _("Last 5 years"), "10": _("Last 10 years"), "all": _("All years")}
USUAL = "10"
LEVELS = (80, 40, 1)  # countries from which a cell is dark, middling, light; below the last it is hatched
WITHIN_SECTOR = Q(activity__mappings__exactness__in=WITHIN, differs=False)


def since(window: str) -> int:
    """The first year of a window; 0 for all years."""
    return 0 if window == "all" else timezone.localdate().year - int(window) + 1


@dataclass(frozen=True)
class Cell:
    """`count` countries have a value of the sector or a part of it; `wider` more have one that holds others too."""

    indicator: Indicator
    count: int
    wider: int
    last_year: int | None
    gap: DataGap | None  # what was registered of it for everywhere

    @property
    def level(self) -> int:
        """3 (many) to 0 (none)."""
        return next((3 - place for place, least in enumerate(LEVELS) if self.count >= least), 0)


@dataclass(frozen=True)
class GapMatrix:
    """Rows of cells, by group and sector; in the order of groups, sectors and indicators."""

    indicators: list[Indicator]
    groups: list[tuple[SectorGroup, list[tuple[Sector, list[Cell]]]]]

    @property
    def rows(self) -> list[tuple[Sector, list[Cell]]]:
        return [row for _group, rows in self.groups for row in rows]

    @property
    def cells(self) -> list[Cell]:
        return [cell for _sector, cells in self.rows for cell in cells]

    @property
    def empty(self) -> int:
        return sum(not cell.count for cell in self.cells)


def gap_matrix(
    indicators: list[Indicator], groups: Iterable[SectorGroup], window: str, user: Any, vintage: Vintage | None = None
) -> GapMatrix:
    """In two queries. `groups` come with_sectors. Of the newest vintages, or of one, which is then the indicator's."""
    counts = _counts(indicators, window, user, vintage)
    registered = DataGap.objects.visible_to(user).filter(area=None).select_related("owner_unit")
    gaps = {(gap.sector_id, gap.indicator_id): gap for gap in registered}
    found = []
    for group in groups:
        rows = []
        for sector in group.shown_sectors:
            cells = [_cell(sector, one, counts, gaps.get((sector.pk, one.pk))) for one in indicators]
            rows.append((sector, cells))
        found.append((group, rows))
    return GapMatrix(indicators, found)


Counts = dict[tuple[int, int], dict[bool, tuple[int, int]]]  # by sector and indicator: within? (countries, last year)


def _counts(indicators: list[Indicator], window: str, user: Any, vintage: Vintage | None) -> Counts:
    rows = (
        Coverage.objects.visible_to(user)
        .shown(vintage)
        .filter(
            series__vintage__indicator__in=indicators,
            area__kind=Area.Kind.COUNTRY,
            last_year__gte=since(window),
            activity__mappings__isnull=False,
        )
        .order_by()
        .annotate(within=WITHIN_SECTOR)
        .values_list("activity__mappings__sector", "series__vintage__indicator", "within")
        .annotate(Count("area", distinct=True), Max("last_year"))
    )
    counts: Counts = {}
    for sector, indicator, within, number, last_year in rows:
        counts.setdefault((sector, indicator), {})[within] = (number, last_year)
    return counts


def _cell(sector: Sector, indicator: Indicator, counts: Counts, gap: DataGap | None) -> Cell:
    found = counts.get((sector.pk, indicator.pk), {})
    count, last_year = found.get(True, (0, None))
    return Cell(indicator, count, found.get(False, (0, None))[0], last_year, gap)


@dataclass(frozen=True)
class Standing:
    """What there is of an indicator for a sector in one country."""

    area: Area
    last_year: int | None = None
    wider: bool = False


def standings(
    sector: Sector, indicator: Indicator, window: str, user: Any, vintage: Vintage | None = None
) -> dict[str, list[Standing]]:
    """Every country, by name: those `within` the sector, those with `wider` activities only, those with `none`."""
    rows = (
        Coverage.objects.visible_to(user)
        .shown(vintage)
        .filter(
            series__vintage__indicator=indicator,
            activity__mappings__sector=sector,
            last_year__gte=since(window),
        )
        .order_by()
        .annotate(within=WITHIN_SECTOR)
        .values_list("area", "within")
        .annotate(Max("last_year"))
    )
    years: dict[tuple[int, bool], int] = {(area, within): last for area, within, last in rows}
    found: dict[str, list[Standing]] = {"within": [], "wider": [], "none": []}
    countries = Area.objects.visible_to(user).countries()
    for area in sorted(countries, key=lambda place: fold(place.name)):
        if (area.pk, True) in years:
            found["within"].append(Standing(area, years[area.pk, True]))
        elif (area.pk, False) in years:
            found["wider"].append(Standing(area, years[area.pk, False], wider=True))
        else:
            found["none"].append(Standing(area))
    return found
