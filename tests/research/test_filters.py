"""What the filters of the repository find, offer and refuse."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.groundwork import AreaFactory
from tests.factories.research import PublicationFactory, SourceFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory
from tests.research.browsing import found, options

pytestmark = pytest.mark.django_db


class TestFilters:
    def test_each_filter_narrows(self, client):
        mining, gender, peru = SectorFactory(slug="mining"), ThemeFactory(slug="gender"), AreaFactory(code="per")
        ilo = SourceFactory(slug="ilo")
        PublicationFactory(title="other", date="1980", language="fr", indexed=True)
        PublicationFactory(
            title="this",
            kind="book",
            access="free",
            gender_marker=2,
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
            "gender=2",
            "year_from=2010",
            "q=this",
            "year_from=2010&year_to=2010",
        ):
            assert found(client, query) == ["this"], query
        assert found(client, "year_to=2009") == ["other"]

    def test_gender_marker_not_targeted_is_not_the_same_as_not_judged(self, client):
        PublicationFactory(title="not targeted", gender_marker=0, indexed=True)
        PublicationFactory(title="not judged", indexed=True)
        assert found(client, "gender=0") == ["not targeted"]
        assert options(client.get("/research/"), "gender") == {"0": 1}

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

    def test_branches_lie_in_their_sector_folded_until_one_is_chosen(self, client):
        coal = BranchFactory(slug="coal", parent=SectorFactory(slug="mining"))
        PublicationFactory(sectors=[coal], indexed=True)
        assert options(client.get("/research/"), "sector") == {"mining": 1, "coal": 1}
        assert '<details class="disc within">' in client.get("/research/?sector=mining").text
        assert '<details class="disc within" open>' in client.get("/research/?sector=coal").text

    def test_chosen_branch_without_records_is_shown_in_its_sector(self, client):
        BranchFactory(slug="coal", parent=SectorFactory(slug="mining"))
        PublicationFactory(sectors=[SectorFactory(slug="tourism")], indexed=True)
        shown = options(client.get("/research/?sector=coal&sector=tourism"), "sector")
        assert shown == {"tourism": 1, "mining": 0, "coal": 0}

    def test_region_finds_and_counts_the_records_of_its_countries(self, client):
        world = AreaFactory(code="001", kind="world")
        africa = AreaFactory(code="002", kind="region", parent=world)
        southern = AreaFactory(code="018", kind="region", parent=africa)
        malawi, kenya = (AreaFactory(code=code, parent=southern) for code in ("mwi", "ken"))
        PublicationFactory(title="both", areas=[malawi, kenya], indexed=True)
        PublicationFactory(title="one", areas=[kenya], indexed=True)
        PublicationFactory(title="elsewhere", areas=[AreaFactory(code="per")], indexed=True)
        counts = {"002": 2, "018": 2, "ken": 2, "mwi": 1, "per": 1}
        assert options(client.get("/research/"), "country") == counts
        for region in ("002", "018"):
            assert found(client, f"country={region}") == ["both", "one"]
        assert found(client, "country=mwi") == ["both"]

    def test_source_says_who_is_behind_a_work_then_who_lists_it(self, client):
        ilo = SourceFactory(slug="ilo-list", kind="in-house")
        unions = SourceFactory(slug="unions", kind="constituents")
        other = SourceFactory(slug="statistics", kind="other-ilo")
        journals = SourceFactory(slug="journals", kind="external")
        PublicationFactory(title="ours", in_house=True, sources=[ilo, other, journals], indexed=True)
        PublicationFactory(title="ours, unlisted", in_house=True, indexed=True)
        PublicationFactory(title="theirs", in_house=True, sources=[other], indexed=True)
        PublicationFactory(title="union", sources=[unions, journals], indexed=True)
        PublicationFactory(title="outside", sources=[ilo], indexed=True)
        for source, titles in {
            "in-house": ["ours", "ours, unlisted"],
            "other-ilo": ["theirs"],
            "constituents": ["union"],
            "external": ["outside"],
            "journals": ["ours", "union"],
        }.items():
            assert found(client, f"source={source}") == titles
        origins = {"in-house": 2, "other-ilo": 1, "constituents": 1, "external": 1}
        assert options(client.get("/research/"), "source").items() >= origins.items()

    def test_peer_review_is_known_or_said_to_be_unknown(self, client):
        for reviewed in (True, False, None):
            PublicationFactory(title=str(reviewed), peer_reviewed=reviewed, indexed=True)
        assert options(client.get("/research/"), "peer_reviewed") == {"no": 1, "unknown": 1, "yes": 1}
        assert found(client, "peer_reviewed=yes") == ["True"]
        assert found(client, "peer_reviewed=unknown&peer_reviewed=no") == ["False", "None"]

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


class TestSince:
    @pytest.fixture(autouse=True)
    def records(self):
        for title, days in (("old", 400), ("lately", 10), ("today", 0)):
            published = timezone.now() - timedelta(days=days)
            PublicationFactory(title=f"Coal, {title}", published_at=published, indexed=True)

    def marked(self, response):
        return [result["url"] for result in response.context["results"] if result["new"]]

    @pytest.mark.parametrize(("days", "number"), [(1, 1), (30, 2), (500, 3)])
    def test_marks_what_is_new_and_says_how_much(self, client, days, number):
        day = timezone.localdate() - timedelta(days=days)
        for since in (days, day.isoformat()):
            response = client.get(f"/research/?q=coal&since={since}")
            assert response.context["page"].paginator.count == 3  # nothing is left out
            assert len(self.marked(response)) == response.context["newness"]["number"] == number
            assert response.text.count('<span class="new">') == number

    def test_other_forms_and_pages_keep_the_mark(self, client):
        response = client.get("/research/?q=coal&since=30")
        forms = response.context["forms"]
        assert all(("since", "30") in forms[name]["kept"] for name in ("search", "sort", "filters"))
        assert response.context["newness"]["url"] == "?q=coal"

    def test_ways_to_mark_are_offered(self, client):
        assert "?q=coal&amp;since=30" in client.get("/research/?q=coal").text

    def test_what_a_filter_leaves_out_is_not_counted_as_new(self, client):
        PublicationFactory(title="Coal", kind="thesis", indexed=True)
        assert client.get("/research/?since=1&type=thesis").context["newness"]["number"] == 1


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
            ("since=yesterday", "Write since=2026-03-31, or since=30"),
            ("since=2026-02-30", "neither a day nor a number of days"),
            ("since=0", "neither a day nor a number of days"),
            ("since=-3", "neither a day nor a number of days"),
            ("since=99999999", "neither a day nor a number of days"),
            ("since=٣٠", "neither a day nor a number of days"),
            ("year_from=99999", "Write a year of four digits"),
            ("&".join(f"sector=s{number}" for number in range(1000)), "too many values"),
            ("page=0", "not a page number"),
            ("page=two", "not a page number"),
            ("page=99999999999", "not a page number"),
            ("q=%00", "character"),
            ("sector=%00", "character"),
            ("q=" + "a" * 1001, "too long"),
            ("q=" + "word+" * 61, "at most 60"),
            ("q=" + "w+" * 10_000, "too long"),
            ("page=1000000000", "not a page number"),
        ],
    )
    def test_malformed_value_is_refused_with_what_would_be_right(self, client, query, sentence):
        response = client.get(f"/research/?{query}")
        assert response.status_code == 400
        assert sentence in response.text

    @pytest.mark.parametrize(
        "name",
        ["sector", "theme", "country", "type", "language", "source", "full_text", "gender", "peer_reviewed", "tags"],
    )
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

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        query=st.dictionaries(
            st.sampled_from(["q", "sector", "country", "type", "tags", "year_from", "year_to", "sort", "page", "odd"]),
            st.text(max_size=30) | st.sampled_from(["2000", "1", "title", "all", "per", '"', "-a OR -b"]),
            max_size=4,
        )
    )
    def test_any_query_string_is_answered(self, client, query):
        encoded = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in query.items()})
        assert client.get(f"/research/?{encoded}").status_code in {200, 400, 404}

    @pytest.mark.parametrize(
        "typed", ['"coal', '"', 'coal"', "the of and", "-coal", "-coal -mining", "OR", "title:", "*", "()", "&|!:*<->"]
    )
    def test_words_that_mean_little_have_a_page(self, client, typed):
        PublicationFactory(title="Coal", indexed=True)
        assert client.get("/research/", {"q": typed}).status_code == 200

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
