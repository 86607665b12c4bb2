"""What can be read, and how it is asked for. Everybody sees what anyone may see; nobody signs in."""

from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from groundwork.cleaning import BadInputError
from groundwork.filtering import KnownValuesFilter, PublicFilterSet
from groundwork.places import Area
from indicators.filters import StoredFilterSet
from indicators.models import ActivityMapping, Indicator, Observation, Vintage
from meetings.filters import MeetingFilterSet, OutcomeFilterSet
from meetings.models import Answer, Document, FollowUpAction, Meeting, Outcome, ProgressUpdate
from research.filters import PublicationFilterSet
from research.models import Publication, SearchRow
from research.record import merged_into
from sector_portal.api import serializers
from sector_portal.api.paging import CompositeCursorPages
from sectors.filters import InstrumentFilterSet, PracticeFilterSet
from sectors.models import GoodPractice, Instrument, Sector, Theme

PAGING = {"cursor", "limit"}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


class DescribedView(AutoSchema):
    """The page's filters as parameters, and each error as the problem that it is."""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        filter_set = getattr(self.view, "filter_set", None)
        if filter_set is None or self.view.action != "list":
            return []
        return [
            _parameter(name, one) for name, one in filter_set.base_filters.items() if name not in self.view.not_asked
        ]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        codes = ("400", "404", "406", "429") if self.view.action == "retrieve" else ("400", "406", "429")
        errors = {
            code: {"description": "", "content": {"application/problem+json": {"schema": PROBLEM}}} for code in codes
        }
        return super()._get_response_bodies(direction) | errors


def _parameter(name: str, known: Any) -> dict[str, Any]:
    text = {"type": "string", "maxLength": 200}
    many = isinstance(known, KnownValuesFilter)
    schema = {"type": "array", "items": text, "maxItems": 50} if many else text
    described = {"name": name, "in": "query", "description": str(known.label or name), "schema": schema}
    return described | ({"style": "form", "explode": True} if many else {})


class PublicList(ListModelMixin, GenericViewSet):
    """A list in the order of its rows' keys, filtered as the page of the same rows is."""

    schema = DescribedView()
    filter_set: type[PublicFilterSet] | None = None
    not_asked = frozenset({"sort", "since", "exact"})  # of the page: they order or mark, and a cursor has its own order
    rows: QuerySet

    def get_queryset(self) -> QuerySet:
        return self.rows.all().visible_to(None)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        known = set(self.filter_set.base_filters) - self.not_asked if self.filter_set else set()
        if self.detail:
            return queryset
        for name in self.request.query_params:
            if name not in known | PAGING:
                raise BadInputError(_("“%(name)s” is not asked here.") % {"name": name[:40]})
        return self.filtered(queryset) if self.filter_set else queryset

    def filtered(self, queryset: QuerySet) -> QuerySet:
        return self.filter_set(self.request.GET, queryset=queryset, request=self.request).strict().qs


class PublicViewSet(RetrieveModelMixin, PublicList):
    """Such a list, and each of its rows by itself."""


class BySlug(PublicViewSet):
    lookup_field = "slug"


class SectorViewSet(BySlug):
    """The 22 sectors."""

    rows = queryset = Sector.objects.main().select_related("group", "parent")
    serializer_class = serializers.SectorSerializer


class BranchViewSet(BySlug):
    """The branches of the sectors, each with its parent."""

    rows = queryset = Sector.objects.branches().select_related("group", "parent")
    serializer_class = serializers.SectorSerializer


class ThemeViewSet(BySlug):
    """The themes that cut across the sectors."""

    rows = queryset = Theme.objects.all()
    serializer_class = serializers.ThemeSerializer


class CountryViewSet(PublicViewSet):
    """Countries and territories, by ISO 3166 code."""

    lookup_field = "code"
    rows = queryset = Area.objects.countries()
    serializer_class = serializers.CountrySerializer


class InstrumentViewSet(BySlug):
    """Conventions, Recommendations, codes and tools."""

    rows = queryset = Instrument.objects.prefetch_related("sectors")
    filter_set = InstrumentFilterSet
    serializer_class = serializers.InstrumentSerializer


class PracticeViewSet(BySlug):
    """Good practices: what was tried, under which conditions, and whether it worked."""

    queryset = GoodPractice.objects.all()
    filter_set = PracticeFilterSet
    serializer_class = serializers.PracticeSerializer

    def get_queryset(self) -> QuerySet:
        themes = Prefetch("themes", Theme.objects.visible_to(None))
        return GoodPractice.objects.visible_to(None).prefetch_related("sectors", "areas", themes)


