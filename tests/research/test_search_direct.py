"""An identifier typed as the whole query leads straight to its record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from research.models import Publication
from research.models.identifiers import doi_of, isbn_forms, symbol_of
from research.services import set_state
from tests.factories.research import PublicationFactory
from tests.research.browsing import found

pytestmark = pytest.mark.django_db


def led_to(client, typed, prefix="", **more):
    """The address that the search leads to; empty where it shows a list."""
    response = client.get(f"{prefix}/research/", {"q": typed} | more)
    assert response.status_code in {200, 302}
    return response.headers.get("Location", "")


@pytest.fixture
def work():
    return PublicationFactory(
        title="The review", doi="10.1000/ab.182", isbn="92-2-117942-7", symbol="GB.328/POL/8", indexed=True
    )


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/ab.182",
        " 10.1000/AB.182 ",
        "doi:10.1000/ab.182",
        "DOI: 10.1000/ab.182",
        "DOI 10.1000/ab.182",
        "https://doi.org/10.1000/ab.182",
        "http://dx.doi.org/10.1000/AB.182",
        "doi.org/10.1000/ab.182",
        "https://doi.org/10.1000%2Fab.182",
        "92-2-117942-7",
        "9221179427",
        "ISBN 92 2 117942 7",
        "ISBN-13: 978-92-2-117942-9",
        "9789221179429",
        "978‑92‑2‑117942‑9",
        "GB.328/POL/8",
        "gb.328/pol/8",
        "GB.328 / POL / 8",
        "gb 328 pol 8",
        "GB328POL8",
        "GB-328-POL-8",
        "GB.328.POL.8",
    ],
)
def test_identifier_leads_to_its_record(client, work, typed):
    assert led_to(client, typed) == f"/research/{work.pk}/"


@pytest.mark.parametrize("prefix", ["/fr", "/es"])
def test_record_is_shown_in_the_language_of_the_page(client, work, prefix):
    assert led_to(client, "GB.328/POL/8", prefix) == f"{prefix}/research/{work.pk}/"


def test_filters_and_order_do_not_stand_in_the_way(client, work):
    assert led_to(client, "10.1000/ab.182", type="thesis", sort="oldest") == f"/research/{work.pk}/"


@pytest.mark.parametrize(
    "typed", ["GB.328/POL/8 review", "see 10.1000/ab.182", "GB.328/POL/80", "GB.328/POL", "review"]
)
def test_anything_else_is_searched_for(client, work, typed):
    assert led_to(client, typed) == ""


@pytest.mark.parametrize("typed", ["10.1000/ab.182", "9221179427", "GB.328/POL/8"])
def test_unpublished_records_are_not_led_to(client, work, typed):
    set_state(publication=work, state="archived")
    assert led_to(client, typed) == ""
    assert found(client, f"q={typed}") == []


def test_symbol_of_several_language_versions_lists_them(client, work):
    french = PublicationFactory(title="Le bilan", language="fr", symbol=work.symbol, version_of=work, indexed=True)
    PublicationFactory(title="On GB.328/POL/8 and more", indexed=True)
    PublicationFactory(title="Draft", symbol=work.symbol, draft=True, indexed=True)
    assert led_to(client, "GB.328/POL/8") == ""
    assert found(client, "q=gb.328/pol/8") == ["Le bilan", "The review"]
    response = client.get("/research/?q=GB.328/POL/8&type=report&page=1")
    assert 'href="?q=GB.328%2FPOL%2F8&amp;type=report&amp;exact=0"' in response.text
    set_state(publication=french, state="archived")
    assert led_to(client, "GB.328/POL/8") == f"/research/{work.pk}/"


def test_words_can_be_searched_for_instead(client, work):
    PublicationFactory(title="On GB.328/POL/8 and more", indexed=True)
    assert found(client, "q=GB.328/POL/8&exact=0") == ["On GB.328/POL/8 and more", "The review"]
    assert client.get("/research/?q=GB.328/POL/8&exact=0").context["words_url"] is None


def test_another_value_of_exact_is_refused(client):
    assert client.get("/research/?q=coal&exact=maybe").status_code == 400


@pytest.mark.parametrize(
    "typed", ["https://evil.example/10.1000/x", "//evil.example", "/\\evil.example/1", "10.1000/\r\nx"]
)
def test_text_never_becomes_an_address(client, work, typed):
    assert led_to(client, typed) == ""


def test_plain_words_cost_no_query_more(client, django_assert_num_queries):
    for _ in range(4):
        PublicationFactory(title="Coal mining", indexed=True)
    with django_assert_num_queries(13):
        client.get("/research/?q=coal+mining")


def test_mistyped_isbn_leads_nowhere_and_a_misprinted_one_to_its_record(client, work):
    assert led_to(client, "978-92-2-117942-7") == ""
    misprinted = PublicationFactory(isbn="92-2-117942-8", indexed=True)
    assert led_to(client, "9221179428") == f"/research/{misprinted.pk}/"


def test_isbn_of_ten_digits_may_end_in_x(client):
    work = PublicationFactory(isbn="978-0-8044-2957-3", indexed=True)
    assert led_to(client, "0-8044-2957-x") == f"/research/{work.pk}/"


def test_stored_forms_are_compared_as_the_index_has_them():
    PublicationFactory(symbol="Gb.21 / x", isbn="0 8044 2957-x")
    rows = Publication.objects.alias(
        symbol_form=Publication._meta.indexes[0].expressions[0], isbn_form=Publication._meta.indexes[1].expressions[0]
    )
    assert rows.filter(symbol_form="GB21X", isbn_form="080442957X").exists()


@given(st.text(max_size=60) | st.text(alphabet="10./GBPOL-Xx9785 %", max_size=40))
def test_any_text_can_be_asked(text):
    assert isinstance(doi_of(text), str)
    assert symbol_of(symbol_of(text)) == symbol_of(text)
    forms = isbn_forms(text)
    assert len(forms) in {0, 1, 2}
    assert all(isbn_forms(form) == forms for form in forms)
