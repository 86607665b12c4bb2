"""The repository's page."""

import re

import pytest
from django.utils import translation

from groundwork.access import Role
from groundwork.publishing import PublishingState
from research.services import set_state
from tests.factories.groundwork import AreaFactory
from tests.factories.research import ContributorFactory, PublicationFactory, SourceFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def found(client, query=""):
    """Titles of the first page, sorted."""
    response = client.get(f"/research/?{query}")
    assert response.status_code == 200
    return sorted(re.sub("</?mark>", "", result["title"]) for result in response.context["results"])


def options(response, facet):
    columns = {column["name"]: column["options"] for column in response.context["forms"]["filters"]["facets"]}
    return {option["value"]: option["count"] for option in columns.get(facet, [])}


def title(response):
    return re.search("<title>(.*?)</title>", response.text, re.DOTALL)[1].strip()


class TestFilters:
    def test_each_filter_narrows(self, client):
        mining, gender, peru = SectorFactory(slug="mining"), ThemeFactory(slug="gender"), AreaFactory(code="per")
        ilo = SourceFactory(slug="ilo")
        PublicationFactory(title="other", date="1980", language="fr", indexed=True)
        PublicationFactory(
            title="this",
            kind="book",
            access="free",
            date="2010",
            language="es",
            sectors=[mining],
            themes=[gender],
            areas=[peru],
            sources=[ilo],
            indexed=True,
        )
        for query in (
            "sector=mining",
            "theme=gender",
            "country=per",
            "country=PER",
            "type=book",
            "language=es",
            "source=ilo",
            "full_text=free",
            "year_from=2010",
            "q=this",
            "year_from=2010&year_to=2010",
        ):
            assert found(client, query) == ["this"], query
        assert found(client, "year_to=2009") == ["other"]

    def test_values_of_one_facet_widen_and_facets_narrow(self, client):
        a, b = SectorFactory(slug="a"), SectorFactory(slug="b")
        PublicationFactory(title="a book", kind="book", sectors=[a], indexed=True)
        PublicationFactory(title="b book", kind="book", sectors=[b], indexed=True)
        PublicationFactory(title="b thesis", kind="thesis", sectors=[b], indexed=True)
        assert found(client, "sector=a&sector=b") == ["a book", "b book", "b thesis"]
        assert found(client, "sector=a&sector=b&type=book") == ["a book", "b book"]

    def test_sector_finds_records_of_its_branches_and_branch_only_its_own(self, client):
        coal = BranchFactory(slug="coal", parent=SectorFactory(slug="mining"))
        PublicationFactory(title="coal", sectors=[coal], indexed=True)
        PublicationFactory(title="mining", sectors=[coal.parent], indexed=True)
        assert found(client, "sector=mining") == ["coal", "mining"]
        assert found(client, "sector=coal") == ["coal"]

    def test_records_of_all_sectors_are_an_option_of_their_own(self, client):
        PublicationFactory(title="everywhere", all_sectors=True, indexed=True)
        PublicationFactory(title="mining", sectors=[SectorFactory(slug="mining")], indexed=True)
        assert found(client, "sector=mining") == ["mining"]
        assert found(client, "sector=all-sectors") == ["everywhere"]

    def test_suggested_tags_count_unless_only_confirmed_ones_shall(self, client):
        mining = SectorFactory(slug="mining")
        PublicationFactory(title="sure", sectors=[mining], indexed=True)
        PublicationFactory(title="perhaps", sectors=[mining], sectors__provenance="suggested", indexed=True)
        for tags in ("", "&tags=all", "&tags=confirmed&tags=suggested"):
            assert found(client, f"sector=mining{tags}") == ["perhaps", "sure"]
        assert found(client, "sector=mining&tags=confirmed") == ["sure"]
        assert found(client, "sector=mining&tags=suggested") == ["perhaps"]

    def test_suggested_tag_is_shown_as_such(self, client):
        mining = SectorFactory(name="Mining")
        PublicationFactory(sectors=[mining], sectors__provenance="suggested", indexed=True)
        body = client.get("/research/").text
        assert '<span class="sug">Mining (suggested)</span>' in body
        assert "1 suggested" in body

    def test_branches_show_below_their_sector_once_it_is_chosen(self, client):
        coal = BranchFactory(slug="coal", parent=SectorFactory(slug="mining"))
        PublicationFactory(sectors=[coal], indexed=True)
        assert list(options(client.get("/research/"), "sector")) == ["mining"]
        assert list(options(client.get("/research/?sector=mining"), "sector")) == ["mining", "coal"]
        assert list(options(client.get("/research/?sector=coal"), "sector")) == ["mining", "coal"]

    def test_option_without_records_is_hidden_unless_it_is_ticked(self, client):
        SectorFactory(slug="empty")
        PublicationFactory(sectors=[SectorFactory(slug="mining")], indexed=True)
        assert "empty" not in options(client.get("/research/"), "sector")
        response = client.get("/research/?sector=empty&sector=mining")
        assert options(response, "sector") == {"mining": 1, "empty": 0}

    def test_own_choice_is_ignored_when_options_are_counted(self, client):
        PublicationFactory(kind="book", language="en", indexed=True)
        PublicationFactory(kind="thesis", language="fr", indexed=True)
        response = client.get("/research/?type=book")
        assert options(response, "type") == {"book": 1, "thesis": 1}
        assert options(response, "language") == {"en": 1}

    def test_draft_theme_is_no_option(self, client):
        secret = ThemeFactory(slug="secret", name="Secret", draft=True)
        PublicationFactory(title="Open", themes=[secret], indexed=True)
        response = client.get("/research/")
        assert options(response, "theme") == {}
        assert "Secret" not in client.get("/research/?theme=secret").text


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


