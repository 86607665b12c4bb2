"""One view of the statistics: what was asked, the lines that answer it, and all that the page says of them."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Max, Min, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import localize
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from groundwork.folding import fold
from groundwork.places import Area
from indicators.charts import Chart, chart_of
from indicators.codes import Sex, Status
from indicators.figures.findings import finding
from indicators.figures.lines import Line, Lines, Point, lines_of
from indicators.figures.notes import notes_on, nothing_of
from indicators.figures.numbers import in_figures
from indicators.filters import ExplorerFilterSet
from indicators.models import Coverage, Indicator, Vintage
from indicators.pictures import Picture, picture_of
from sectors.models import Sector

MOST_COLUMNS = 6
MOST_WINDOWS = 4


class Place(NamedTuple):
    """Somewhere that the indicator has values of."""

    area: Area
    observations: int
    first_year: int
    last_year: int


class Window(NamedTuple):
    label: str
    url: str
    current: bool


class Version(NamedTuple):
    """A vintage, the view of it, and the largest changes against the one before."""

    vintage: Vintage
    url: str
    changes: list[str]
    current: bool


class Cell(NamedTuple):
    value: str
    statuses: tuple[Status, ...]


class Explorer:
    """`filters` are checked. Asks the database a constant number of times."""

    def __init__(self, filters: ExplorerFilterSet, user: Any) -> None:
        self.filters, self.user = filters, user

    @cached_property
    def indicator(self) -> Indicator | None:
        """The chosen one, or that of the chosen version, else the first; None while there are none at all."""
        known = [row for _code, _label, row in self.filters.filters["indicator"].known]
        if version := self.filters.version:
            known = [row for row in known if row.pk == version.indicator_id]
        return next(iter(self.filters.rows("indicator") or known), None)

    @property
    def sectors(self) -> list[Sector]:
        return self.filters.rows("sector")

    @cached_property
    def places(self) -> list[Place]:
        """By name in the active language, the world and regions first."""
        areas = {row.pk: row for _code, _label, row in self.filters.filters["country"].known}
        rows = (
            Coverage.objects.visible_to(self.user)
            .shown(self.filters.version)
            .filter(series__vintage__indicator=self.indicator)
            .order_by()
            .values_list("area")
            .annotate(Sum("observations"), Min("first_year"), Max("last_year"))
        )
        places = [Place(areas[area], *numbers) for area, *numbers in rows if area in areas]
        return sorted(places, key=lambda one: (one.area.kind == Area.Kind.COUNTRY, fold(one.area.name)))

    @cached_property
    def areas(self) -> list[Area]:
        """The chosen; else the world, else the place with most observations."""
        if chosen := self.filters.rows("country"):
            return sorted(chosen, key=lambda area: fold(area.name))
        first = max(self.places, key=lambda one: (one.area.kind == Area.Kind.WORLD, one.observations), default=None)
        return [first.area] if first else []

    @property
    def places_to_choose(self) -> list[Place]:
        """The chosen ones first, so that they are at hand to be taken out."""
        return sorted(self.places, key=lambda one: one.area not in self.areas)

    @property
    def sexes(self) -> list[Sex]:
        return self.filters.rows("sex") or [Sex.TOTAL]

    @property
    def years(self) -> tuple[int | None, int | None]:
        return self.filters.chosen.get("from"), self.filters.chosen.get("to")

    @cached_property
    def everything(self) -> Lines | None:
        """The lines in all years."""
        if self.indicator is None:
            return None
        return lines_of(self.indicator, self.sectors, self.areas, self.sexes, self.user, vintage=self.filters.version)

    @cached_property
    def shown(self) -> Lines | None:
        return self.everything and self.everything.between(*self.years)

    @property
    def lines(self) -> list[Line]:
        return self.shown.lines if self.shown else []

    @cached_property
    def finding(self) -> str:
        return finding(self.shown) if self.shown else ""

    @cached_property
    def chart(self) -> Chart | None:
        return chart_of(self.lines, self.finding)

    def picture(self, address: str) -> Picture:
        """The chart as a file, with all that must be said of it; `address` is that of the view."""
        if self.indicator is None:
            return picture_of(None, _("No observation"), above=[], below=[address])
        version = self.vintage.version if self.vintage else ""
        source = _("Source: %(source)s") % {"source": "; ".join(filter(None, (self.indicator.credit, version)))}
        licence = _("Licence: %(licence)s") % {"licence": self.indicator.licence}
        notes = self.notes or self.absences
        if self.chart and self.chart.has_open_marks:
            notes = [*notes, _("Open marks: estimates, forecasts, provisional or unreliable values.")]
        below = [*notes, "; ".join(self.classifications), source, licence, address]
        return picture_of(self.chart, self.finding, above=[self.subtitle], below=below)

    @cached_property
    def span(self) -> tuple[int, int] | None:
        years = [point.year for line in self.lines for point in line.points]
        return (min(years), max(years)) if years else None

    @property
    def subtitle(self) -> str:
        """What is measured, where, of whom and when."""
        words = [self.indicator.name, ", ".join(area.name for area in self.areas)]
        words += [", ".join(str(sex.label) for sex in self.sexes)] if self.sexes != [Sex.TOTAL] else []
        words += [_years(*self.span)] if self.span else []
        return ", ".join(words)

    # The table

    @property
    def is_by_year(self) -> bool:
        """Whether the table has a row for each year and a column for each line; else a row for each line and year."""
        return len(self.lines) <= MOST_COLUMNS

    @property
    def unit(self) -> str:
        """That of all lines, in words; empty where they differ."""
        units = {str(line.unit.label) for line in self.lines}
        return units.pop() if len(units) == 1 else ""

    @cached_property
    def rows(self) -> list[tuple[int, list[Cell | None]]]:
        """By year, newest first; None where a line has no value, which the table says."""
        years = sorted({point.year for line in self.lines for point in line.points}, reverse=True)
        return [(year, [_cell(line, line.at(year)) for line in self.lines]) for year in years]

    @property
    def has_missing(self) -> bool:
        return any(cell is None for _year, cells in self.rows for cell in cells)

    @property
    def statuses(self) -> list[Status]:
        """What the letters of the table mean."""
        return sorted({status for line in self.lines for point in line.points for status in point.statuses})

    # What must be said

    @cached_property
    def notes(self) -> list[str]:
        return notes_on(self.shown) if self.shown and self.lines else []

    @property
    def absences(self) -> list[str]:
        """Why there is no line at all."""
        return [nothing_of(one) for one in self.everything.missing] if self.everything else []

    @property
    def classifications(self) -> list[str]:
        """What the activities are in words: "ISIC Rev.4: F, G"."""
        codes: dict[str, set[str]] = {}
        for line in self.lines:
            for stretch in line.stretches:
                name = str(stretch.series.get_classification_display())
                codes.setdefault(name, set()).add(stretch.composition.codes)
        return [f"{name}: {', '.join(sorted(found))}" for name, found in codes.items()]

    @property
    def vintage(self) -> Vintage | None:
        return self.everything.series[0].vintage if self.everything and self.everything.series else None

    @cached_property
    def versions(self) -> list[Version]:
        """Of the data, the newest first."""
        rows = [row for _code, _label, row in self.filters.filters["vintage"].known]
        vintages = [row for row in rows if self.indicator and row.indicator_id == self.indicator.pk]
        return [
            Version(row, self.url("statistics", vintage=older and row.pk), self._changes(row), row == self.vintage)
            for older, row in enumerate(vintages)
        ]

    @property
    def is_older(self) -> bool:
        """Whether another version is shown than the newest."""
        return any(version.current for version in self.versions[1:])

    def _changes(self, vintage: Vintage) -> list[str]:
        """The largest, in words."""
        areas = {row.code: row.name for _code, _label, row in self.filters.filters["country"].known}
        sentence = _("%(area)s, %(activity)s, %(sex)s, %(year)s: %(before)s → %(after)s")
        return [
            sentence
            % {
                "area": areas.get(area, area),
                "activity": activity,
                "sex": Sex(sex).label,
                "year": year,
                "before": localize(before),
                "after": localize(after),
            }
            for area, activity, sex, year, before, after in vintage.report.get("largest", ())
        ]

    @property
    def all_years(self) -> str:
        """As ISO 8601 writes an interval: "1969/2023"."""
        years = [(place.first_year, place.last_year) for place in self.places]
        return f"{min(first for first, _last in years)}/{max(last for _first, last in years)}" if years else ""

    # Addresses

    @property
    def query(self) -> QueryDict:
        """The view in full, so that the address means the same when other data are the first to show."""
        query = QueryDict(mutable=True)
        query["indicator"] = self.indicator.code if self.indicator else ""
        query.setlist("sector", [sector.slug for sector in self.sectors])
        query.setlist("country", [area.code for area in self.areas])
        query.setlist("sex", [sex.letter for sex in self.sexes if self.sexes != [Sex.TOTAL]])
        for name in ("from", "to"):
            if name in self.filters.chosen:
                query[name] = str(self.filters.chosen[name])
        if self.filters.version:
            query["vintage"] = str(self.filters.version.pk)
        return query

    def url(self, name: str, **other: Any) -> str:
        query = self.query
        for key, value in other.items():
            query.pop(key, None)
            if value:
                query[key] = str(value)
        return f"{reverse(name)}?{query.urlencode()}"

    @cached_property
    def windows(self) -> list[Window]:
        """All years, and the stretches between breaks, which can be compared within themselves."""
        lines = self.everything.lines if self.everything else []
        years = [point.year for line in lines for point in line.points]
        breaks = sorted({year for line in lines for year in line.breaks})
        if not years or not breaks or len(breaks) > MOST_WINDOWS:
            return []
        starts, ends = [min(years), *breaks], [*(year - 1 for year in breaks), max(years)]
        pairs = [(None, None), *zip(starts, ends, strict=True)]
        labels = [_("All years, %(years)s") % {"years": _years(min(years), max(years))}]
        labels += [_years(start, end) for start, end in pairs[1:]]
        return [
            Window(label, self.url("statistics", **{"from": start, "to": end}), (start, end) == self.years)
            for label, (start, end) in zip(labels, pairs, strict=True)
        ]


def _years(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _cell(line: Line, point: Point | None) -> Cell | None:
    return Cell(in_figures(point.value, line.unit), point.statuses) if point else None


STORED_COLUMNS = (
    *("indicator", "country", "country_name", "year", "sex", "classification", "activity_code", "activity", "value"),
    *("unit", "obs_status", "sector", "basis", "source", "licence", "source_version", "vintage", "loaded_on"),
)


def stored_rows(explorer: Explorer) -> Iterator[tuple[Any, ...]]:
    """The stored observations that the shown figures are made of: a figure is the sum of those of its line and year."""
    indicator = explorer.indicator
    for line in explorer.lines:
        for stretch in line.stretches:
            series, composition = stretch.series, stretch.composition
            vintage = series.vintage
            for point in stretch.points:
                for activity, (value, status) in zip(composition.activities, point.parts, strict=True):
                    yield (
                        *(indicator.code, line.area.code, line.area.name, point.year, line.sex.letter),
                        *(series.classification, activity.code, activity.title, value, series.unit),
                        *(status.letter if status else "", line.sector.slug if line.sector else ""),
                        *(composition.basis.value, indicator.source, indicator.licence, vintage.version, vintage.pk),
                        vintage.loaded_at.date().isoformat(),
                    )


def citation(explorer: Explorer, address: str) -> str:
    """In one line: source, indicator, version of the data, licence, and where it was seen."""
    indicator, vintage = explorer.indicator, explorer.vintage
    parts = [indicator.credit, indicator.name, vintage.version if vintage else "", indicator.licence, address]
    return ". ".join(part.rstrip(".") for part in parts if part)


def explorer_address(**query: Any) -> str:
    """The address of a view, for pages that show a part of it."""
    return f"{reverse('statistics')}?{urlencode({key: value for key, value in query.items() if value}, doseq=True)}"
