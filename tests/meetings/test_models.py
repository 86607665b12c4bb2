from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from meetings.models import Answer, Meeting, Outcome, ProgressUpdate
from meetings.record import around
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.meetings import (
    AnswerFactory,
    AssessmentFactory,
    DeadlineFactory,
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ResponseFactory,
    ResponsibilityFactory,
    ReviewFactory,
    StatusOverrideFactory,
)
from tests.factories.sectors import BranchFactory, SectorFactory

MEETING_OR_REVIEW = "An outcome belongs to a meeting or to a review: set one of them."


def refusals(item) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    return refusal.value.messages


def test_outcome_is_of_a_meeting_or_of_a_review(db):
    assert refusals(Outcome(text="Do")) == [MEETING_OR_REVIEW]
    assert refusals(Outcome(text="Do", meeting=MeetingFactory(), review=ReviewFactory())) == [MEETING_OR_REVIEW]
    with pytest.raises(IntegrityError, match="meetings_outcome_of_meeting_or_review"), transaction.atomic():
        Outcome.objects.create(text="Do")
    for outcome in (OutcomeFactory(), OutcomeFactory(of_review=True)):
        outcome.full_clean()
        assert outcome.origin == (outcome.meeting or outcome.review)


def test_action_answers_an_outcome_once(db):
    answer = AnswerFactory()
    again = Answer(action=answer.action, outcome=answer.outcome)
    assert "already exists" in refusals(again)[0]


@pytest.mark.parametrize(
    ("make", "field"), [(MeetingFactory, "source_key"), (FollowUpActionFactory, "key")], ids=["meeting", "action"]
)
def test_key_of_a_source_is_there_once_and_its_absence_often(db, make, field):
    make(**{field: ""}), make(**{field: ""})
    make(**{field: "A1"})
    with pytest.raises(IntegrityError, match="once_per_source"), transaction.atomic():
        make(**{field: "A1"})


def test_what_was_reported_keeps_its_action_and_outcome(db):
    update = ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[OutcomeFactory()]))
    with pytest.raises(ProtectedError):
        update.action.delete()
    with pytest.raises(ProtectedError):
        update.action.outcomes.get().delete()


@pytest.mark.parametrize("missing", ["date", "text"])
def test_report_has_a_date_and_a_text(db, missing):
    update = ProgressUpdateFactory()
    setattr(update, missing, None)
    assert len(refusals(update)) == 1


def test_reports_stand_latest_first(db):
    action = FollowUpActionFactory()
    made = [ProgressUpdateFactory(action=action, date=date) for date in ("2020", "2021-05", "2021-05-01", "2021-05")]
    assert list(ProgressUpdate.objects.all()) == [made[2], made[3], made[1], made[0]]


def test_meeting_of_a_branch_is_one_of_its_sector_and_is_there_once(db):
    mining = SectorFactory()
    coal = BranchFactory(parent=mining)
    both = MeetingFactory(sectors=[mining, coal])
    MeetingFactory(sectors=[SectorFactory()])
    assert list(Meeting.objects.in_sector(mining)) == [both]
    assert list(Meeting.objects.in_sector(coal)) == [both]


def test_newest_come_first_and_undated_last(db):
    dates = [None, "2019", "2021-03-04", "2021-03"]
    made = {date: MeetingFactory(start=date) for date in dates}
    assert list(Meeting.objects.newest()) == [made[date] for date in ["2021-03-04", "2021-03", "2019", None]]


def test_upcoming_are_those_not_over_as_far_as_dates_are_known(db):
    today = timezone.localdate().isoformat()
    coming = [
        MeetingFactory(start=today[:4]),  # some day of this year
        MeetingFactory(start=today[:7]),
        MeetingFactory(start="2000-01-01", end=today),
        MeetingFactory(start="9998-01-01", end="9998-01-05"),
    ]
    for over in ("2000", "2000-12", "2000-12-31", None):
        MeetingFactory(start=over)
    assert set(Meeting.objects.upcoming()) == set(coming)


