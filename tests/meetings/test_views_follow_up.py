"""What became of outcomes, in public: the list with its bar and filters, one outcome, the CSV file, the feed."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Outcome
from tests.factories.accounts import UnitFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import (
    AnswerFactory,
    AssessmentFactory,
    DeadlineFactory,
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    OutcomeFactory,
    PointerFactory,
    ProgressUpdateFactory,
    ResponseFactory,
    ResponsibilityFactory,
    ReviewFactory,
    StatusOverrideFactory,
)
from tests.factories.sectors import SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def reported(outcome, status="", *, lead=None, **update):
    action = FollowUpActionFactory(outcomes=[outcome], lead=lead)
    return ProgressUpdateFactory(action=action, status=status, **update)


def listed(client, query: str) -> list[Outcome]:
    return list(client.get(f"/follow-up/{query}").context["page"])


class TestOutcomeList:
    def test_every_number_on_the_bar_lists_exactly_that_many(self, client):
        review = ReviewFactory(slug="evaluation")
        for status in ("completed", "completed", "ongoing", "", None):
            outcome = OutcomeFactory(meeting=None, review=review)
            if status is not None:
                reported(outcome, status)
        OutcomeFactory()
        for segment in client.get("/follow-up/?review=evaluation").context["bar"].segments:
            assert client.get(segment["url"]).context["page"].paginator.count == segment["count"], segment["code"]

    def test_bar_ignores_the_status_filter_and_obeys_the_others(self, client):
        review = ReviewFactory(slug="evaluation")
        reported(OutcomeFactory(meeting=None, review=review), "completed")
        OutcomeFactory(meeting=None, review=review)
        OutcomeFactory()
        response = client.get("/follow-up/?review=evaluation&status=completed")
        counts = {segment["code"]: segment["count"] for segment in response.context["bar"].segments if segment["count"]}
        assert counts == {"completed": 1, "no_report": 1}
        assert response.context["page"].paginator.count == 1

    def test_statuses_of_one_filter_widen(self, client):
        reported(OutcomeFactory(), "completed")
        OutcomeFactory()
        reported(OutcomeFactory(), "ongoing")
        response = client.get("/follow-up/?status=completed&status=no_report")
        assert response.context["page"].paginator.count == 2

    def test_gender_marker_narrows_and_not_targeted_is_not_the_same_as_not_judged(self, client):
        aimed, seen = OutcomeFactory(gender_marker=2), OutcomeFactory(gender_marker=0)
        OutcomeFactory()
        for query, wanted in (("2", [aimed]), ("0", [seen])):
            assert list(client.get(f"/follow-up/?gender={query}").context["page"].object_list) == wanted

    def test_draft_reports_count_for_nobody(self, client):
        reported(OutcomeFactory(), "completed", draft=True, text="Unchecked claim.")
        counts = {segment["code"]: segment["count"] for segment in client.get("/follow-up/").context["bar"].segments}
        assert counts["completed"] == 0
        assert counts["no_report"] == 1

    def test_outcomes_of_a_draft_meeting_are_hidden(self, client):
        OutcomeFactory(meeting=MeetingFactory(draft=True), text="Early words.")
        response = client.get("/follow-up/")
        assert "Early words." not in response.text
        assert sum(segment["count"] for segment in response.context["bar"].segments) == 0

    @pytest.mark.parametrize("query", ["?status=done", "?review=nope", "?meeting=nope", "?sector=nope", "?gender=nope"])
    def test_unknown_value_is_said(self, client, query):
        response = client.get(f"/follow-up/{query}")
        assert response.status_code == 200
        assert "so this filter was left out" in response.text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, client, rows, django_assert_max_num_queries):
        for _ in range(rows):
            reported(OutcomeFactory(sectors=[SectorFactory()]))
        with django_assert_max_num_queries(12):
            client.get("/follow-up/")

    def test_number_of_what_is_overdue_lists_exactly_that_many(self, client):
        late = [reported(OutcomeFactory(), "ongoing").action, reported(OutcomeFactory(), "").action]
        for action in (*late, reported(OutcomeFactory(), "completed").action):
            DeadlineFactory(action=action, date="2020")
        OutcomeFactory()
        overdue = client.get("/follow-up/?sort=due").context["bar"].overdue
        response = client.get(overdue["url"])
        assert (overdue["count"], response.context["page"].paginator.count) == (2, 2)
        assert response.text.count(">Overdue<") >= 2
        for segment in response.context["bar"].segments:
            assert client.get(segment["url"]).context["page"].paginator.count == segment["count"], segment["code"]

    def test_filters_by_theme_country_unit_type_and_category(self, client):
        unit = UnitFactory(code="STATISTICS")
        wanted = OutcomeFactory(follow_up_types=["research"], work_category="coherence")
        wanted.themes.set([ThemeFactory(slug="skills")])
        wanted.areas.set([AreaFactory(code="tha"), AreaFactory(code="idn")])
        joint = FollowUpActionFactory(outcomes=[wanted])
        ResponsibilityFactory(action=joint, unit=unit, role="joint")
        reported(OutcomeFactory(follow_up_types=["statistics"], work_category="standards"))
        consulted = FollowUpActionFactory(outcomes=[OutcomeFactory()])
        ResponsibilityFactory(action=consulted, unit=unit, role="consulted")
        for query in (
            "theme=skills",
            "country=tha&country=idn",
            "unit=STATISTICS",
            "type=research",
            "category=coherence",
        ):
            response = client.get(f"/follow-up/?{query}")
            assert list(response.context["page"]) == [wanted], query
            assert response.context["bar"].base == 1
        assert "Follow-up: Skills" not in response.text
        assert f"Follow-up: {unit.name}" in client.get("/follow-up/?unit=STATISTICS").text

    def test_due_within_days_is_what_is_open_and_comes_next(self, client):
        def due(days, status="ongoing"):
            outcome = OutcomeFactory()
            day = timezone.localdate() + timedelta(days=days)
            DeadlineFactory(action=reported(outcome, status).action, date=str(day))
            return outcome

        soon, today, _late, _later, _over = due(30), due(0), due(-1), due(31), due(3, "completed")
        assert listed(client, "?due_within=30&sort=due") == [today, soon]

    def test_as_at_tells_the_state_on_a_date(self, client):
        outcome = OutcomeFactory(meeting=MeetingFactory(start="2012-05-06"))
        OutcomeFactory(meeting=MeetingFactory(start="2020-01-01"))
        action = reported(outcome, "not_started", date="2013").action
        ProgressUpdateFactory(action=action, status="completed", date="2018-02")
        response = client.get("/follow-up/?as_at=2016-10-04")
        assert [(one.pk, one.status) for one in response.context["page"]] == [(outcome.pk, "not_started")]
        assert "As at 4 October 2016" in response.text
        assert [one.status for one in listed(client, f"?meeting={outcome.meeting.slug}")] == ["completed"]

    def test_changed_since_is_what_was_said_then_or_later(self, client):
        def on(date, factory=ProgressUpdateFactory):
            outcome = OutcomeFactory()
            about = {"action": FollowUpActionFactory(outcomes=[outcome])} if factory is ProgressUpdateFactory else {}
            published = {"cleared_at": None, "source": "GB.1"} if factory is ProgressUpdateFactory else {}
            factory(date=date, **(about or {"outcome": outcome}), **published)
            return outcome

        changed = {on("2024-03"), on("2024-04", FollowUpEventFactory), on("2025", AssessmentFactory)}
        for factory in (FollowUpEventFactory, AssessmentFactory, StatusOverrideFactory, ResponseFactory):
            on("2024-02", factory)
        assert set(listed(client, "?changed_since=2024-03")) == changed

    def test_silent_since_is_what_is_open_and_was_last_reported_on_before_or_never(self, client):
        never, long_ago = OutcomeFactory(), reported(OutcomeFactory(), "ongoing", date="2023").action.outcomes.get()
        for status, date in (("ongoing", "2024-03"), ("", "2025"), ("completed", "2020"), ("not_pursued", "2019")):
            reported(OutcomeFactory(), status, date=date)
        response = client.get("/follow-up/?silent_since=2024-03")
        assert set(response.context["page"]) == {never, long_ago}
        assert response.context["bar"].base == 2

    @pytest.mark.parametrize("query", ["as_at=yesterday", "changed_since=2024-13", "due_within=-1", "silent_since=x"])
    @pytest.mark.parametrize("address", ["/follow-up/", "/follow-up/export.csv", "/follow-up/feed/"])
    def test_malformed_input_is_refused_in_words(self, client, address, query):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 400
        assert query.partition("=")[2] in response.text

    def test_orders(self, client):
        first = OutcomeFactory(meeting=MeetingFactory(start="2012"))
        second = OutcomeFactory(meeting=MeetingFactory(start="2020"))
        DeadlineFactory(action=reported(first, date="2019").action, date="2031")
        DeadlineFactory(action=reported(second, date="2018").action, date="2030")
        assert listed(client, "") == [first, second]
        assert listed(client, "?sort=due") == listed(client, "?sort=newest") == [second, first]


class TestOutcomeDetail:
    def test_shows_what_was_reported_by_whom(self, client):
        outcome = OutcomeFactory(text="Define follow-up.", wording="verbatim", source="GB.1/POL/1")
        reported(outcome, "ongoing", text="Being drafted.", date="2016-10-04", reported_by="Office")
        body = client.get(outcome.get_absolute_url()).text
        for words in ("Define follow-up.", "Verbatim", "GB.1/POL/1", "Being drafted.", "4 October 2016", "Office"):
            assert words in body

    def test_says_when_the_status_was_set_aside_with_a_reason(self, client):
        outcome = OutcomeFactory()
        reported(outcome, "ongoing", date="2024")
        said = "set aside what follows from the reports"
        assert said not in client.get(outcome.get_absolute_url()).text
        StatusOverrideFactory(outcome=outcome, status="not_pursued", date="2025", text="The plan was given up.")
        page = client.get(outcome.get_absolute_url()).text
        assert said in page
        assert "The plan was given up." in page

    def test_says_when_nothing_is_on_record(self, client):
        body = client.get(OutcomeFactory().get_absolute_url()).text
        assert "Nobody has reported yet" in body

    def test_says_when_a_pairing_is_in_doubt(self, client):
        answer = AnswerFactory(certainty="ambiguous", note="The page has six reports for seven points.")
        body = client.get(answer.outcome.get_absolute_url()).text
        assert "uncertain" in body
        assert "six reports for seven points" in body

    def test_hides_draft_reports(self, client, client_of, user_with):
        sector = SectorFactory()
        outcome = OutcomeFactory(sectors=[sector])
        reported(outcome, "completed", text="Unchecked claim.", draft=True)
        assert "Unchecked claim." not in client.get(outcome.get_absolute_url()).text
        member = client_of(user_with("specialist", teams=[sector]))
        assert "Unchecked claim." in member.get(outcome.get_absolute_url()).text

    def test_draft_and_unknown_are_not_found(self, client):
        assert client.get(OutcomeFactory(draft=True).get_absolute_url()).status_code == 404
        assert client.get("/follow-up/999999999/").status_code == 404
        assert client.get("/follow-up/99999999999999999999999/").status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, client, rows, django_assert_max_num_queries):
        outcome = OutcomeFactory(sectors=[SectorFactory()])
        for _ in range(rows):
            reported(outcome)
            OutcomeFactory(meeting=outcome.meeting)
        with django_assert_max_num_queries(17):
            client.get(outcome.get_absolute_url())

    def test_assessments_stand_side_by_side_and_contradict(self, client):
        outcome = OutcomeFactory()
        AssessmentFactory(
            outcome=outcome, body="Committee", date="2013-07", verdict="All implemented", status="completed"
        )
        AssessmentFactory(
            outcome=outcome, body="Committee", date="2014", status="completed", draft=True, text="Unseen."
        )
        reported(outcome, "completed", date="2012")
        page = client.get(outcome.get_absolute_url())
        assert [(one.body, one.code) for one in page.context["verdicts"]] == [
            ("Report", "completed"),
            ("Committee", "completed"),
        ]
        assert not page.context["contradiction"]
        assert "Unseen." not in page.text
        reported(outcome, "ongoing", date="2016", reported_by="Office")
        page = client.get(outcome.get_absolute_url())
        assert "The assessments contradict each other." in page.text
        assert [str(one.date) for one in page.context["verdicts"]] == ["2012", "2013-07", "2016"]

    def test_shows_units_deadline_interim_measure_and_what_else_it_answers(self, client):
        outcome, other = OutcomeFactory(), OutcomeFactory(number="77")
        action = FollowUpActionFactory(outcomes=[outcome, other], lead=UnitFactory(code="LEADING"))
        ResponsibilityFactory(action=action, unit=UnitFactory(code="JOINING"), role="joint")
        DeadlineFactory(action=action, date="2019", set_on="2018")
        DeadlineFactory(action=action, date=None, condition="Once agreed", interim_measure="As before", set_on="2019")
        page = client.get(outcome.get_absolute_url())
        for words in ("LEADING", "JOINING", "Once agreed", "As before", "No. 77"):
            assert words in page.text
        assert [step.text for step in page.context["steps"]] == ["Once agreed", "2019"]

    def test_says_what_has_passed_what_it_concerns_and_where_to_read_on(self, client):
        outcome = OutcomeFactory(themes=[ThemeFactory(name="Skills")], areas=[AreaFactory(name="Peru")], sdg_goals=[8])
        other = OutcomeFactory(of_review=True, section="Coherence", number="6")
        action = reported(outcome, "ongoing").action
        DeadlineFactory(action=action, date=None, meeting=MeetingFactory(start="2017-01"))
        PointerFactory(action=action, outcome=other, whole_section=True)
        page = client.get(outcome.get_absolute_url()).text
        for words in ("the meeting set as the date was January 2017", "Skills", "Peru", "SDG 8", "Coherence"):
            assert words in page
        place = f"{other.origin.get_absolute_url()}#r6"
        assert place in page
        there = client.get(place).text
        assert 'id="r6"' in there
        for back in (there, client.get(other.get_absolute_url()).text):
            assert "Referred to by the follow-up of" in back
            assert outcome.get_absolute_url() in back
        assert "Referred to" not in page
        assert f'href="/follow-up/{outcome.pk}/feed/"' in page
        assert "calendar.ics" not in page  # no day is known

    def test_event_of_the_whole_meeting_is_said_to_be_one(self, client):
        outcome = OutcomeFactory()
        FollowUpEventFactory(meeting=outcome.meeting, text="Report circulated.", status="completed", date="2016")
        FollowUpEventFactory(outcome=OutcomeFactory(meeting=outcome.meeting), text="Of another point.")
        page = client.get(outcome.get_absolute_url())
        assert page.context["word"].code == "no_report"
        assert [(step.text, step.code) for step in page.context["steps"]] == [("Report circulated.", "not_stated")]
        assert "about the whole meeting or review, not this point" in page.text
        assert "Of another point." not in page.text

    def test_response_stands_apart_from_the_status(self, client):
        outcome = OutcomeFactory()
        ResponseFactory(outcome=outcome, answer="partly", body="Governing Body")
        page = client.get(outcome.get_absolute_url())
        assert "Partly accepted" in page.text
        assert page.context["word"].code == "no_report"


class TestFiles:
    def rows(self, client, query="") -> list[dict[str, str]]:
        return list(
            csv.DictReader(io.StringIO(client.get(f"/follow-up/export.csv{query}").text.removeprefix("\ufeff")))
        )

    def test_csv_holds_the_whole_filtered_list(self, client):
        outcomes = [OutcomeFactory() for _ in range(25)]
        late = reported(outcomes[3], "ongoing", lead=UnitFactory(code="SECTOR"), date="2020-02")
        DeadlineFactory(action=late.action, date="2021-05")
        assert len(self.rows(client)) == 25
        (row,) = self.rows(client, "?status=ongoing")
        found = {name: row[name] for name in ("id", "status", "overdue", "last_reported", "due", "lead_units")}
        assert found == {
            "id": str(outcomes[3].pk),
            "status": "ongoing",
            "overdue": "1",
            "last_reported": "2020-02",
            "due": "2021-05",
            "lead_units": "SECTOR",
        }

    @pytest.mark.parametrize("address", ["/follow-up/export.csv", "/follow-up/feed/"])
    def test_unknown_value_is_refused_and_drafts_are_not_there_for_anybody(self, client_of, user_with, address):
        OutcomeFactory(text="Not yet public.", draft=True)
        editor = client_of(user_with("editor"))
        assert editor.get(f"{address}?status=nope").status_code == 400
        assert "Not yet public." not in editor.get(address).text

    @pytest.mark.parametrize("rows", [1, 3])
    @pytest.mark.parametrize("address", ["/follow-up/export.csv", "/follow-up/feed/"])
    def test_number_of_queries_is_constant(self, client, address, rows, django_assert_max_num_queries):
        for _ in range(rows):
            reported(OutcomeFactory(sectors=[SectorFactory()]))
        with django_assert_max_num_queries(16):
            client.get(address)

    def test_feed_tells_of_the_filtered_outcomes(self, client):
        told = reported(OutcomeFactory(text="Told here."), "ongoing").action.outcomes.get()
        OutcomeFactory(text="Not this one.")
        body = client.get("/follow-up/feed/?status=ongoing").text
        assert "Told here." in body
        assert "Not this one." not in body
        assert told.get_absolute_url() in body


def test_definition_names_every_word_and_says_that_it_is_a_proposal(client):
    body = client.get("/follow-up/definition/").text
    for words in (
        "A working definition",
        "Reported, status not stated",
        "Technical cooperation",
        "exactly one lead unit",
    ):
        assert words in body
