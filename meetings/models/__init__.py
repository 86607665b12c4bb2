"""Tables of the meetings floor, split by noun."""

from meetings.models.documents import AgendaItem, Document, DocumentFile
from meetings.models.follow_up import Answer, FollowUpAction, ProgressUpdate
from meetings.models.meetings import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.participants import Participant
from meetings.models.reviews import Review
from meetings.models.series import MeetingSeries, ProgrammeEntry

__all__ = [
    "AgendaItem",
    "Answer",
    "Document",
    "DocumentFile",
    "FollowUpAction",
    "Meeting",
    "MeetingSeries",
    "Outcome",
    "Participant",
    "ProgrammeEntry",
    "ProgressUpdate",
    "Review",
]
