import pytest

from meetings.models import Meeting
from tests.factories.meetings import (
    FollowUpActionFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ReviewFactory,
)
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db


def reported(outcome, status="", **update):
    action = FollowUpActionFactory(outcomes=[outcome])
    return ProgressUpdateFactory(action=action, status=status, **update)


class TestMeetingList:
    def titles(self, client, query=""):
        return [meeting.title for meeting in client.get(f"/meetings/{query}").context["page"]]

    def test_latest_first_and_undated_last(self, client):
        MeetingFactory(title="undated", start=None)
        MeetingFactory(title="old", start="1998")
        MeetingFactory(title="only its end known", start=None, end="2007-09-27")
        MeetingFactory(title="new", start="2024-09-23")
        assert self.titles(client) == ["new", "only its end known", "old", "undated"]

    def test_filters_combine(self, client):
        mining = SectorFactory(slug="mining")
        coal = SectorFactory(parent=mining, group=None)
        MeetingFactory(title="both", sectors=[coal], kind=Meeting.Kind.SYMPOSIUM)
        MeetingFactory(title="kind alone", kind=Meeting.Kind.SYMPOSIUM)
        MeetingFactory(title="sector alone", sectors=[mining])
        assert self.titles(client, "?sector=mining&kind=symposium") == ["both"]

    def test_years_include_meetings_known_only_by_year(self, client):
        for start in ("2016", "2017", "2017-02", "2018-05-01"):
            MeetingFactory(title=start, start=start, end=None)
        assert self.titles(client, "?year_from=2017&year_to=2017") == ["2017-02", "2017"]

    def test_place_online_and_outcomes_narrow(self, client):
        geneva = MeetingFactory(title="there", place="Geneva")
        both = MeetingFactory(title="both", place="Turin", online=True)
        MeetingFactory(title="nowhere", place="")
        OutcomeFactory(meeting=geneva)
        OutcomeFactory(meeting=both, draft=True)
        assert self.titles(client, "?place=online") == ["both"]
        assert set(self.titles(client, "?place=online&place=Geneva")) == {"both", "there"}
        assert self.titles(client, "?outcomes=yes") == ["there"]

    def test_each_year_of_the_rail_lists_exactly_as_many_as_it_says(self, client):
        for start, kind in (("2017-02", "symposium"), ("2017", "workshop"), ("2016-12-30", "symposium")):
            MeetingFactory(start=start, end="2017" if start == "2017" else None, kind=kind)
        MeetingFactory(start=None, kind="symposium")
        MeetingFactory(start="2018", draft=True)
        years = client.get("/meetings/?kind=symposium&year_from=2016&year_to=2016").context["years"]
        assert [(year["year"], year["count"], year["current"]) for year in years] == [
            ("2017", 1, False),
            ("2016", 1, True),
        ]
        for year in client.get("/meetings/").context["years"]:
            assert client.get(f"/meetings/{year['url']}").context["page"].paginator.count == year["count"]

    def test_partial_dates_stay_partial(self, client):
        MeetingFactory(start="2017-02", end="2017-02")
        assert "February 2017" in client.get("/meetings/").text

    def test_drafts_are_not_listed_nor_counted(self, client):
        MeetingFactory(draft=True, title="secret")
        response = client.get("/meetings/")
        assert "secret" not in response.text
        assert response.context["page"].paginator.count == 0

    @pytest.mark.parametrize("query", ["?year_from=abc", "?year_to=99999", "?page=x", "?page=0", "?sector=%00"])
    def test_malformed_input_is_refused_in_words(self, client, query):
        response = client.get(f"/meetings/{query}")
        assert response.status_code == 400
        assert 'class="foot"' in response.text

    def test_unknown_value_is_said_and_left_out(self, client):
        MeetingFactory()
        response = client.get("/meetings/?sector=nope")
        assert response.status_code == 200
        assert "there is no “nope”" in response.text
        assert response.context["page"].paginator.count == 1

    def test_page_beyond_the_end_leads_to_the_last(self, client):
        MeetingFactory()
        response = client.get("/meetings/?kind=technical-meeting&page=7")
        assert response.status_code == 404
        assert "/meetings/?kind=technical-meeting&amp;page=1" in response.text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, client, rows, django_assert_max_num_queries):
        for _ in range(rows):
            MeetingFactory(sectors=[SectorFactory()])
        with django_assert_max_num_queries(10):
            client.get("/meetings/")

    def test_another_method_is_refused(self, client):
        assert client.post("/meetings/").status_code == 405


