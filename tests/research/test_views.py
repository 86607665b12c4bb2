"""The repository's page."""

import re

import pytest
from django.db import connection
from django.utils import translation

from groundwork.access import Role
from groundwork.publishing import PublishingState
from research.models import Publication
from research.search.index import reindex
from research.services import set_state
from tests.factories.groundwork import AreaFactory
from tests.factories.research import ContributorFactory, PublicationFactory, SourceFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory
from tests.research.browsing import found, options, title

pytestmark = pytest.mark.django_db


class TestVisibility:
    @pytest.fixture
    def hidden(self):
        sector = SectorFactory(slug="mining")
        return [
            PublicationFactory(
                title=f"xyzzy {state}",
                abstract="xyzzy",
                sectors=[sector],
                kind="thesis",
                date="1951",
                state=state,
                indexed=True,
            )
            for state in PublishingState
            if state != PublishingState.PUBLISHED
        ]

    @pytest.mark.usefixtures("hidden")
    @pytest.mark.parametrize("role", [None, Role.EDITOR])
    def test_unpublished_records_are_in_no_result_count_facet_or_snippet(self, client, client_of, user_with, role):
        PublicationFactory(title="xyzzy open", kind="book", date="2024", indexed=True)
        browser = client_of(user_with(role)) if role else client
        for query in ("", "q=xyzzy", "sort=oldest", "q=-nothing"):
            response = browser.get(f"/research/?{query}")
            assert response.context["page"].paginator.count == 1
            assert response.context["record_count"] == 1
            assert [str(result["title"]) for result in response.context["results"]] in (
                ["xyzzy open"],
                ["<mark>xyzzy</mark> open"],
            )
            assert options(response, "type") == {"book": 1}
            assert options(response, "sector") == {}
            assert [decade["label"] for decade in response.context["forms"]["filters"]["decades"]] == ["2020–2029"]
        assert found(browser, "sector=mining") == found(browser, "type=thesis") == []

    def test_record_shows_at_once_when_published_and_goes_at_once_when_archived(self, client, hidden):
        set_state(publication=hidden[0], state=PublishingState.PUBLISHED)
        assert found(client, "q=xyzzy") == [hidden[0].title]
        set_state(publication=hidden[0], state=PublishingState.ARCHIVED)
        assert found(client, "q=xyzzy") == []


class TestPage:
    def test_heading_and_title_say_what_was_found(self, client):
        for _ in range(21):
            PublicationFactory(title="Coal", indexed=True)
        response = client.get("/research/?q=coal&page=2")
        assert "21 results for “coal”" in response.text
        assert title(response) == "coal, 21 results (page 2 of 2). Research – SECTOR"
        assert title(client.get("/research/")) == "Research – SECTOR"

    def test_single_result_is_one(self, client):
        PublicationFactory(title="Coal", indexed=True)
        response = client.get("/research/?q=coal")
        assert "1 result for “coal”" in response.text
        assert title(response) == "coal, 1 result. Research – SECTOR"

    def test_chip_leads_to_the_search_without_it(self, client):
        PublicationFactory(title="Coal", kind="book", sectors=[SectorFactory(slug="mining")], indexed=True)
        chips = client.get("/research/?q=coal&sector=mining&type=book&year_from=2001&page=1").context["chips"]
        assert [(chip.label, chip.url) for chip in chips] == [
            ("Book", "?q=coal&sector=mining&year_from=2001"),
            (chips[1].label, "?q=coal&type=book&year_from=2001"),
            ("From 2001", "?q=coal&sector=mining&type=book"),
        ]

    def test_forms_send_along_what_they_do_not_ask(self, client):
        PublicationFactory(title="Coal", kind="book", indexed=True)
        forms = client.get("/research/?q=coal&type=book&year_to=2030&sort=oldest&page=1").context["forms"]
        assert forms["search"]["kept"] == [("type", "book"), ("year_to", "2030"), ("sort", "oldest")]
        assert forms["sort"]["kept"] == [("q", "coal"), ("type", "book"), ("year_to", "2030")]
        assert forms["filters"]["kept"] == [("q", "coal"), ("sort", "oldest")]

    def test_search_engines_are_kept_out_of_filtered_views_only(self, client):
        PublicationFactory(title="Coal", indexed=True)
        robots = '<meta name="robots" content="noindex,follow">'
        assert robots not in client.get("/research/").text
        for query in ("q=coal", "type=book", "sort=oldest", "sector=nope"):
            assert robots in client.get(f"/research/?{query}").text

    def test_links_that_filter_are_not_to_be_followed(self, client):
        PublicationFactory(title="Coal", kind="report", indexed=True)
        body = client.get("/research/?q=coal&type=report").text
        for href in ("?q=coal", "?q=coal&amp;type=report&amp;year_from=2020&amp;year_to=2029"):
            assert re.search(rf'href="{re.escape(href)}"[^>]* rel="nofollow"', body), href

    def test_what_was_typed_stays_text(self, client):
        PublicationFactory(title="Coal", indexed=True)
        assert "<b>coal" not in client.get("/research/", {"q": '"><b>coal'}).text

    def test_long_list_of_authors_is_cut(self, client):
        PublicationFactory(contributors=ContributorFactory.create_batch(5), indexed=True)
        assert "2 more" in client.get("/research/").text

    def test_names_are_in_the_language_of_the_page(self, client):
        mining = SectorFactory(slug="mining", name_en="Mining", name_fr="Mines", name_es="Minería")
        PublicationFactory(sectors=[mining], language="fr", indexed=True)
        with translation.override("fr"):
            body = client.get("/fr/research/?sector=mining").text
        assert "Mines" in body
        assert "français" in body.lower()

    @pytest.mark.parametrize("number", [4, 6])
    def test_number_of_queries_is_constant(self, client, django_assert_num_queries, number):
        for _ in range(number):
            PublicationFactory(
                title="Coal",
                abstract="coal",
                sectors=[SectorFactory(), BranchFactory()],
                themes=[ThemeFactory()],
                areas=[AreaFactory()],
                sources=[SourceFactory()],
                contributors=ContributorFactory.create_batch(2),
                indexed=True,
            )
        with django_assert_num_queries(13):
            client.get("/research/?q=coal&year_from=2000")


