"""The statistics part of the pages of sectors, countries and themes, and statistics beside research."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groundwork.places import Area
from indicators.charts import Chart, chart_of
from indicators.codes import Sex
from indicators.figures import key_figures
from indicators.figures.findings import finding
from indicators.figures.key_figures import KeyFigures
from indicators.figures.lines import Line, lines_of
from indicators.figures.notes import notes_on
from indicators.figures.numbers import in_figures
from indicators.filters import MOST
from indicators.models import Indicator
from research.search.spread import spread
from sectors.models import Sector, Theme


@dataclass(frozen=True)
class Statistics:
    """What a part of a page shows. It is false without an indicator, so that the part is not there."""

    figures: KeyFigures
    narrowing: str = ""  # of the explorer, for each indicator

    def __bool__(self) -> bool:
        return bool(self.figures.known)

    @cached_property
    def title(self) -> str:
        return finding(self.figures.found) if self.figures.found else ""

    @cached_property
    def chart(self) -> Chart | None:
        return chart_of(self.figures.found.lines, self.title) if self.figures.found else None

    @property
    def notes(self) -> list[str]:
        return notes_on(self.figures.found) if self.figures.found else []

    @property
    def url(self) -> str:
        """The chart in the explorer; of many sectors the first, as many as it shows beside each other."""
        found = self.figures.found
        if not found or not found.lines:
            return reverse("statistics")
        sectors = {line.sector.slug for line in found.lines if line.sector}
        query = {
            "indicator": found.indicator.code,
            "country": sorted({line.area.code for line in found.lines}),
            "sector": sorted(sectors)[: MOST["sector"]],
            "sex": sorted({line.sex.letter for line in found.lines} - {Sex.TOTAL.letter}),
        }
        return f"{reverse('statistics')}?{urlencode(query, doseq=True)}"

    @property
    def stored_url(self) -> str:
        """The stored values that the chart's figures are sums of, as the API gives them."""
        found = self.figures.found
        if not found or not found.lines:
            return ""
        years = [point.year for line in found.lines for point in line.points]
        added = [stretch.composition.activities for line in found.lines for stretch in line.stretches]
        query = {
            "indicator": found.indicator.code,
            "country": sorted({line.area.code for line in found.lines}),
            "activity": sorted({activity.key for activities in added for activity in activities}),
            "sex": sorted({line.sex.letter for line in found.lines}),
            "from": min(years),
            "to": max(years),
        }
        return reverse("api-observations-list", query=QueryDict(urlencode(query, doseq=True)))


def of_sector(sector: Sector, user: Any) -> Statistics:
    return Statistics(key_figures.of_sector(sector, user), urlencode({"sector": sector.slug}))


def of_country(country: Area, user: Any) -> Statistics:
    return Statistics(key_figures.of_country(country, user), urlencode({"country": country.code}))


def of_theme(theme: Theme, user: Any) -> Statistics:
    return Statistics(key_figures.of_theme(theme, user))


@dataclass(frozen=True)
class Blind:
    """A sector: the world's employment, where it is the sector's own, and the records of the repository."""

    sector: Sector
    line: Line | None
    records: int

    @property
    def employed(self) -> float | None:
        """In the unit of its series."""
        is_own = self.line is not None and self.line.composition.names_sector
        return self.line.points[-1].value if is_own else None

    @property
    def employed_in_figures(self) -> str:
        return in_figures(self.employed, self.line.unit) if self.employed is not None else ""

    @property
    def records_per_million(self) -> str:
        """Of thousands of persons, which the column's heading names."""
        return in_figures(1000 * self.records / self.employed, self.line.unit) if self.employed else ""


@require_safe
def statistics_beside_research(request: HttpRequest) -> HttpResponse:
    """Large employment, little research: sectors by the records there are for the people who work in them."""
    user = request.user
    indicator = _employment(user)
    sectors = Sector.objects.visible_to(user).main().from_a_to_z()
    world = list(Area.objects.visible_to(user).filter(kind=Area.Kind.WORLD))
    lines = lines_of(indicator, sectors, world, [Sex.TOTAL], user).lines if indicator else []
    by_sector = {line.sector.pk: line for line in reversed(lines)}
    records = {choice["value"]: choice["count"] for choice in spread(user).sectors}
    rows = [Blind(sector, by_sector.get(sector.pk), records.get(sector.slug, 0)) for sector in sectors]
    own = sorted((row for row in rows if row.employed), key=lambda row: row.records / row.employed)
    context = {
        "indicator": indicator,
        "own": own,
        "others": sorted((row for row in rows if not row.employed), key=lambda row: row.records),
        "year": own[0].line.points[-1].year if own else None,
        "crumbs": [{"label": _("Where data are missing"), "url": reverse("statistics-gaps")}],
    }
    return render(request, "pages/statistics_beside_research.html", context)


def _employment(user: Any) -> Indicator | None:
    """The first indicator of persons that the world has values of."""
    found = Indicator.objects.visible_to(user).filter(
        vintages__series__unit="thousand persons", vintages__series__coverage__area__kind=Area.Kind.WORLD
    )
    return found.first()