class TestMeetingDetail:
    def test_shows_its_outcomes_and_where_they_stand(self, client):
        meeting = MeetingFactory(title="On dust")
        outcome = OutcomeFactory(meeting=meeting, text="Dust should be measured.")
        reported(outcome, "ongoing")
        body = client.get(meeting.get_absolute_url()).text
        assert "Dust should be measured." in body
        assert "Ongoing" in body
        assert f"/follow-up/?meeting={meeting.slug}&amp;status=ongoing" in body

    def test_says_when_no_outcome_is_entered(self, client):
        body = client.get(MeetingFactory().get_absolute_url()).text
        assert "Outcomes not yet entered" in body

    def test_hides_draft_outcomes(self, client):
        meeting = MeetingFactory()
        OutcomeFactory(meeting=meeting, text="Not yet public.", draft=True)
        assert "Not yet public." not in client.get(meeting.get_absolute_url()).text

    def test_draft_is_not_found_for_the_public(self, client, client_of, user_with):
        sector = SectorFactory()
        draft = MeetingFactory(draft=True, sectors=[sector])
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client_of(user_with("specialist")).get(draft.get_absolute_url()).status_code == 404
        member = client_of(user_with("specialist", teams=[sector]))
        assert "not published" in member.get(draft.get_absolute_url()).text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, client, rows, django_assert_max_num_queries):
        meeting = MeetingFactory(sectors=[SectorFactory()])
        for _ in range(rows):
            reported(OutcomeFactory(meeting=meeting))
        with django_assert_max_num_queries(16):
            client.get(meeting.get_absolute_url())


class TestReviewDetail:
    def test_shows_sections_points_and_where_they_stand(self, client):
        review = ReviewFactory(title="2012 evaluation")
        first = OutcomeFactory(
            of_review=True, review=review, section="Strategy", kind="recommendation", wording="verbatim"
        )
        OutcomeFactory(of_review=True, review=review, text="secret", draft=True)
        reported(first, "completed")
        response = client.get(review.get_absolute_url())
        counts = {one["code"]: one["count"] for one in response.context["bar"].segments if one["count"]}
        assert counts == {"completed": 1}
        for words in ("2012 evaluation", "Strategy", "Recommendation", first.text, "Verbatim"):
            assert words in response.text
        assert "secret" not in response.text

    def test_draft_is_there_for_editors_only(self, client, client_of, user_with):
        review = ReviewFactory(draft=True)
        assert client.get(review.get_absolute_url()).status_code == 404
        assert "This review is not published." in client_of(user_with("editor")).get(review.get_absolute_url()).text

    @pytest.mark.parametrize("rows", [1, 3])
    def test_number_of_queries_is_constant(self, client, rows, django_assert_max_num_queries):
        review = ReviewFactory()
        for _ in range(rows):
            reported(OutcomeFactory(of_review=True, review=review))
        with django_assert_max_num_queries(10):
            client.get(review.get_absolute_url())

    def test_text_in_another_language_than_the_original_is_an_unofficial_translation(self, client):
        outcome = OutcomeFactory(of_review=True, text_en="In English", text_fr="En français", wording="verbatim")
        assert "Unofficial translation" not in client.get(outcome.review.get_absolute_url()).text
        assert "Traduction non officielle" in client.get(f"/fr{outcome.review.get_absolute_url()}").text
