"""The search over everything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundwork.access import Role
from meetings.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.meetings import DocumentFactory, MeetingFactory, OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    FocalPointFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    KeyIssueFactory,
    SectorFactory,
    SectorPageFactory,
    TeamMemberFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def groups(response):
    return {group.code: group.total for group in response.context["groups"]}


def everything_about_fishing(**state):
    """One thing of each kind."""
    sector = SectorFactory(name="Fishing", slug="fishing")
    BranchFactory(name="Inland fishing", parent=sector)
    page = SectorPageFactory(sector=sector, summary="Fishers at sea", **state)
    KeyIssueFactory(page=page, title="Fishers far from home")
    ThemeFactory(name="Rights of fishers", **state)
    AreaFactory(name="Fishing Islands", kind="country")
    InstrumentFactory(number="C188", title="Work in Fishing Convention, 2007", **state)
    GoodPracticeFactory(title="Reform of fishing", **state)
    meeting = MeetingFactory(title="Meeting on fishing", **state)
    DocumentFactory(meeting=meeting, title="Report on fishing", symbol="MEWF/2013", **state)
    TeamMemberFactory(sector=sector, person__name="Ada Sea", **state)
    FocalPointFactory(function="Coordinator", sectors=[sector], **state)
    IndicatorFactory(name="Employment in fishing")
    OutcomeFactory(meeting=meeting, text="Recruit fishers fairly.", **state)
    PublicationFactory(title="Fishing fleets", indexed=True, **state)


class TestFinding:
    def test_finds_every_kind_in_any_form_of_the_word_and_counts_each_page_once(self, client):
        everything_about_fishing()
        assert groups(client.get("/search/?q=fishing")) == {
            "sectors": 2,
            "countries": 1,
            "instruments": 1,
            "practices": 1,
            "indicators": 1,
            "meetings": 1,
            "documents": 1,
            "people": 2,
            "research": 1,
        }
        assert groups(client.get("/search/?q=fishers")) == {"sectors": 1, "issues": 1, "themes": 1, "outcomes": 1}

    def test_says_how_many_of_how_many_kinds(self, client):
        everything_about_fishing()
        assert "11 results for “fishing” in 9 kinds" in client.get("/search/?q=fishing").text

    def test_leads_to_each_thing_in_the_language_of_the_page(self, client):
        everything_about_fishing()
        urls = [row["url"] for group in client.get("/fr/search/?q=fishing").context["groups"] for row in group.rows]
        assert "/fr/sectors/fishing/" in urls
        for url in urls:
            assert client.get(url).status_code == 200, url

    def test_reads_each_language_with_its_own_words(self, client):
        SectorFactory(name_en="Mining", name_fr="Mines et carrières", name_es="Minería")
        for query in ("mine", "carriere", "mineria", "minas OR carrière"):
            assert groups(client.get("/search/", {"q": query})) == {"sectors": 1}, query

    def test_shows_the_readers_language_where_it_answers(self, client):
        SectorFactory(name_en="Transport", name_fr="Transport", slug="transport")
        for prefix, language in (("", "en"), ("/fr", "fr")):
            (group,) = client.get(f"{prefix}/search/?q=transport").context["groups"]
            assert group.rows[0]["lang"] == language

    def test_first_come_those_that_are_called_so(self, client):
        InstrumentFactory(number="", title="Guidelines on the C188")
        InstrumentFactory(number="C188", title="Work in Fishing Convention, 2007", slug="c188")
        response = client.get("/search/?q=c188")
        assert response.context["groups"][0].rows[0]["url"] == "/instruments/c188/"
        assert "Looking for this?" in response.text

    def test_marks_the_words(self, client):
        ThemeFactory(name="Santé et sécurité", description="")
        assert "<mark>sécurité</mark>" in client.get("/search/?q=securite").text

    def test_shows_three_of_a_kind_and_all_of_it_in_pages(self, client):
        for number in range(25):
            ThemeFactory(name=f"Fishing {number:02}")
        (group,) = client.get("/search/?q=fishing").context["groups"]
        assert (group.total, len(group.rows), group.url) == (25, 3, "/search/?q=fishing&kind=themes")
        first, second = (client.get(f"{group.url}&page={page}").context["groups"][0].rows for page in (1, 2))
        assert len({row["url"] for row in (*first, *second)}) == 25
        assert client.get(f"{group.url}&page=3").status_code == 404

    def test_a_change_is_found_in_the_next_search(self, client):
        meeting = MeetingFactory(title="Coal")
        assert groups(client.get("/search/?q=coal")) == {"meetings": 1}
        Meeting.objects.filter(pk=meeting.pk).update(title_en="Copper")
        assert groups(client.get("/search/?q=coal")) == {}
        assert groups(client.get("/search/?q=copper")) == {"meetings": 1}

    def test_fields_of_records_leave_out_what_has_none(self, client):
        everything_about_fishing()
        assert groups(client.get("/search/?q=title:fishing"))["instruments"] == 1
        assert groups(client.get("/search/?q=author:fishing")) == {}

    def test_finds_a_paper_by_its_symbol_and_leads_to_its_line(self, client):
        everything_about_fishing()
        (group,) = client.get("/search/?q=mewf/2013").context["groups"]
        assert group.rows[0]["meta"] == ["Report for discussion, Meeting on fishing"]
        address, _hash, anchor = group.rows[0]["url"].partition("#")
        assert f'id="{anchor}"' in client.get(address).text

    def test_finds_people_by_their_sectors_in_any_language_and_leads_to_their_line(self, client):
        sector = SectorFactory(name_en="Mining", name_fr="Mines et carrières", slug="mining")
        TeamMemberFactory(sector=sector, person__name="Ada Stone")
        FocalPointFactory(function_en="Coordinator", function_fr="Coordination", sectors=[sector])
        for query, role in (("mining", "Coordinator"), ("carriere", "Coordination")):
            rows = client.get("/search/", {"q": query, "kind": "people"}).context["groups"][0].rows
            assert [row["title"] for row in rows] == ["Ada Stone", role], query
            for row in rows:
                address, _hash, anchor = row["url"].partition("#")
                assert f'id="{anchor}"' in client.get(address).text


class TestWaysOn:
    def test_identifier_of_one_record_leads_there(self, client):
        work = PublicationFactory(symbol="GB.328/POL/8", indexed=True)
        assert client.get("/search/?q=gb.328/pol/8").url == work.get_absolute_url()

    def test_research_alone_has_its_own_page(self, client):
        assert client.get("/search/?q=coal&kind=research").url == "/research/?q=coal"

    def test_offers_what_was_perhaps_meant(self, client):
        PublicationFactory(title="Fishing fleets", indexed=True)
        response = client.get("/search/?q=fishng")
        assert response.context["meant"]["text"] == "fishing"
        assert "/search/?q=fishing" in response.text

    def test_nothing_found_says_what_can_be_done(self, client):
        response = client.get("/search/?q=qwertzuiop")
        assert "Nothing found for “qwertzuiop”" in response.text
        assert "What you can do" in response.text

    def test_without_words_there_is_the_box_alone(self, client):
        response = client.get("/search/")
        assert response.status_code == 200
        assert "groups" not in response.context

    def test_boxes_of_home_and_search_engines_lead_here(self, client):
        body = client.get("/").text
        assert '<form role="search" action="/search/">' in body
        assert "/search/?q={search_term_string}" in body


class TestVisibility:
    @pytest.mark.parametrize("role", [None, Role.EDITOR])
    def test_drafts_are_in_no_count_or_result(self, client, client_of, user_with, role):
        everything_about_fishing(draft=True)
        browser = client_of(user_with(role)) if role else client
        assert groups(browser.get("/search/?q=fishing")) == {"sectors": 2, "countries": 1, "indicators": 1}
        assert groups(browser.get("/search/?q=fishers")) == {}

    def test_papers_are_found_only_where_everybody_may_see_them(self, client, client_of, user_with):
        for visibility in ("public", "participants", "staff"):
            DocumentFactory(title=f"Fishing, for {visibility}", visibility=visibility)
        for browser in (client, client_of(user_with(Role.EDITOR))):
            assert groups(browser.get("/search/?q=fishing")) == {"documents": 1}

    def test_names_are_found_only_of_who_agreed_to_be_shown(self, client):
        shown = FocalPointFactory(person=UserFactory(name="Ada Stone"), shows_name=True)
        FocalPointFactory(person=UserFactory(name="Bo Stone"), shows_name=False)
        TeamMemberFactory(person__name="Cy Stone", draft=True)
        TeamMemberFactory(person__name="Di Stone", person__is_active=False)
        assert groups(client.get("/search/?q=stone")) == {"people": 1}
        shown.person.name = "Ada Sand"
        shown.person.save()
        assert groups(client.get("/search/?q=stone")) == {}


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "sentence"),
        [("q=%00", "character"), ("q=" + "word+" * 61, "at most 60"), ("q=a&kind=themes&page=0", "page number")],
    )
    def test_malformed_value_is_refused(self, client, query, sentence):
        response = client.get(f"/search/?{query}")
        assert response.status_code == 400
        assert sentence in response.text

    @pytest.mark.parametrize(
        "words", ['"', "the of", "-coal", "title:", "OR", "(((", "'; --", "ünï ", "&|!:*", "{a,b}"]
    )
    def test_odd_words_are_answered(self, client, words):
        SectorFactory(name="Coal")
        assert client.get("/search/", {"q": words}).status_code == 200

    def test_unknown_kind_is_left_out_and_said(self, client):
        assert "there is no “nope”" in client.get("/search/?q=coal&kind=nope").text


def test_number_of_queries_is_constant(client):
    everything_about_fishing()
    client.get("/search/?q=fishing OR fishers")
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/search/?q=fishing OR fishers")
        counted.append(len(queries))
        everything_about_fishing_again()
        client.get("/search/?q=fishing OR fishers")
    assert counted[0] == counted[1] <= 12


def everything_about_fishing_again():
    for number in range(3):
        ThemeFactory(name=f"Fishing {number}")
        MeetingFactory(title=f"Fishing {number}")
        PublicationFactory(title=f"Fishing {number}", indexed=True)
