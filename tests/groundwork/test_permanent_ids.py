import pytest

from groundwork.permanent_ids import id_of, permanent_id
from tests.factories.meetings import MeetingFactory


def test_permanent_id_never_changes():
    """Written down: whoever keeps our identifiers would take everything for new."""
    assert str(permanent_id("meetings.meeting", 7)) == "2f42b2e7-dabf-5603-8298-4bbdc399cb07"


def test_kind_and_key_tell_ids_apart():
    assert len({permanent_id(kind, key) for kind in ("a", "b") for key in (1, 2)}) == 4


@pytest.mark.django_db
def test_id_of_a_row_outlives_its_address():
    meeting = MeetingFactory(slug="before")
    before = id_of(meeting)
    meeting.slug = "after"
    meeting.save()
    assert id_of(meeting) == before == permanent_id("meetings.meeting", meeting.pk)
