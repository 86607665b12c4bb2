"""Every outcome has one state, derived from what was reported in public (meetings/models/standing.py)."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from groundwork.partial_dates import PartialDate, today
from meetings.models import (
    Answer,
    Deadline,
    FollowUpAction,
    FollowUpEvent,
    Outcome,
    ProgressUpdate,
    StatusOverride,
)
from meetings.status import CLOSED, NO_REPORT, NOT_STATED, WORD, WORDS, Status
from tests.factories.meetings import (
    DeadlineFactory,
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    StatusOverrideFactory,
)
from tests.factories.sectors import SectorFactory


@pytest.fixture
def outcome(db) -> Outcome:
    return OutcomeFactory()


def report(*outcomes: Outcome, **fields) -> None:
    """One action about the outcomes, and one report of it."""
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=outcomes), **fields)


def status_of(outcome: Outcome) -> str:
    return Outcome.objects.with_status().get(pk=outcome.pk).status


def test_outcome_without_an_action_has_no_report(outcome):
    assert status_of(outcome) == NO_REPORT


def test_action_of_which_nobody_reported_is_no_report(outcome):
    FollowUpActionFactory(outcomes=[outcome])
    assert status_of(outcome) == NO_REPORT


def test_report_without_a_status_is_not_stated(outcome):
    report(outcome, status="")
    assert status_of(outcome) == NOT_STATED


@pytest.mark.parametrize("status", Status)
def test_status_is_the_one_that_was_reported(outcome, status):
    report(outcome, status=status)
    assert status_of(outcome) == status


@pytest.mark.parametrize("status", Status)
def test_actions_that_share_a_status_give_it(outcome, status):
    report(outcome, status=status)
    report(outcome, status=status)
    assert status_of(outcome) == status


@pytest.mark.parametrize(
    "statuses",
    [
        [Status.COMPLETED, Status.NOT_STARTED],
        [Status.COMPLETED, Status.NOT_PURSUED],
        [Status.UNDER_CONSIDERATION, Status.NOT_STARTED, Status.COMPLETED],
    ],
)
def test_actions_that_differ_are_ongoing(outcome, statuses):
    for status in statuses:
        report(outcome, status=status)
    assert status_of(outcome) == Status.ONGOING


def test_action_without_a_status_leaves_it_to_the_others(outcome):
    report(outcome, status="")
    report(outcome, status=Status.COMPLETED)
    assert status_of(outcome) == Status.COMPLETED


def test_action_stands_where_its_last_report_says(outcome):
    action = FollowUpActionFactory(outcomes=[outcome])
    ProgressUpdateFactory(action=action, date="2024-06", status=Status.COMPLETED)
    ProgressUpdateFactory(action=action, date="2023-12-31", status=Status.NOT_STARTED)
    assert status_of(outcome) == Status.COMPLETED
    ProgressUpdateFactory(action=action, date="2024-06", status=Status.NOT_PURSUED)  # same date, written later
    assert status_of(outcome) == Status.NOT_PURSUED
    ProgressUpdateFactory(action=action, date="2025", status="")  # says no more where it stands
    assert status_of(outcome) == NOT_STATED


@pytest.mark.parametrize(
    "hide",
    [
        lambda outcome: report(outcome, status=Status.COMPLETED, draft=True),
        lambda outcome: report(outcome, status=Status.COMPLETED, state="archived"),
        lambda outcome: ProgressUpdateFactory(
            action=FollowUpActionFactory(outcomes=[outcome], draft=True), status=Status.COMPLETED
        ),
    ],
    ids=["draft report", "withdrawn report", "draft action"],
)
def test_what_is_not_public_counts_for_nothing(outcome, hide):
    hide(outcome)
    assert status_of(outcome) == NO_REPORT
    report(outcome, status=Status.ONGOING)
    assert status_of(outcome) == Status.ONGOING


def test_draft_report_does_not_hide_the_last_public_one(outcome):
    action = FollowUpActionFactory(outcomes=[outcome])
    ProgressUpdateFactory(action=action, date="2023", status=Status.ONGOING)
    ProgressUpdateFactory(action=action, date="2024", status=Status.COMPLETED, draft=True)
    assert status_of(outcome) == Status.ONGOING


def test_event_that_names_the_outcome_gives_its_status_and_one_of_the_meeting_gives_none(outcome):
    FollowUpEventFactory(meeting=outcome.meeting, status=Status.COMPLETED)
    assert status_of(outcome) == NO_REPORT
    FollowUpEventFactory(outcome=outcome, date="2022", status="")
    assert status_of(outcome) == NOT_STATED
    FollowUpEventFactory(outcome=outcome, date="2023", status=Status.COMPLETED)
    FollowUpEventFactory(outcome=outcome, date="2024", status=Status.NOT_STARTED, draft=True)
    assert status_of(outcome) == Status.COMPLETED


def test_event_counts_where_it_is_later_than_every_report(outcome):
    report(outcome, date="2016-10-04", status=Status.ONGOING)
    FollowUpEventFactory(outcome=outcome, date="2016-10-04", status=Status.NOT_STARTED)
    assert status_of(outcome) == Status.ONGOING
    FollowUpEventFactory(outcome=outcome, date="2017", status=Status.COMPLETED)
    assert status_of(outcome) == Status.COMPLETED


def test_undated_event_counts_as_said_only_where_nothing_dated_was(outcome):
    FollowUpEventFactory(outcome=outcome, date=None, status=Status.COMPLETED)
    found = Outcome.objects.with_status().get(pk=outcome.pk)
    assert (found.status, found.last_reported) == (Status.COMPLETED, None)
    FollowUpEventFactory(outcome=outcome, date="2019", status=Status.ONGOING)
    assert status_of(outcome) == Status.ONGOING


def test_override_sets_the_derived_status_aside_until_it_is_lifted(outcome):
    report(outcome, status=Status.ONGOING)
    StatusOverrideFactory(outcome=outcome, date="2025", status=Status.NOT_PURSUED)
    StatusOverrideFactory(outcome=outcome, date="2026", status=Status.COMPLETED, draft=True)
    assert status_of(outcome) == Status.NOT_PURSUED
    StatusOverrideFactory(outcome=outcome, date="2026", status="")
    assert status_of(outcome) == Status.ONGOING


@pytest.mark.parametrize(
    ("day", "status", "last"),
    [
        ("2015", NO_REPORT, None),
        ("2016-10-04", Status.ONGOING, "2016-10-04"),
        ("2018", Status.COMPLETED, "2017-03"),
        ("2025-01-01", Status.NOT_PURSUED, "2017-03"),
    ],
)
def test_status_on_a_date_follows_from_what_was_dated_until_then(outcome, day, status, last):
    action = FollowUpActionFactory(outcomes=[outcome])
    ProgressUpdateFactory(action=action, date="2016-10-04", status=Status.ONGOING)
    FollowUpEventFactory(outcome=outcome, date="2017-03", status=Status.COMPLETED)
    StatusOverrideFactory(outcome=outcome, date="2024", status=Status.NOT_PURSUED)
    found = Outcome.objects.with_status(day).get()
    assert (found.status, found.last_reported and str(found.last_reported)) == (status, last)


class TestOverdue:
    def overdue(self, outcome, **as_at) -> bool:
        return Outcome.objects.with_status(**as_at).get(pk=outcome.pk).overdue

    def due(self, outcome, status="", **deadline):
        action = FollowUpActionFactory(outcomes=[outcome])
        ProgressUpdateFactory(action=action, status=status)
        return DeadlineFactory(action=action, **deadline)

    @pytest.mark.parametrize("status", ["", *Status])
    def test_is_what_is_past_its_date_and_not_reported_to_be_over(self, outcome, status):
        self.due(outcome, status, date="2025-01")
        assert self.overdue(outcome) == (status not in CLOSED)

    def test_is_what_nobody_ever_reported_on_too(self, outcome):
        DeadlineFactory(action=FollowUpActionFactory(outcomes=[outcome]), date="2020")
        assert self.overdue(outcome)
        assert status_of(outcome) == NO_REPORT

    def test_a_month_or_a_year_is_over_on_its_last_day(self, outcome):
        self.due(outcome, date="2025-02")
        assert not self.overdue(outcome, as_at="2025-02-28")
        assert self.overdue(outcome, as_at="2025-03-01")
        assert not self.overdue(OutcomeFactory(), as_at="2025-03-01")

    def test_of_a_meeting_when_it_is_over_and_of_a_condition_never(self, outcome):
        self.due(outcome, date=None, condition="Once the standing orders are adopted.")
        assert not self.overdue(outcome)
        self.due(outcome, date=None, meeting=MeetingFactory(start="2017-01-10", end="2017-01-12"))
        assert not self.overdue(outcome, as_at="2017-01-12")
        assert self.overdue(outcome)

    def test_the_deadline_set_last_stands(self, outcome):
        earlier = self.due(outcome, date="2024-06", set_on="2024-01-01")
        DeadlineFactory(action=earlier.action, date="9998", set_on="2024-05-01")
        assert self.overdue(outcome, as_at="2024-04-30") is False
        assert Outcome.objects.with_status().get().due_on == "9998-12-31"
        assert not self.overdue(outcome)

    def test_is_any_action_that_is_still_open(self, outcome):
        self.due(outcome, Status.COMPLETED, date="2020")
        self.due(outcome, Status.ONGOING, date="9998")
        assert not self.overdue(outcome)
        self.due(outcome, Status.ONGOING, date="2021")
        assert self.overdue(outcome)


def test_reports_of_other_outcomes_count_for_nothing(outcome):
    report(OutcomeFactory(), status=Status.COMPLETED)
    assert status_of(outcome) == NO_REPORT


def test_action_about_several_outcomes_counts_for_each(outcome):
    other = OutcomeFactory()
    report(outcome, other, status=Status.COMPLETED)
    assert [status_of(outcome), status_of(other)] == [Status.COMPLETED, Status.COMPLETED]


def test_last_reported_is_the_latest_public_date_as_far_as_it_is_known(outcome):
    report(outcome, date="2019-03-02", status="")
    report(outcome, date="2021-11", status=Status.ONGOING)
    report(outcome, date="2024", status=Status.ONGOING, draft=True)
    assert Outcome.objects.with_status().get().last_reported == PartialDate(2021, 11)


def test_outcome_of_which_nobody_reported_has_no_last_date(outcome):
    assert Outcome.objects.with_status().get().last_reported is None


def test_status_counts_name_every_state_and_add_up(db, django_assert_num_queries):
    none, said, *done = [OutcomeFactory() for _ in range(5)]
    report(said, status="")
    report(*done, status=Status.COMPLETED)
    report(done[0], status=Status.NOT_STARTED)
    with django_assert_num_queries(1):
        counts = Outcome.objects.with_status().status_counts()
    expected = {NO_REPORT: 1, NOT_STATED: 1, Status.COMPLETED: 2, Status.ONGOING: 1}
    assert counts == {word.code: expected.get(word.code, 0) for word in WORDS}
    assert none.pk in Outcome.objects.with_status().in_status([NO_REPORT]).values_list("pk", flat=True)


def test_status_counts_count_each_outcome_once_whatever_was_joined(db):
    outcome = OutcomeFactory(sectors=[SectorFactory(), SectorFactory()])
    report(outcome, status=Status.COMPLETED)
    counts = Outcome.objects.filter(sectors__isnull=False).with_status().status_counts()
    assert counts[Status.COMPLETED] == 1


def test_in_status_keeps_those_in_any_of_the_states(db):
    quiet, started, finished = OutcomeFactory(), OutcomeFactory(), OutcomeFactory()
    report(started, status=Status.ONGOING)
    report(finished, status=Status.COMPLETED)
    outcomes = Outcome.objects.with_status()
    assert set(outcomes.in_status([NO_REPORT, Status.COMPLETED])) == {quiet, finished}
    assert set(outcomes.in_status([])) == set()


@pytest.mark.parametrize("number", [1, 3])
def test_status_takes_one_query_however_many_outcomes(db, django_assert_num_queries, number):
    meeting = MeetingFactory()
    for outcome in [OutcomeFactory(meeting=meeting) for _ in range(number)]:
        report(outcome, status=Status.ONGOING)
    with django_assert_num_queries(1):
        assert [one.status for one in meeting.outcomes.with_status()] == [Status.ONGOING] * number


def test_every_state_has_its_words():
    assert [word.code for word in WORDS] == [*Status, NOT_STATED, NO_REPORT]
    assert set(WORD) == {word.code for word in WORDS}
    assert len({str(word.label) for word in WORDS}) == len(WORDS)
    assert all(str(word.definition).endswith(".") for word in WORDS)


DATES = ("2015", "2015-06", "2015-06-30", "2016", "2016-02-29", "2017-01")
POINTS = (0, 1, 2)
STATES = st.sampled_from(["published", "published", "draft"])
SAID = st.sampled_from(["", *Status])
WHEN = st.sampled_from(DATES)
ABOUT = st.sampled_from(POINTS)


def some(**fields: Any) -> st.SearchStrategy:
    return st.lists(st.fixed_dictionaries(fields), max_size=3)


WORLDS = st.fixed_dictionaries(
    {
        "actions": some(
            about=st.sets(ABOUT),
            state=STATES,
            reports=some(date=WHEN, status=SAID, state=STATES),
            deadlines=some(date=st.sampled_from([None, *DATES, "9998"]), set_on=WHEN),
        ),
        "events": some(outcome=ABOUT, date=st.none() | WHEN, status=SAID, state=STATES),
        "overrides": some(outcome=ABOUT, date=WHEN, status=SAID, state=STATES),
    }
)


class Scan:
    """The rule once more, as one reads the rows of a world in Python: what the database must find too."""

    def __init__(self, world: dict, as_at: str | None) -> None:
        self.world, self.as_at = world, as_at

    def counting(self, rows: Iterable[dict], date: str = "date") -> list[dict]:
        """What is public and was there on the day, newest first; of one date, what was written last."""
        public = [row for row in rows if row.get("state", "published") == "published"]
        there = [row for row in public if not self.as_at or (row[date] and row[date] <= self.as_at)]
        return sorted(there, key=lambda row: row[date] or "")[::-1]

    def of(self, point: int) -> tuple[str, str | None, str | None, bool]:
        """Status, last report, due on, overdue."""
        actions = [one for one in self.world["actions"] if one["state"] == "published" and point in one["about"]]
        said = [report for action in actions for report in self.counting(action["reports"])[:1]]
        events = self.counting(row for row in self.world["events"] if row["outcome"] == point)
        overrides = self.counting(row for row in self.world["overrides"] if row["outcome"] == point)
        reported = max((report["date"] for report in said), default=None)
        stated = {report["status"] for report in said} - {""}
        if overrides and overrides[0]["status"]:
            status = overrides[0]["status"]
        elif not said and not events:
            status = NO_REPORT
        elif events and (reported is None or (events[0]["date"] or "") > reported):
            status = events[0]["status"] or NOT_STATED
        else:
            status = Status.ONGOING if len(stated) > 1 else next(iter(stated), NOT_STATED)
        dates = [date for date in (reported, events[0]["date"] if events else None) if date]
        due = min((day for action in actions for day in self.due(action)), default=None)
        late = bool(due and due < (self.as_at or str(today())) and status not in CLOSED)
        return str(status), max(dates, default=None), due, late

    def due(self, action: dict) -> list[str]:
        """The last day of the deadline that stands, where the action is open; months are taken to have 31 days."""
        last = self.counting(action["reports"])[:1]
        if last and last[0]["status"] in CLOSED:
            return []
        standing = self.counting(action["deadlines"], "set_on")[:1]
        return [one["date"] + "0000-12-31"[len(one["date"]) :] for one in standing if one["date"]]


def make(world: dict, points: list[Outcome]) -> None:
    """All of a kind at once, in the order of the world."""
    now, plan = timezone.now(), world["actions"]
    actions = FollowUpAction.objects.bulk_create(
        FollowUpAction(state=action["state"], published_at=now) for action in plan
    )
    parts = list(zip(actions, plan, strict=True))
    Answer.objects.bulk_create(
        Answer(action=row, outcome=points[point]) for row, action in parts for point in action["about"]
    )
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(**one, action=row, text="Said.", source="Paper")
        for row, action in parts
        for one in action["reports"]
    )
    Deadline.objects.bulk_create(
        Deadline(**one, action=row, condition="" if one["date"] else "Once agreed")
        for row, action in parts
        for one in action["deadlines"]
    )
    FollowUpEvent.objects.bulk_create(
        FollowUpEvent(**one | {"outcome": points[one["outcome"]]}, meeting=points[0].meeting, published_at=now)
        for one in world["events"]
    )
    StatusOverride.objects.bulk_create(
        StatusOverride(**one | {"outcome": points[one["outcome"]]}, text="For a reason.") for one in world["overrides"]
    )


@settings(
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=WORLDS, as_at=st.none() | WHEN)
def test_database_finds_what_one_reads_in_the_rows(db, world, as_at):
    with transaction.atomic():
        public = {"state": "published", "published_at": timezone.now()}
        meeting = MeetingFactory()
        points = Outcome.objects.bulk_create(Outcome(meeting=meeting, text="Do it.", **public) for _ in POINTS)
        make(world, points)
        rows = Outcome.objects.with_status(as_at).order_by("pk")
        found = [(one.status, one.last_reported and str(one.last_reported), one.due_on, one.overdue) for one in rows]
        alone = [Outcome.objects.with_status(as_at).get(pk=point.pk).status for point in points]
        counted = {status: number for status, number in rows.status_counts().items() if number}
        transaction.set_rollback(True)
    expected = [Scan(world, as_at).of(point) for point in POINTS]
    assert found == expected
    assert alone == [status for status, *_ in expected]
    assert counted == {status: sum(one[0] == status for one in expected) for status in {one[0] for one in expected}}