class PublicationViewSet(PublicViewSet):
    """The records of the research repository, asked as its search page is."""

    queryset = Publication.objects.all()
    filter_set = PublicationFilterSet
    serializer_class = serializers.PublicationSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        return Publication.objects.visible_to(None).with_parts(None)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """A record that was merged into another leads to it."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            kept = get_object_or_404(Publication.objects.visible_to(None), pk=merged_into(kwargs["pk"]))
            return redirect("api-publications-detail", pk=kept.pk, permanent=True)

    def filtered(self, queryset: QuerySet) -> QuerySet:
        rows = SearchRow.objects.visible_to(None)
        found = self.filter_set(self.request.GET, queryset=rows, request=self.request).strict()
        return queryset.filter(pk__in=found.qs.values("pk"))


class MeetingViewSet(BySlug):
    """Sectoral meetings."""

    rows = queryset = Meeting.objects.prefetch_related("sectors")
    filter_set = MeetingFilterSet
    serializer_class = serializers.MeetingSerializer


class DocumentViewSet(PublicViewSet):
    """Papers of meetings that are open to all."""

    rows = queryset = Document.objects.select_related("meeting")
    serializer_class = serializers.DocumentSerializer
    lookup_value_converter = "int"


class OutcomeViewSet(PublicViewSet):
    """Conclusions, recommendations and resolved points, with the status of their follow-up."""

    queryset = Outcome.objects.all()
    filter_set = OutcomeFilterSet
    serializer_class = serializers.OutcomeSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        return Outcome.objects.visible_to(None).with_status().with_origin()

    def filtered(self, queryset: QuerySet) -> QuerySet:  # noqa: ARG002 - the filters derive the status, as at a day
        outcomes = Outcome.objects.visible_to(None)
        return self.filter_set(self.request.GET, queryset=outcomes, request=self.request).strict().qs.with_origin()


class ActionViewSet(PublicViewSet):
    """What is done about outcomes, and what was reported of it."""

    queryset = FollowUpAction.objects.all()
    serializer_class = serializers.ActionSerializer
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet:
        answers = Answer.objects.visible_to(None).filter(outcome__in=Outcome.objects.visible_to(None))
        updates = ProgressUpdate.objects.visible_to(None).order_by("-date", "-pk")
        return FollowUpAction.objects.visible_to(None).prefetch_related(
            Prefetch("answers", answers), Prefetch("updates", updates)
        )


class IndicatorViewSet(PublicViewSet):
    """Indicators that there are values of, each with source, licence and its files."""

    lookup_field = "code"
    queryset = Indicator.objects.all()
    serializer_class = serializers.IndicatorSerializer

    def get_queryset(self) -> QuerySet:
        known = Indicator.objects.visible_to(None).filter(vintages__isnull=False).annotate(newest=Max("vintages"))
        return known.prefetch_related(Prefetch("themes", Theme.objects.visible_to(None)))


class VintageViewSet(PublicViewSet):
    """What sources gave at one time, and what that changed against the vintage before."""

    rows = queryset = Vintage.objects.select_related("indicator")
    serializer_class = serializers.VintageSerializer
    lookup_value_converter = "int"


class ObservationViewSet(PublicList):
    """Stored values of the newest vintages, asked as the explorer is; what is not asked narrows nothing.

    A sector brings the activities that have to do with it: only those that are exact or a subset may be added up.
    An activity is named by its classification and its code there, like ISIC4:B.
    """

    queryset = Observation.objects.all()
    filter_set = StoredFilterSet
    serializer_class = serializers.ObservationSerializer
    pagination_class = CompositeCursorPages

    def get_queryset(self) -> QuerySet:
        return Observation.objects.visible_to(None)

    def filtered(self, queryset: QuerySet) -> QuerySet:
        asked = self.filter_set(self.request.GET, queryset=queryset, request=self.request).strict()
        mappings = ActivityMapping.objects.visible_to(None).select_related("sector")
        rows = asked.stored(None).select_related("series__vintage__indicator", "area", "activity")
        return rows.prefetch_related(Prefetch("activity__mappings", mappings))


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The description of the API, for people; nothing of it is loaded from elsewhere."""
    described = SchemaGenerator().get_schema(request=None, public=True)
    lists = [
        {
            "path": path,
            "text": operations["get"].get("description", ""),
            "parameters": operations["get"].get("parameters", []),
        }
        for path, operations in described["paths"].items()
        if "{" not in path and path.startswith("/api/v1/")
    ]
    return render(request, "api/docs.html", {"lists": lists})
