"""The order of results, and that pages in any order hold every record once."""

from itertools import product

import pytest
from pyroaring import BitMap

from research.models import SearchRow
from research.search import ranking
from research.search.bitmaps import Bits
from research.search.query import SearchText
from research.search.ranking import Ranked
from sector_portal.benchmark.ranking import under_the_cap
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def titles(client, query):
    return [str(result["title"]).replace("<mark>", "").replace("</mark>", "") for result in pages(client, query)]


def pages(client, query):
    """All results of a search, page after page."""
    first = client.get(f"/research/?{query}").context
    results = list(first["results"])
    for number in range(2, first["page"].paginator.num_pages + 1):
        results += client.get(f"/research/?{query}&page={number}").context["results"]
    return results


def test_title_comes_before_names_and_names_before_the_abstract(client):
    PublicationFactory(title="Three", abstract="Of asbestos.", indexed=True)
    PublicationFactory(title="Two", keywords=["asbestos"], indexed=True)
    PublicationFactory(title="One, on asbestos", date="1950", indexed=True)
    PublicationFactory(title="Author", contributors=[ContributorFactory(family="Asbestos", given="")], indexed=True)
    assert titles(client, "q=asbestos") == ["One, on asbestos", "Author", "Two", "Three"]


def test_equal_ranks_are_newest_first_and_undated_last(client):
    for date in ("1999", "2024-02", None, "2024-11-03", "2024"):
        PublicationFactory(title=f"Coal {date}", date=date, indexed=True)
    expected = ["2024-11-03", "2024-02", "2024", "1999", "None"]
    assert [title.removeprefix("Coal ") for title in titles(client, "q=coal")] == expected


def test_number_of_authors_does_not_lower_the_rank(client):
    PublicationFactory(title="Coal and one", date="2023", contributors=[ContributorFactory()], indexed=True)
    PublicationFactory(title="Coal and three", contributors=ContributorFactory.create_batch(3), indexed=True)
    assert titles(client, "q=coal") == ["Coal and three", "Coal and one"]


def test_title_as_typed_comes_first(client):
    PublicationFactory(title="Labor in coal mines", abstract="Coal labor, coal labor", date="2025", indexed=True)
    PublicationFactory(title="Coal labour", date="1950", indexed=True)
    assert titles(client, "q=coal+labor")[0] == "Coal labour"


def test_without_words_the_newest_come_first(client):
    for date in ("1999", None, "2024"):
        PublicationFactory(title=str(date), date=date, indexed=True)
    assert titles(client, "") == titles(client, "sort=relevance") == titles(client, "sort=newest")
    assert titles(client, "") == ["2024", "1999", "None"]


def test_oldest_first_has_undated_last(client):
    for date in ("2024", None, "1999-03", "1999"):
        PublicationFactory(title=str(date), date=date, indexed=True)
    assert titles(client, "sort=oldest") == ["1999", "1999-03", "2024", "None"]


def test_title_order_passes_over_case_accents_and_quotes(client):
    for title in ("Zinc", "“Éducation” for all", "economy", "Ähnlich"):
        PublicationFactory(title=title, indexed=True)
    assert titles(client, "sort=title") == ["Ähnlich", "economy", "“Éducation” for all", "Zinc"]


@pytest.mark.parametrize("query", ["", "q=coal", "sort=oldest", "sort=title", "q=coal&sort=newest", "q=-copper"])
def test_pages_hold_every_record_once(client, query):
    for _ in range(45):
        PublicationFactory(title="Coal", date="2024", indexed=True)
    urls = [result["url"] for result in pages(client, query)]
    assert len(urls) == len(set(urls)) == 45


