"""The API as other programs ask it."""

import base64
import re

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from indicators.codes import Sex, Status
from sector_portal.api.urls import VIEW_SETS
from sector_portal.wsgi import application
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, SeriesFactory, observed
from tests.factories.meetings import (
    AnswerFactory,
    FollowUpActionFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
)
from tests.factories.research import ContributorFactory, PublicationFactory, SourceFactory
from tests.factories.sectors import BranchFactory, GoodPracticeFactory, InstrumentFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db
DOCUMENT = (django_settings.BASE_DIR / "docs" / "api.md").read_text()
PLAIN = {"host": "testserver", "accept-encoding": "identity"}
EXAMPLES = re.findall(r'curl -s "https://portal\.example\.org(/[^"]+)"', DOCUMENT)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def world():
    mining = SectorFactory(slug="mining", name_en="Mining", name_fr="Mines", name_es="Minería")
    BranchFactory(slug="coal", parent=mining)
    theme = ThemeFactory(slug="safety")
    PublicationFactory(
        title="Safety in mines",
        date="2024",
        kind="report",
        in_house=True,
        access="free",
        sectors=[mining],
        themes=[theme, ThemeFactory(slug="secret", draft=True)],
        areas=[AreaFactory(code="per")],
        sources=[SourceFactory(slug="list", kind="in-house")],
        contributors=[ContributorFactory(family="Núñez", given="Ana")],
        indexed=True,
    )
    InstrumentFactory(kind="convention", sectors=[mining])
    GoodPracticeFactory(sectors=[mining])
    values("HOW_TEMP_SEX_ECO_NB", {2019: 41.0, 2020: (41.5, Status.PROVISIONAL)})
    meeting = MeetingFactory(slug="meeting", start="2020-05-06", end="2020-05-08", sectors=[mining])
    outcome = OutcomeFactory(meeting=meeting, sectors=[mining])
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome]))
    return meeting


def values(code, by_year):
    """Weekly hours of women in Mexico, in construction."""
    sector, area = SectorFactory(slug="construction"), AreaFactory(code="mex")
    series = SeriesFactory(vintage__indicator__code=code, unit="hours per week")
    activity = ActivityMappingFactory(activity__code="F", activity__title_en="Construction", sector=sector).activity
    observed(series, area, activity, by_year, sex=Sex.FEMALE)
    return series


def asked(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == ("application/json" if status == 200 else "application/problem+json")
    return response.json()


class TestExamples:
    @pytest.mark.usefixtures("world")
    @pytest.mark.parametrize("address", EXAMPLES)
    def test_example_of_the_document_finds_something(self, client, address):
        assert asked(client, address)["results"]

    def test_there_are_thirteen(self):
        assert len(EXAMPLES) == 13


class TestShapes:
    @pytest.mark.usefixtures("world")
    @pytest.mark.parametrize("name", sorted(set(VIEW_SETS) - {"documents", "observations"}))
    def test_each_row_of_a_list_is_found_by_itself(self, client, name):
        row = asked(client, f"/api/v1/{name}/")["results"][0]
        key = row.get("slug") or row.get("code") or row["id"]
        assert asked(client, f"/api/v1/{name}/{key}/") == row
        if "page" in row:
            assert client.get(row["page"]).status_code == 200

    @pytest.mark.usefixtures("world")
    def test_names_are_in_three_languages(self, client):
        assert asked(client, "/api/v1/sectors/mining/")["name"] == {"en": "Mining", "fr": "Mines", "es": "Minería"}

    @pytest.mark.usefixtures("world")
    def test_publication_says_who_vouches_for_its_tags_and_names_no_draft(self, client):
        (row,) = asked(client, "/api/v1/publications/")["results"]
        assert row["sectors"] == [{"value": "mining", "provenance": "editor"}]
        assert row["themes"] == [{"value": "safety", "provenance": "editor"}]
        assert row["countries"] == [{"value": "per", "provenance": "editor"}]
        assert row["contributors"] == [{"family": "Núñez", "given": "Ana", "orcid": "", "role": "author"}]
        assert (row["date"], row["sources"]) == ("2024", ["list"])

    def test_action_names_only_outcomes_and_reports_that_are_public(self, client):
        shown, hidden = OutcomeFactory(), OutcomeFactory(draft=True)
        action = FollowUpActionFactory(outcomes=[shown])
        AnswerFactory(action=action, outcome=hidden)
        ProgressUpdateFactory(action=action, text="Told")
        ProgressUpdateFactory(action=action, text="Secret", draft=True)
        row = asked(client, f"/api/v1/actions/{action.pk}/")
        assert row["outcomes"] == [shown.pk]
        assert [report["text"] for report in row["reports"]] == ["Told"]

    def test_outcome_has_the_status_of_the_day_that_is_asked_for(self, client):
        outcome = OutcomeFactory(meeting=MeetingFactory(start="2010-05-04", end="2010-05-05"))
        ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome]), date="2015-03-01", status="ongoing")
        for query, status in (("", "ongoing"), ("as_at=2015-02-01", "no_report"), ("status=ongoing", "ongoing")):
            (row,) = asked(client, f"/api/v1/outcomes/?{query}")["results"]
            assert row["status"] == status, query


