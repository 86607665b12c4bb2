"""The filters of the public lists of meetings and of outcomes: one FilterSet for page, feed and export."""

from meetings.filters.meetings import MeetingFilterSet
from meetings.filters.outcomes import OutcomeFilterSet

__all__ = ["MeetingFilterSet", "OutcomeFilterSet"]