class TestCap:
    @pytest.fixture(autouse=True)
    def a_cap_of_four(self, monkeypatch):
        monkeypatch.setattr(ranking, "CAP", 4)
        monkeypatch.setattr("research.views.CAP", 4)

    def test_up_to_the_cap_the_rank_decides(self, client):
        PublicationFactory(title="Coal", date="1950", indexed=True)
        for year in (2020, 2021, 2022):
            PublicationFactory(title=f"Paper {year}", abstract="coal", date=str(year), indexed=True)
        response = client.get("/research/?q=coal")
        assert response.context["ranked"] is None
        assert titles(client, "q=coal") == ["Coal", "Paper 2022", "Paper 2021", "Paper 2020"]

    def test_what_is_common_is_read_along_an_index_and_comes_the_same(self, client, monkeypatch):
        for year in range(2001, 2010):
            PublicationFactory(title=f"Coal {year}", abstract="mine", date=str(year), indexed=True)
        PublicationFactory(title="Paper", abstract="coal", date="2020", indexed=True)
        usual = titles(client, "q=coal"), titles(client, "q=mine")
        monkeypatch.setattr(ranking, "COMMON", 4)
        assert (titles(client, "q=coal"), titles(client, "q=mine")) == usual

    @pytest.mark.parametrize("typed", ["coal mine", "coal OR copper", '"coal mine"', "mines -copper", "title:coal"])
    def test_what_memory_tells_is_what_the_database_would_order(self, typed, monkeypatch):
        for number, parts in enumerate(product(("", "coal", "coal and coal", "coal mine"), ("", "mining", "copper"))):
            for date in ("2020", "2020-05", None):
                drawn = {"date": date, "year": 1999 if number % 3 else 2020, "language": "en" if number % 2 else "fr"}
                PublicationFactory(title=" ".join(parts), abstract="Coal mine.", **drawn, indexed=True)
        monkeypatch.setattr(ranking, "BITS", bits := Bits())
        bits.load(words=["coal", "mine"])
        text = SearchText.parse(typed)
        rows = SearchRow.objects.filter(text.condition())
        found = BitMap(rows.values_list("pk", flat=True))
        asked, told = Ranked(rows, text, len(found)), Ranked(rows, text, len(found), found)
        assert told.parts
        assert len(found) > 9
        for part in (slice(0, 3), slice(0, len(found)), slice(2, 9), slice(6, 8)):
            assert told[part] == asked[part]
        assert list(told.iterator()) == asked[0 : len(found)]

    def test_beyond_the_cap_titles_then_the_newest_and_the_page_says_so(self, client):
        for year in range(2001, 2026):
            PublicationFactory(title=f"Paper {year}", abstract="coal", date=str(year), indexed=True)
        PublicationFactory(title="Coal", date="1950", indexed=True)
        PublicationFactory(title="On the coal of many hills and of much else besides", date="1951", indexed=True)
        assert "only the first 4 of them" in client.get("/research/?q=coal").text
        found = titles(client, "q=coal")
        assert found[:2] == ["Coal", "On the coal of many hills and of much else besides"]
        assert found[2:] == [f"Paper {year}" for year in range(2025, 2000, -1)]

    def test_of_more_those_are_put_in_order_whose_titles_have_the_words_most(self, client):
        for year in range(2001, 2010):
            PublicationFactory(title=f"Coal {year}", date=str(year), indexed=True)
        PublicationFactory(title="Coal, old coal", date="1950", indexed=True)
        assert titles(client, "q=coal")[:2] == ["Coal, old coal", "Coal 2009"]

    def test_what_the_cap_costs_is_measured(self):
        for year in range(2001, 2007):
            PublicationFactory(title=f"Coal {year}", abstract="", date=str(year), indexed=True)
        PublicationFactory(title="On coal", keywords=["coal"], date="1950", indexed=True)
        (measured,) = under_the_cap(["q=coal"], first=4)
        assert measured.kept == 3 / 4
        assert 0 < measured.rank < 1

    def test_one_that_ranks_like_the_last_of_the_first_is_as_good(self):
        for year in range(2001, 2010):
            PublicationFactory(title="Coal", abstract="", date=str(year), indexed=True)
        (measured,) = under_the_cap(["q=coal"], first=4)
        assert (measured.kept, measured.rank) == (1, 1)
