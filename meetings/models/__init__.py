"""Tables of the meetings floor, split by noun."""

from meetings.models.follow_up import Answer, FollowUpAction, ProgressUpdate
from meetings.models.meetings import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.reviews import Review

__all__ = ["Answer", "FollowUpAction", "Meeting", "Outcome", "ProgressUpdate", "Review"]
