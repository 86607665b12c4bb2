from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from groundwork.tabular import csv_response
from indicators.explorer import STORED_COLUMNS, Explorer, citation, stored_rows
from indicators.filters import ExplorerFilterSet, GapFilterSet
from indicators.gaps import USUAL, WINDOWS, Cell, gap_matrix, standings
from indicators.models import DataGap, Indicator, Observation
from sectors.models import Sector, SectorGroup


def explorer_of(request: HttpRequest, *, refuse_unknown: bool = False) -> Explorer:
    rows = Observation.objects.visible_to(request.user)
    filters = ExplorerFilterSet(request.GET, queryset=rows, request=request).checked()
    return Explorer(filters.refuse_unknown() if refuse_unknown else filters, request.user)


class Statistics(TemplateView):
    """The explorer: one indicator as a chart and a table."""

    template_name = "indicators/explorer.html"

    @cached_property
    def explorer(self) -> Explorer:
        return explorer_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explorer = self.explorer
        address = self.request.build_absolute_uri(explorer.url("statistics"))
        return super().get_context_data(
            explorer=explorer,
            filters=explorer.filters,
            citation=citation(explorer, address) if explorer.indicator else "",
            csv_url=explorer.url("statistics-csv"),
            pictures=[(ending.upper(), explorer.url(f"statistics-{ending}")) for ending in ("svg", "png")],
            **kwargs,
        )


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The stored observations of a view."""
    explorer = explorer_of(request, refuse_unknown=True)
    return csv_response("statistics", STORED_COLUMNS, stored_rows(explorer))


@require_safe
def statistics_chart(request: HttpRequest, ending: str) -> HttpResponse:
    """The chart of a view as a file that needs nothing else; one that says so where there is nothing to draw."""
    explorer = explorer_of(request, refuse_unknown=True)
    picture = explorer.picture(request.build_absolute_uri(explorer.url("statistics")))
    content, content_type = (picture.png, "image/png") if ending == "png" else (picture.svg, "image/svg+xml")
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="chart.{ending}"'
    return response


class DataGaps(TemplateView):
    """Countries with values, by sector and indicator; as a page and as CSV."""

    template_name = "indicators/gaps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        filters = gap_filters(self.request)
        groups = SectorGroup.objects.visible_to(user).with_sectors(user)
        return super().get_context_data(
            filters=filters,
            selects=filters.selects(indicator=_("All indicators"), window=WINDOWS[USUAL], vintage=_("The newest")),
            matrix=gap_matrix(filters.indicators, groups, filters.since, user, filters.version),
            version=filters.version,
            window=filters.since,
            period=WINDOWS[filters.since],
            csv_url=f"{reverse('statistics-gaps-csv')}?{filters.data.urlencode()}",
            **kwargs,
        )


def gap_filters(request: HttpRequest) -> GapFilterSet:
    rows = Observation.objects.visible_to(request.user)
    return GapFilterSet(request.GET, queryset=rows, request=request).checked()


@require_safe
def statistics_gaps_csv(request: HttpRequest) -> HttpResponse:
    """The same numbers: a row for each sector and indicator."""
    gap_filters(request).refuse_unknown()
    matrix = DataGaps(request=request).get_context_data()["matrix"]
    heading = ("sector", "indicator", "countries", "wider_only_or_too", "last_year", "owner_unit", "plan", "due")
    lines = (
        (sector.slug, cell.indicator.code, cell.count, cell.wider, cell.last_year or "", *_registered(cell))
        for sector, cells in matrix.rows
        for cell in cells
    )
    return csv_response("data-gaps", heading, lines)


def _registered(cell: Cell) -> tuple[str, str, str]:
    gap = cell.gap
    return (str(gap.owner_unit or ""), gap.plan, str(gap.due or "")) if gap else ("", "", "")


@require_safe
def statistics_gap(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Which countries have values of one indicator for one sector, which have not, and what is planned."""
    user, filters = request.user, gap_filters(request)
    sector = get_object_or_404(Sector.objects.visible_to(user).main(), slug=slug)
    indicator = get_object_or_404(Indicator.objects.visible_to(user), code=code)
    gaps = DataGap.objects.visible_to(user).filter(sector=sector, indicator=indicator)
    version = filters.version if filters.version and filters.version.indicator == indicator else None
    context = {
        "sector": sector,
        "indicator": indicator,
        "filters": filters,
        "selects": filters.selects(window=WINDOWS[USUAL]),
        "period": WINDOWS[filters.since],
        "standings": standings(sector, indicator, filters.since, user, version),
        "version": version,
        "kept": [("vintage", version.pk)] if version else [],
        "gaps": gaps.select_related("owner_unit", "area"),
        "crumbs": [{"label": _("Where data are missing"), "url": reverse("statistics-gaps")}],
    }
    return render(request, "indicators/gap.html", context)