class TestObservations:
    def test_value_stands_with_its_source_unit_status_and_how_far_it_is_the_sectors(self, client):
        series = values("HOW", {2020: (41.5, Status.PROVISIONAL)})
        (row,) = asked(client, "/api/v1/observations/?indicator=HOW&sector=construction")["results"]
        assert row == {
            "indicator": "HOW",
            "vintage": series.vintage_id,
            "country": "mex",
            "activity": {
                "classification": "ISIC4",
                "code": "F",
                "title": {"en": "Construction", "fr": "", "es": ""},
                "sectors": [{"sector": "construction", "exactness": "exact", "approximate": False}],
            },
            "sex": "F",
            "year": 2020,
            "value": 41.5,
            "unit": "hours per week",
            "status": "P",
        }

    def test_only_the_newest_vintage_is_told(self, client):
        older = values("HOW", {2019: 40.0})
        newer = SeriesFactory(vintage__indicator=older.vintage.indicator)
        observed(newer, AreaFactory(), ActivityCodeFactory(), {2020: 1.0})
        assert [row["value"] for row in asked(client, "/api/v1/observations/")["results"]] == [1.0]
        newest = asked(client, "/api/v1/indicators/HOW/")
        assert newest["vintage"] == newer.vintage_id
        assert client.get(newest["files"]["csv"]).status_code == 200

    def test_pages_meet_every_value_once(self, client):
        values("HOW", dict.fromkeys(range(2000, 2007), 40.0))
        met, address = [], "/api/v1/observations/?limit=3"
        while address:
            page = asked(client, address)
            met += [row["year"] for row in page["results"]]
            address = page["next"]
        assert met == list(range(2000, 2007))
        assert [row["year"] for row in asked(client, page["previous"])["results"]] == [2003, 2004, 2005]

    @pytest.mark.parametrize("position", ["x", "(1, 2)", "(1, 2, 3, 4, 99999999999)", "(1, 2, 3, 4, 5, 6)", ""])
    def test_cursor_that_was_not_given_here_is_refused(self, client, position):
        cursor = base64.b64encode(f"p={position.replace(' ', '+')}".encode()).decode()
        assert asked(client, f"/api/v1/observations/?cursor={cursor}", 400)["detail"]

    @pytest.mark.parametrize("query", ["sector=a&sector=b&sector=c&sector=d", "from=2020&to=2010", "country=zzz"])
    def test_what_the_explorer_refuses_is_refused(self, client, query):
        for slug in "abcd":
            SectorFactory(slug=slug)
        assert asked(client, f"/api/v1/observations/?{query}", 400)["detail"]


class TestVisibility:
    def test_drafts_are_nowhere_even_for_their_editor(self, client_of, user_with):
        editor = client_of(user_with("editor"))
        drafts = {
            "themes": ThemeFactory(draft=True).slug,
            "instruments": InstrumentFactory(draft=True).slug,
            "practices": GoodPracticeFactory(draft=True).slug,
            "publications": PublicationFactory(draft=True, indexed=True).pk,
            "meetings": MeetingFactory(draft=True).slug,
            "outcomes": OutcomeFactory(draft=True).pk,
            "actions": FollowUpActionFactory(draft=True).pk,
        }
        for name, key in drafts.items():
            assert str(key) not in str(asked(editor, f"/api/v1/{name}/")["results"]), name
            assert asked(editor, f"/api/v1/{name}/{key}/", 404)["status"] == 404


class TestPaging:
    def test_every_row_is_met_once_while_rows_are_added(self, client):
        rows = [PublicationFactory(indexed=True).pk for _ in range(5)]
        met, address = [], "/api/v1/publications/?limit=2"
        while address:
            page = asked(client, address)
            met += [row["id"] for row in page["results"]]
            rows.append(PublicationFactory(indexed=True).pk) if len(met) == 2 else None
            address = page["next"]
        assert met == rows

    @pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=-1", "cursor=x", "limit="])
    def test_what_is_no_page_is_refused(self, client, query):
        assert asked(client, f"/api/v1/publications/?{query}", 400)["detail"]

    @pytest.mark.parametrize("number", [1, 3])
    @pytest.mark.parametrize(
        ("name", "most"),
        [
            ("publications", 17),
            ("outcomes", 15),
            ("actions", 10),
            ("practices", 14),
            ("observations", 15),
            ("vintages", 8),
        ],
    )
    def test_number_of_queries_does_not_grow(self, client, django_assert_max_num_queries, name, most, number):
        for _ in range(number):
            sector = SectorFactory()
            PublicationFactory(sectors=[sector], contributors=[ContributorFactory()], indexed=True)
            ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[OutcomeFactory(sectors=[sector])]))
            GoodPracticeFactory(sectors=[sector])
            mapped = ActivityMappingFactory(sector=sector)
            observed(SeriesFactory(), AreaFactory(), mapped.activity, {2020: 1.0})
        with django_assert_max_num_queries(most):
            assert len(asked(client, f"/api/v1/{name}/")["results"]) == number