def test_meeting_says_when_it_met(db):
    meeting = MeetingFactory(start="2017-09-18", end="2017-09-22")
    assert (meeting.period, meeting.year) == ("18–22 September 2017", 2017)
    assert (MeetingFactory(start=None, end="2007").year, MeetingFactory(start=None).year) == (2007, None)


def test_outcomes_beside_are_the_others_of_the_same_origin_in_order(db):
    meeting, review = MeetingFactory(), ReviewFactory()
    first, second = OutcomeFactory(meeting=meeting, order=1), OutcomeFactory(meeting=meeting, order=0)
    reviewed = OutcomeFactory(meeting=None, review=review)
    OutcomeFactory(meeting=None, review=ReviewFactory())
    assert around(first, None) == ([second], [])
    assert around(reviewed, None) == ([], [])


def test_addresses(db):
    meeting, review, outcome = MeetingFactory(slug="mm"), ReviewFactory(slug="rr"), OutcomeFactory()
    assert meeting.get_absolute_url() == "/meetings/mm/"
    assert review.get_absolute_url() == "/reviews/rr/"
    assert outcome.get_absolute_url() == f"/follow-up/{outcome.pk}/"


@pytest.mark.django_db
def test_report_keeps_the_date_of_its_first_publication():
    report = ProgressUpdateFactory(draft=True)
    assert report.published_at is None
    report.state, report.source = "published", ""
    report.cleared_at = timezone.now()
    report.save(update_fields=["cleared_at"])
    report.save(update_fields=["state"])
    report.refresh_from_db()
    first = report.published_at
    assert first
    report.withdrawn_because = "It was about another action."
    for state in ("archived", "published"):
        report.state = state
        report.save()
    report.refresh_from_db()
    assert report.published_at == first