class TestBadInput:
    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("year_from=abc", "Write a year of four digits"),
            ("year_to=20066", "Write a year of four digits"),
            ("year_from=-2006", "Write a year of four digits"),
            ("year_from=٢٠٠٦", "Write a year of four digits"),
            ("year_from=2010&year_to=2000", "Write the earlier year first"),
            ("sort=nonsense", "Write sort=relevance"),
            ("page=0", "not a page number"),
            ("page=two", "not a page number"),
            ("page=99999999999", "not a page number"),
            ("q=%00", "character"),
            ("sector=%00", "character"),
            ("q=" + "a" * 1001, "too long"),
            ("q=" + "word+" * 61, "at most 60"),
        ],
    )
    def test_malformed_value_is_refused_with_what_would_be_right(self, client, query, sentence):
        response = client.get(f"/research/?{query}")
        assert response.status_code == 400
        assert sentence in response.text

    @pytest.mark.parametrize("name", ["sector", "theme", "country", "type", "language", "source", "full_text", "tags"])
    def test_unknown_value_is_left_out_and_said(self, client, name):
        PublicationFactory(title="Coal", indexed=True)
        response = client.get(f"/research/?{name}=nope&q=coal")
        assert "there is no “nope”" in response.text
        assert found(client, f"{name}=nope&q=coal") == ["Coal"]
        assert "nope" not in response.context["clear_url"]

    @pytest.mark.parametrize("value", ["../etc", "<script>", "'; --", "%ff", "mining,coal", "ünï", "1" * 900])
    def test_odd_values_are_answered_in_words(self, client, value):
        for name in ("sector", "country", "tags", "q"):
            response = client.get("/research/", {name: value})
            assert response.status_code == 200
            assert "<script>" not in response.text

    def test_empty_values_are_no_filters(self, client):
        PublicationFactory(title="Coal", indexed=True)
        query = "q=&sector=&theme=&country=&type=&language=&year_from=&year_to=&source=&sort=&page=&tags="
        assert found(client, query) == ["Coal"]
        assert client.get(f"/research/?{query}").context["chips"] == []

    def test_page_past_the_end_leads_to_the_last(self, client):
        for _ in range(21):
            PublicationFactory(title="Coal", indexed=True)
        assert len(client.get("/research/?q=coal&page=2").context["results"]) == 1
        response = client.get("/research/?q=coal&page=3")
        assert response.status_code == 404
        assert "?q=coal&amp;page=2" in response.text

    def test_only_reading_is_answered(self, client):
        assert client.post("/research/").status_code == 405
        assert client.head("/research/").status_code == 200


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

    @pytest.mark.parametrize("number", [1, 3])
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
        with django_assert_num_queries(12):
            client.get("/research/?q=coal&year_from=2000")


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