class TestRefusals:
    @pytest.mark.parametrize(
        "address",
        [
            "/api/v1/publications/?sector=nope",
            "/api/v1/publications/?year_from=abc",
            "/api/v1/publications/?colour=red",
            "/api/v1/publications/?sort=title",
            "/api/v1/themes/?q=x",
            "/api/v1/publications/?q=%00",
        ],
    )
    def test_what_is_malformed_or_unknown_is_a_problem_in_words(self, client, address):
        problem = asked(client, address, 400)
        assert (problem["status"], problem["title"]) == (400, "Bad Request")
        assert problem["detail"]

    @pytest.mark.parametrize("address", ["/api/v1/sectors/nope/", "/api/v1/nothing/", f"/api/v1/outcomes/{10**25}/"])
    def test_what_is_not_there_is_a_problem_too(self, client, address):
        assert asked(client, address, 404)["title"] == "Not Found"

    def test_only_reading_is_answered(self, client):
        assert client.post("/api/v1/sectors/").status_code == 405
        assert client.delete("/api/v1/sectors/").json()["status"] == 405

    def test_client_that_asks_too_often_is_told_when_to_come_back(self, client, monkeypatch):
        from rest_framework.throttling import AnonRateThrottle

        monkeypatch.setattr(AnonRateThrottle, "rate", "2/hour", raising=False)
        assert [client.get("/api/v1/sectors/").status_code for _ in range(3)] == [200, 200, 429]
        response = client.get("/api/v1/sectors/")
        assert int(response["Retry-After"]) > 0
        assert response.json()["status"] == 429


class TestHttp:
    def test_unchanged_answer_costs_nothing(self, client):
        first = client.get("/api/v1/sectors/")
        assert client.get("/api/v1/sectors/", headers={"if-none-match": first["ETag"]}).status_code == 304
        SectorFactory()
        assert client.get("/api/v1/sectors/", headers={"if-none-match": first["ETag"]}).status_code == 200

    def test_other_sites_may_read_it(self, client):
        for address in ("/api/v1/sectors/", "/api/v1/nothing/", "/api/schema/"):
            assert client.get(address)["Access-Control-Allow-Origin"] == "*"
        asked_first = client.options("/api/v1/sectors/", headers={"origin": "https://other.example"})
        assert asked_first.status_code == 204
        assert asked_first["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "Access-Control-Allow-Origin" not in client.get("/")


class TestDescription:
    def test_every_list_is_described_with_the_filters_of_its_page(self, client):
        paths = client.get("/api/schema/").json()["paths"]
        for name in VIEW_SETS:
            assert {f"/api/v1/{name}/"} < set(paths)
        parameters = {one["name"] for one in paths["/api/v1/publications/"]["get"]["parameters"]}
        assert {"q", "sector", "theme", "country", "year_from", "cursor", "limit"} <= parameters
        assert "sort" not in parameters

    @pytest.mark.parametrize("prefix", ["", "/fr", "/es"])
    def test_description_for_people_loads_nothing_from_elsewhere(self, client, prefix):
        page = client.get(f"{prefix}/api/docs/").text
        assert "/api/v1/publications/" in page
        assert not re.search(r'(src|href)="https?://(?!testserver|www\.ilo\.org)', page)


@pytest.fixture
def api_schema(world):
    """Asked in this process, where the end of a request must not close the connection that holds the test's rows."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/", application, headers={"host": "testserver"})
    for signal in signals:
        signal.connect(close_old_connections)


def test_api_answers_as_its_description_says(api_schema):
    """A sector that does not exist is text as described, and refused: so what is refused may look well formed."""
    for operation in api_schema.get_all_operations():

        @hypothesis_settings(
            max_examples=3, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.ok().as_strategy())
        def answers(case):
            cache.clear()
            case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance])

        answers()


def test_publications_are_those_of_the_page(client, world):
    on_page = [one["key"] for one in client.get("/research/?sector=mining").context["results"]]
    assert [row["id"] for row in asked(client, "/api/v1/publications/?sector=mining")["results"]] == on_page
