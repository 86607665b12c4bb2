"""Tables of the meetings floor, split by noun."""

from meetings.models.deadlines import Deadline
from meetings.models.documents import AgendaItem, Document, DocumentFile
from meetings.models.events import FollowUpEvent
from meetings.models.evidence import Evidence
from meetings.models.follow_up import Answer, FollowUpAction, Pointer
from meetings.models.judgements import Assessment, Response, StatusOverride
from meetings.models.meetings import Meeting
from meetings.models.outcomes import Outcome
from meetings.models.participants import Participant
from meetings.models.progress import ProgressUpdate
from meetings.models.responsibilities import Responsibility
from meetings.models.reviews import Review
from meetings.models.series import MeetingSeries, ProgrammeEntry

__all__ = [
    "AgendaItem",
    "Answer",
    "Assessment",
    "Deadline",
    "Document",
    "DocumentFile",
    "Evidence",
    "FollowUpAction",
    "FollowUpEvent",
    "Meeting",
    "MeetingSeries",
    "Outcome",
    "Participant",
    "Pointer",
    "ProgrammeEntry",
    "ProgressUpdate",
    "Response",
    "Responsibility",
    "Review",
    "StatusOverride",
]
