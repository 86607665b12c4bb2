import pytest

from meetings.models import Meeting
from tests.factories.meetings import (
    FollowUpActionFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
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
        with django_assert_max_num_queries(8):
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
        with django_assert_max_num_queries(10):
            client.get(meeting.get_absolute_url())
