"""The filters of the public list of meetings."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groundwork.filtering import KnownValuesFilter, PublicFilterSet, YearFilter
from meetings.models import Meeting
from sectors.filters import SectorFilter


class MeetingFilterSet(PublicFilterSet):
    sector = SectorFilter()
    kind = KnownValuesFilter(field_name="kind", label=_("Kind"), options=lambda: Meeting.Kind.choices)
    year_from = YearFilter(label=_("From year"), method="since")
    year_to = YearFilter(label=_("To year"), method="until")

    class Meta:
        model = Meeting
        fields = ()

    def since(self, meetings: QuerySet, _name: str, year: Any) -> QuerySet:
        return meetings.filter(Q(end__gte=str(year)) | Q(end=None, start__gte=str(year)))

    def until(self, meetings: QuerySet, _name: str, year: Any) -> QuerySet:
        after = str(int(year) + 1)
        return meetings.filter(Q(start__lt=after) | Q(start=None, end__lt=after))
