"""The filters of the public list of meetings."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet, YearFilter
from meetings.models import Meeting, Outcome
from sectors.filters import SectorFilter

ONLINE = "online"
YES = "yes"


def place_choices() -> Choices:
    """Where meetings met that are on record; online is beside the places, as some met both ways."""
    places = Meeting.objects.visible_to(None).exclude(place="").order_by("place").values_list("place", flat=True)
    return [(ONLINE, _("Online")), *((place, place) for place in places.distinct())]


class MeetingFilterSet(PublicFilterSet):
    sector = SectorFilter()
    kind = KnownValuesFilter(field_name="kind", label=_("Kind"), options=lambda: Meeting.Kind.choices)
    place = KnownValuesFilter(label=_("Place"), options=place_choices, method="at_places")
    outcomes = KnownValuesFilter(
        label=_("Outcomes"), options=lambda: [(YES, _("With outcomes on record"))], method="with_outcomes"
    )
    year_from = YearFilter(label=_("From year"), method="since")
    year_to = YearFilter(label=_("To year"), method="until")

    class Meta:
        model = Meeting
        fields = ()

    def at_places(self, meetings: QuerySet, _name: str, places: list[str]) -> QuerySet:
        online = Q(online=True) if ONLINE in places else Q()
        return meetings.filter(Q(place__in=places) | online) if places else meetings

    def with_outcomes(self, meetings: QuerySet, _name: str, chosen: list[str]) -> QuerySet:
        held = Outcome.objects.visible_to(None).exclude(meeting=None).values("meeting")
        return meetings.filter(pk__in=held) if chosen else meetings

    def since(self, meetings: QuerySet, _name: str, year: Any) -> QuerySet:
        return meetings.filter(Q(end__gte=str(year)) | Q(end=None, start__gte=str(year)))

    def until(self, meetings: QuerySet, _name: str, year: Any) -> QuerySet:
        after = str(int(year) + 1)
        return meetings.filter(Q(start__lt=after) | Q(start=None, end__lt=after))