class TestSayingWhatWasDone:
    def test_completed_last_word_is_named(self, client):
        PublicationFactory(title="Labour migration", indexed=True)
        assert "No record has the word “migrati”" in client.get("/research/?q=labour+migrati").text
        assert "No record has the word" not in client.get("/research/?q=labour").text

    def test_more_than_can_be_leafed_through_is_said(self, client, monkeypatch):
        monkeypatch.setattr("research.views.REACHABLE", 20)
        for _ in range(21):
            PublicationFactory(title="Coal", indexed=True)
        response = client.get("/research/?q=coal")
        assert "21 results for “coal”" in response.text
        assert "Only the first 20 results can be leafed through" in response.text
        assert client.get("/research/?q=coal&page=2").status_code == 404

    def test_nothing_found_leads_to_everything_and_to_the_gaps(self, client):
        body = client.get("/research/?q=qwertzuiop").text
        assert 'href="/search/?q=qwertzuiop"' in body
        assert 'href="/research/gaps/"' in body


class TestNothingFound:
    def test_each_filter_and_all_can_be_taken_away(self, client):
        SectorFactory(slug="empty")
        PublicationFactory(title="Coal", kind="book", indexed=True)
        response = client.get("/research/?q=coal&sector=empty&type=book&year_from=2000")
        assert "Nothing found for “coal”" in response.text
        assert title(response) == "coal, nothing found. Research – SECTOR"
        ways = [(str(way["label"]), way["number"], way["url"]) for way in response.context["wider"]]
        assert ways == [("Sector", 1, "?q=coal&type=book&year_from=2000"), ("", 1, "?q=coal")]

    def test_any_one_of_the_words_can_be_searched_for(self, client):
        PublicationFactory(title="Fishing safety", kind="book", indexed=True)
        PublicationFactory(title="Safety", kind="thesis", indexed=True)
        response = client.get("/research/?q=fishng+safety&type=book&page=1")
        assert response.context["any_word"] == {"number": 1, "url": "?q=%22fishng%22+OR+%22safety%22&type=book"}
        assert found(client, response.context["any_word"]["url"][1:]) == ["Fishing safety"]
        for query in ("q=fishng", "q=fishng+sfety", "type=report", "q=fishng+OR+sfety"):
            assert client.get(f"/research/?{query}").context["any_word"] is None

    def test_way_that_finds_nothing_is_not_offered(self, client):
        PublicationFactory(title="Coal", indexed=True)
        assert client.get("/research/?q=zebra&type=book").context["wider"] == []

    def test_empty_repository_has_a_page(self, client):
        response = client.get("/research/")
        assert response.status_code == 200
        assert "Nothing found" in response.text


@pytest.mark.django_db(transaction=True)
def test_search_that_is_too_heavy_is_cut_off_and_says_when_to_ask_again(client):
    """The bound is a server's own (STATEMENT_SECONDS), made small enough for a few hundred records."""
    reindex(work.pk for work in Publication.objects.bulk_create(PublicationFactory.build() for _ in range(500)))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout TO '1ms'")
        try:
            response = client.get("/research/", {"q": "OR ".join(f"work{number} " for number in range(50))})
        finally:
            cursor.execute("SET statement_timeout TO DEFAULT")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "Traceback" not in response.text
    assert client.get("/research/").context["total"] == 500
