"""The filters of the public lists of meetings and of outcomes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet, YearFilter
from meetings.models import Meeting, Outcome, Review
from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import WORDS
from sectors.filters import GenderFilter, SectorFilter


def review_choices() -> Choices:
    return Review.objects.visible_to(None).values_list("slug", "title")


def meeting_choices() -> Choices:
    """Meetings whose outcomes are on record: others would only give empty lists."""
    return Meeting.objects.visible_to(None).filter(outcomes__isnull=False).distinct().values_list("slug", "title")


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


class OutcomeFilterSet(PublicFilterSet):
    review = KnownValuesFilter(field_name="review__slug", label=_("Review"), options=review_choices)
    meeting = KnownValuesFilter(field_name="meeting__slug", label=_("Meeting"), options=meeting_choices)
    sector = SectorFilter()
    status = KnownValuesFilter(
        label=_("Status"), options=lambda: [(word.code, word.label) for word in WORDS], method="in_status"
    )
    gender = GenderFilter()

    class Meta:
        model = Outcome
        fields = ()

    def in_status(self, outcomes: OutcomeQuerySet, _name: str, codes: list[str]) -> OutcomeQuerySet:
        return outcomes.in_status(codes)
