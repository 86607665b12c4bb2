from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from groundwork.tabular import csv_response
from indicators.explorer import STORED_COLUMNS, Explorer, citation, stored_rows
from indicators.filters import ExplorerFilterSet
from indicators.models import Observation


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
            svg_url=explorer.url("statistics-chart"),
            **kwargs,
        )


@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The stored observations of a view."""
    explorer = explorer_of(request, refuse_unknown=True)
    return csv_response("statistics", STORED_COLUMNS, stored_rows(explorer))


@require_safe
def statistics_chart(request: HttpRequest) -> HttpResponse:
    """The chart of a view as a file that needs no style sheet; one that says so where there is nothing to draw."""
    explorer = explorer_of(request, refuse_unknown=True)
    context = {
        "explorer": explorer,
        "drawing": explorer.chart.drawings[0] if explorer.chart else None,
        "address": request.build_absolute_uri(reverse("statistics")),
        "title": explorer.finding or _("No observation"),
    }
    response = render(request, "indicators/chart.svg", context, content_type="image/svg+xml")
    response["Content-Disposition"] = 'attachment; filename="chart.svg"'
    return response
