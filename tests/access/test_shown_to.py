"""Papers and lists of participants: each row says to whom it is shown, and nobody else finds it, anywhere."""

import pytest

from groundwork.access import Role
from groundwork.publishing import Visibility
from meetings.models import Document, DocumentFile, Participant
from tests.factories.meetings import DocumentFactory, DocumentFileFactory, MeetingFactory, ParticipantFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db
EDITS = {Role.EDITOR, Role.ADMINISTRATOR, "own specialist"}
STAFF = {*EDITS, Role.SPECIALIST, Role.CONTRIBUTOR, Role.ASSESSOR, Role.STATISTICIAN}
EVERYBODY = {*STAFF, None, Role.CONSTITUENT, "participant", "participant of another meeting"}
TAKE_PART = {"participant"}

PAPERS = {
    (Visibility.PUBLIC, False): EVERYBODY,
    (Visibility.PARTICIPANTS, False): STAFF | TAKE_PART,
    (Visibility.STAFF, False): STAFF,
    **dict.fromkeys([(visibility, True) for visibility in Visibility], EDITS),
}
PEOPLE = {
    (Visibility.PUBLIC, False): EVERYBODY,
    (Visibility.PARTICIPANTS, False): EDITS | TAKE_PART,
    (Visibility.STAFF, False): EDITS,
    **dict.fromkeys([(visibility, True) for visibility in Visibility], EDITS),
}
EXPECTED = {
    **{(model, *state): seen for model in (Document, DocumentFile) for state, seen in PAPERS.items()},
    **{(Participant, *state): seen for state, seen in PEOPLE.items()},
}


@pytest.fixture
def meeting():
    return MeetingFactory(sectors=[SectorFactory()])


@pytest.fixture
def people(user_with, meeting):
    """One for each way in."""
    on_list, on_other_list = user_with("constituent"), user_with("constituent")
    ParticipantFactory(meeting=meeting, user=on_list, visibility="staff")
    ParticipantFactory(user=on_other_list, visibility="staff")
    roles = (Role.CONSTITUENT, *(role for role in STAFF if isinstance(role, Role)))
    return {
        None: None,
        "participant": on_list,
        "participant of another meeting": on_other_list,
        "own specialist": user_with("specialist", teams=meeting.sectors.all()),
        **{role: user_with(role) for role in roles},
    }


def row_of(model, visibility, draft, meeting):
    if model is Participant:
        meeting.state = "draft" if draft else meeting.state
        meeting.save()
        return ParticipantFactory(meeting=meeting, visibility=visibility)
    document = DocumentFactory(meeting=meeting, visibility=visibility, draft=draft)
    return document if model is Document else DocumentFileFactory(document=document)


@pytest.mark.parametrize(("model", "visibility", "draft"), EXPECTED, ids=str)
def test_row_is_shown_to_those_it_says_and_to_nobody_else(model, visibility, draft, meeting, people):
    row = row_of(model, visibility, draft, meeting)
    seen = {who for who, person in people.items() if model.objects.visible_to(person).filter(pk=row.pk).exists()}
    assert seen == EXPECTED[model, visibility, draft]


@pytest.mark.parametrize("model", [Document, DocumentFile])
def test_paper_of_a_meeting_that_is_not_published_is_not_there_even_for_its_participants(model, meeting, people):
    row = row_of(model, "participants", False, meeting)
    meeting.state = "archived"
    meeting.save()
    assert not model.objects.visible_to(people["participant"]).filter(pk=row.pk).exists()


def test_who_is_taken_off_the_list_sees_no_more(meeting, people):
    DocumentFactory(meeting=meeting, visibility="participants")
    assert Document.objects.visible_to(people["participant"]).exists()
    people["participant"].participations.all().delete()
    assert not Document.objects.visible_to(people["participant"]).exists()
