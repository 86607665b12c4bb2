"""The table of the Governing Body, as it was printed: shared follow-ups, section headings, doubts."""

import pytest
from django.core.management import call_command

from meetings.models import Review
from meetings.tables import sources, table_of
from tests.factories.meetings import (
    AnswerFactory,
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


def test_the_two_appendices_come_out_as_printed():
    call_command("load_reviews")
    first, second = (
        table_of(Review.objects.get(slug=slug), "2016-10-04")
        for slug in ("2012-independent-evaluation", "2015-brainstorming")
    )
    assert [(len(table.lines), table.report_count) for table in (first, second)] == [(11, 9), (11, 13)]
    assert [line.rows for line in first.lines] == [2, 0, 1, 1, 1, 1, 1, 2, 0, 1, 1]
    assert [line.numbers for line in first.lines if line.rows == 2] == ["1 and 2", "8 and 9"]
    assert [(word.code, count) for word, count in first.counts] == [("completed", 8), ("ongoing", 3)]
    assert {report.status for line in second.lines for report in line.reports} == {None}
    assert [section.heading for section in second.sections] == [
        "Functioning of advisory bodies",
        "Meetings",
        "Coherence and alignment",
        "Decent Work Country Programmes (DWCPs)",
        "External partnerships",
    ]
    assert [len(line.reports) for line in second.lines] == [1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1]
    assert "uncertain" in first.lines[8].notes[0]
    before = table_of(first.source, "2016-10-03")
    assert [line.reports for line in before.lines] == [[]] * 11
    assert [(word.code, count) for word, count in before.counts] == [("no_report", 11)]


def test_only_points_that_follow_each_other_share_a_cell():
    review = ReviewFactory()
    outcomes = [OutcomeFactory(meeting=None, review=review, order=place) for place in range(4)]
    shared = FollowUpActionFactory(outcomes=[outcomes[0], outcomes[1], outcomes[3]])
    ProgressUpdateFactory(action=shared)
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcomes[2]]))
    assert [line.rows for line in table_of(review, None).lines] == [2, 0, 1, 1]


def test_points_without_a_follow_up_share_nothing():
    review = ReviewFactory()
    for _ in range(2):
        OutcomeFactory(meeting=None, review=review)
    assert [line.rows for line in table_of(review, None).lines] == [1, 1]


def test_event_that_names_a_point_is_its_follow_up_and_one_of_the_meeting_is_not():
    outcome = OutcomeFactory()
    FollowUpEventFactory(meeting=outcome.meeting, text="Circulated.")
    FollowUpEventFactory(outcome=outcome, text="Adopted.", status="completed", date="2019-09-27")
    (line,) = table_of(outcome.meeting, None).lines
    assert [(report.text, report.status.code) for report in line.reports] == [("Adopted.", "completed")]


def test_drafts_are_in_no_table():
    outcome = OutcomeFactory()
    OutcomeFactory(meeting=outcome.meeting, draft=True)
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome]), draft=True)
    hidden = AnswerFactory(outcome=outcome, action=FollowUpActionFactory(draft=True))
    ProgressUpdateFactory(action=hidden.action)
    (line,) = table_of(outcome.meeting, None).lines
    assert (line.outcome, line.reports) == (outcome, [])


def test_sources_are_what_has_public_outcomes_reviews_first():
    meeting, review = MeetingFactory(), ReviewFactory()
    MeetingFactory(), ReviewFactory(), OutcomeFactory(draft=True)
    OutcomeFactory(meeting=meeting)
    OutcomeFactory(meeting=None, review=review)
    assert sources() == [review, meeting]


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_constant(django_assert_max_num_queries, rows):
    review = ReviewFactory()
    for _ in range(rows):
        outcome = OutcomeFactory(meeting=None, review=review)
        ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome]))
    with django_assert_max_num_queries(5):
        table_of(review, None)
