import pytest
from django.core.management import CommandError, call_command

from meetings.models import Assessment, Deadline, FollowUpEvent, Outcome, Pointer, Response
from tests.meetings.demo import make_meetings, make_sectors, make_themes

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    make_sectors()
    make_themes()
    make_meetings()
    for command in ("load_outcomes", "load_reviews", "load_follow_up"):
        call_command(command)


def test_every_event_is_there_once_and_none_of_a_whole_meeting_gives_a_status(loaded):
    call_command("load_follow_up")
    events = FollowUpEvent.objects.all()
    assert (events.filter(review=None).count(), events.filter(meeting=None).count()) == (99, 3)
    assert events.filter(is_inferred=True).count() == 15
    assert events.filter(date=None).count() == 1
    assert sorted(events.exclude(points="").values_list("points", flat=True)) == [
        *("n1", "n2", "n2", "n4", "n4", "n6", "op. 1-3", "res.")
    ]
    assert events.exclude(outcome=None).count() == 8
    states = {status: events.filter(review=None, status=status).count() for status in ("", "not_started", "completed")}
    assert states == {"": 50, "not_started": 15, "completed": 19}
    counts = Outcome.objects.with_status().status_counts()
    named = {"completed": 5, "ongoing": 1, "not_started": 1, "under_consideration": 1}  # by events of one point
    reviewed = {"completed": 8, "ongoing": 3, "not_stated": 11}
    for status in {*named, *reviewed}:
        assert (status, counts[status]) == (status, named.get(status, 0) + reviewed.get(status, 0))


def test_addresses_on_copying_sites_are_not_linked(loaded):
    copied = FollowUpEvent.objects.filter(source__startswith="Read in a copy")
    assert copied.exists()
    assert not copied.exclude(source_url="").exists()
    assert not FollowUpEvent.objects.filter(source_url__contains="rihealthright").exists()


def test_the_committee_judged_every_recommendation_twice_beside_what_the_office_reported(loaded):
    call_command("load_follow_up")
    tenth = Outcome.objects.with_status().get(review__slug="2012-independent-evaluation", number="10")
    judged = [(str(one.date), one.body, one.verdict, one.status) for one in tenth.assessments.all()]
    assert judged == [
        ("2013-07", "Evaluation Advisory Committee", "All implemented", "completed"),
        ("2014-01", "Evaluation Advisory Committee", "All implemented", "completed"),
    ]
    assert tenth.status == "ongoing"
    assert (Assessment.objects.count(), Response.objects.count()) == (22, 11)


def test_deadlines_are_those_that_the_paper_states(loaded):
    call_command("load_follow_up")
    due = {one.action.key: one for one in Deadline.objects.select_related("action", "meeting")}
    assert sorted(due) == ["A2-F1.1", "A2-F2.1", "A2-F3.1", "A2-F4.1", "A2-F5.1"]
    assert due["A2-F1.1"].meeting.source_key == "mtg:067"
    assert due["A2-F4.1"].condition.startswith("Once the ongoing revision")
    assert due["A2-F4.1"].interim_measure.startswith("The current practice")


def test_follow_ups_that_refer_to_appendix_ii_lead_to_its_section(loaded):
    call_command("load_follow_up")
    pointers = Pointer.objects.select_related("action", "outcome__review")
    first = Outcome.objects.filter(review__slug="2015-brainstorming", section="Coherence and alignment").first()
    assert [(one.action.key, one.outcome, one.section) for one in pointers] == [
        ("A1-F6", first, "Coherence and alignment"),
        ("A1-F8", first, "Coherence and alignment"),
    ]


def test_broken_file_is_said_and_nothing_is_loaded(loaded, tmp_path, settings):
    import shutil

    folder = tmp_path / "demo"
    shutil.copytree(settings.DEMO_DIR, folder, ignore=shutil.ignore_patterns("research", "statistics"))
    FollowUpEvent.objects.all().delete()
    file = folder / "meetings" / "follow_up.csv"
    file.write_text(file.read_text().replace(",completed,", ",finished,", 1))
    with pytest.raises(CommandError, match="finished"):
        call_command("load_follow_up", folder=folder)
    assert not FollowUpEvent.objects.exists()
