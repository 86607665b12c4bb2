"""Did you mean: offered where few records answer, and only what finds more."""

import pytest

from research.models import SearchWord
from research.search.query import MOST_WORDS
from research.services import set_state
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.research.browsing import found

pytestmark = pytest.mark.django_db


def meant(client, typed, prefix="", **more):
    offer = client.get(f"{prefix}/research/", {"q": typed} | more).context["meant"]
    return offer and offer["text"]


@pytest.fixture
def works():
    return [
        *(PublicationFactory(title="Fishing safety at sea", kind="book", indexed=True) for _ in range(12)),
        PublicationFactory(title="La sécurité des travailleurs", language="fr", indexed=True),
        PublicationFactory(title="La minería artesanal", language="es", indexed=True),
    ]


@pytest.mark.usefixtures("works")
class TestOffer:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("fishng safety", "fishing safety"),
            ("fsihing safety", "fishing safety"),
            ("fishing saftey", "fishing safety"),
            ("fish-ing safety", "fishing safety"),
            ("gishing safety", "fishing safety"),
            ("FISHNG safety", "fishing safety"),
            ("fishng sfety", "fishing safety"),
            ('"fishng safety"', '"fishing safety"'),
            ("title:fishng", "title:fishing"),
            ("fishng -tuna", "fishing -tuna"),
            ("fishng OR coal", "fishing OR coal"),
            ("securte", "sécurité"),
            ("sécurte travailleurs", "sécurité travailleurs"),
            ("minerria artesanal", "minería artesanal"),
            ("fishingsafety", "fishing safety"),
            ("fish ing safety", "fishing safety"),
            ("title:fishingsafety", "title:fishing safety"),
        ],
    )
    def test_misspelt_words_are_put_right(self, client, typed, expected):
        assert meant(client, typed) == expected

    @pytest.mark.parametrize("prefix", ["", "/fr", "/es"])
    def test_link_leads_to_it_under_the_same_filters(self, client, prefix):
        response = client.get(f"{prefix}/research/?q=fishng&type=book&page=1")
        assert response.context["meant"] == {"text": "fishing", "number": 12, "url": "?q=fishing&type=book"}
        assert 'href="?q=fishing&amp;type=book"' in response.text
        assert len(found(client, "q=fishing&type=book")) == 12

    @pytest.mark.parametrize(
        "typed", ["fishing safety", "qwertzuiop", "fshg", "12345", "-fishng", "fis", "GB.1/fishng2", "", "!!", "OR"]
    )
    def test_nothing_is_offered_where_nothing_finds_more(self, client, typed):
        assert meant(client, typed) is None

    @pytest.mark.parametrize("typed", ["fishing safety abroad", "abroad fishing safety at sea"])
    def test_where_nothing_has_all_words_the_search_without_one_is_offered(self, client, typed):
        PublicationFactory(title="Abroad", indexed=True)
        assert meant(client, typed) == " ".join(typed.replace("abroad", "").split())

    @pytest.mark.parametrize(
        "typed", ['"fishing safety" abroad', "fishing OR safety -sea abroad", "author:fishing abroad"]
    )
    def test_no_word_is_left_out_of_what_says_more_than_words(self, client, typed):
        assert meant(client, typed) is None

    def test_last_word_that_few_records_have_may_be_a_beginning(self, client):
        PublicationFactory(title="Safe as SAF", indexed=True)
        offered = client.get("/research/", {"q": "fishing saf"}).context
        assert offered["meant"]["text"] == "fishing saf*"
        assert offered["longer"] == {"word": "saf", "url": "?q=fishing+saf%2A"}
        assert len(found(client, "q=fishing+saf*")) == 12
        for typed in ("fishing", "fishing saf*", "fishing safe -sea", "2019"):
            longer = client.get("/research/", {"q": typed}).context["longer"]
            assert longer == ((typed == "fishing" and {"word": "fishing", "url": "?q=fishing%2A"}) or None), typed

    def test_filters_that_leave_nothing_leave_no_offer(self, client):
        assert meant(client, "fishng", type="thesis") is None

    def test_result_of_a_few_has_its_offer_above(self, client):
        PublicationFactory(title="Fishng", indexed=True)
        response = client.get("/research/?q=fishng")
        assert response.context["page"].paginator.count == 1
        assert response.context["meant"]["text"] == "fishing"
        assert "It has 12 results" in response.text
        assert len(response.context["instead"]) == 10

    @pytest.mark.parametrize(("prefix", "said"), [("", "First results for"), ("/fr", "Premiers"), ("/es", "Primeros")])
    def test_first_results_of_it_are_shown_where_nothing_is_found(self, client, prefix, said):
        response = client.get(f"{prefix}/research/?q=fishng")
        assert response.context["page"].paginator.count == 0
        assert [result["title"] for result in response.context["instead"]] == [
            "<mark>Fishing</mark> safety at sea"
        ] * 10
        assert said in response.text
        assert client.get("/research/?q=qwertzuiop").context["instead"] is None

    def test_word_that_exists_is_doubted_only_for_many_more(self, client):
        PublicationFactory(title="Wishing", indexed=True)
        PublicationFactory(title="Securite, serenite", indexed=True)
        assert meant(client, "wishing") == "fishing"
        assert meant(client, "serenite") is None

    def test_what_was_typed_stays_text(self, client):
        body = client.get("/research/", {"q": '<i>fishng"><i>'}).text
        assert "Did you mean" in body
        assert "<i>" not in body

    def test_most_words_of_a_search_can_be_wrong(self, client):
        assert client.get("/research/", {"q": "fishng " * MOST_WORDS}).status_code == 200


class TestHiding:
    def test_words_of_unpublished_records_are_never_offered(self, client):
        PublicationFactory(title="Plutonium", draft=True, indexed=True)
        withdrawn = PublicationFactory(title="Uranium", indexed=True)
        assert meant(client, "uranim") == "uranium"
        set_state(publication=withdrawn, state="archived")
        assert SearchWord.objects.filter(word="uranium").exists()
        assert meant(client, "plutonim") is meant(client, "uranim") is None

    def test_names_are_offered(self, client):
        PublicationFactory(contributors=[ContributorFactory(family="Meunier")], date="2007", indexed=True)
        assert meant(client, "meuneir 2007") == "meunier 2007"


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_is_constant(client, django_assert_num_queries, number):
    for _ in range(number):
        PublicationFactory(title="Fishing safety", indexed=True)
    with django_assert_num_queries(15):  # of a list, and two
        client.get("/research/?q=safety+fishng+OR+fishing")
    with django_assert_num_queries(17):  # with the search for any of the words, and the results of another one
        client.get("/research/?q=safety+fishng")