class TestRulesOfTheDatabase:
    """What forms refuse in words is refused by the database too, whoever writes."""

    pytestmark = pytest.mark.django_db

    def refused(self, rule: str, make) -> None:
        def make_and_finish() -> None:
            make()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            make_and_finish()

    def test_published_action_has_exactly_one_lead(self):
        action = FollowUpActionFactory()
        lead = action.responsibilities.get()
        self.refused("meetings_responsibility_one_lead", lambda: ResponsibilityFactory(action=action))
        self.refused("exactly one lead", lambda: action.responsibilities.all().delete())
        self.refused("exactly one lead", lambda: FollowUpActionFactory(lead=False))
        lead.role = "joint"
        self.refused("exactly one lead", lead.save)
        FollowUpActionFactory(draft=True)
        for role in ("joint", "joint", "consulted"):
            ResponsibilityFactory(action=action, role=role)

    def test_meeting_does_not_end_before_it_starts(self):
        for start, end in (("2024-05-06", "2024-05-05"), ("2024-05-06", "2024-04"), ("2024", "2023-12-31")):
            assert refusals(MeetingFactory.build(start=start, end=end)) == [
                "A meeting cannot end before it starts: correct one of the two days."
            ]
            dates = {"start": start, "end": end}
            self.refused("meetings_meeting_ends_after_start", lambda dates=dates: MeetingFactory(**dates))
        for start, end in (("2024-05-06", "2024-05-06"), ("2024-05-06", "2024"), (None, "2024")):
            MeetingFactory(start=start, end=end).full_clean()

    def test_deadline_is_of_exactly_one_kind(self):
        action, meeting = FollowUpActionFactory(), MeetingFactory()
        for kinds in ({}, {"date": "2030", "meeting": meeting}, {"date": "2030", "condition": "Once adopted"}):
            fields = {"action": action, "date": None} | kinds
            assert refusals(DeadlineFactory.build(**fields)) == [
                "Set one of the three: a date, a meeting, or a condition in words."
            ]
            self.refused("meetings_deadline_of_one_kind", lambda fields=fields: DeadlineFactory(**fields))
        for kind in ({"date": "2030"}, {"meeting": meeting}, {"condition": "Once adopted"}):
            DeadlineFactory(**{"action": action, "date": None} | kind).full_clean()

    @pytest.mark.parametrize("factory", [ProgressUpdateFactory, ResponseFactory, AssessmentFactory])
    def test_nothing_is_reported_from_the_future(self, factory):
        today = timezone.localdate()
        tomorrow = str(today + timedelta(days=1))
        assert "lies in the future" in refusals(factory.build(**self.parts(factory), date=tomorrow))[0]
        self.refused("not_in_the_future", lambda: factory(date=tomorrow))
        for day in (str(today), str(today)[:7], str(today)[:4]):
            factory(date=day).full_clean()

    def parts(self, factory) -> dict:
        return (
            {"action": FollowUpActionFactory()} if factory is ProgressUpdateFactory else {"outcome": OutcomeFactory()}
        )

    def test_report_is_cleared_before_it_is_published_unless_a_paper_published_it(self):
        self.refused("meetings_update_cleared_first", lambda: ProgressUpdateFactory(cleared_at=None))
        ProgressUpdateFactory(cleared_at=None, source="GB.328/POL/8")

    @pytest.mark.parametrize(
        "factory", [ProgressUpdateFactory, OutcomeFactory, FollowUpActionFactory, ResponseFactory, FollowUpEventFactory]
    )
    def test_nothing_is_withdrawn_without_a_reason(self, factory):
        item = factory()
        item.state, item.withdrawn_because = "archived", ""
        self.refused("withdrawn_with_reason", item.save)
        item.withdrawn_because = "Entered twice."
        item.save()

    @pytest.mark.parametrize(
        "factory", [ProgressUpdateFactory, ResponseFactory, AssessmentFactory, StatusOverrideFactory]
    )
    def test_what_was_said_is_not_rewritten_and_not_lost(self, factory):
        item = factory()
        item.text = "Rewritten."
        self.refused("stays on record", item.save)
        self.refused("stays on record", item.delete)
        factory(draft=True).delete()

    def test_assessor_does_not_implement(self):
        unit, outcome = UnitFactory(), OutcomeFactory()
        action = FollowUpActionFactory(outcomes=[outcome], lead=unit)
        assert "cannot assess it" in refusals(AssessmentFactory.build(outcome=outcome, unit=unit))[0]
        self.refused("does not assess", lambda: AssessmentFactory(outcome=outcome, unit=unit))
        self.refused("does not assess", lambda: AssessmentFactory(outcome=outcome, author=UserFactory(unit=unit)))
        assessor = UnitFactory()
        AssessmentFactory(outcome=outcome, unit=assessor)
        joint = ResponsibilityFactory.build(action=action, unit=assessor, role="joint")
        assert "cannot implement it" in refusals(joint)[0]
        self.refused("does not assess", joint.save)
        ResponsibilityFactory(action=action, unit=assessor, role="consulted")
        other = FollowUpActionFactory(lead=assessor)
        self.refused("does not assess", lambda: AnswerFactory(action=other, outcome=outcome))

    def test_override_says_why(self):
        self.refused("meetings_statusoverride_has_reason", lambda: StatusOverrideFactory(text=""))

    def test_event_follows_the_origin_of_its_outcome(self):
        outcome = OutcomeFactory()
        event = FollowUpEventFactory.build(outcome=outcome, meeting=MeetingFactory())
        assert refusals(event) == ["This outcome is of another meeting or review."]
        self.refused("another meeting or review", event.save)
        self.refused("meetings_event_of_meeting_or_review", lambda: FollowUpEventFactory(meeting=None))
        for right in (
            FollowUpEventFactory(outcome=outcome),
            FollowUpEventFactory(outcome=OutcomeFactory(of_review=True)),
        ):
            right.full_clean()
