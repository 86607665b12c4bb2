import pytest

from tests.factories.groundwork import AreaFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import FocalPointFactory, GoodPracticeFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def thailand():
    return AreaFactory(code="tha", name="Thailand", parent=AreaFactory(region=True, code="142", name="Asia"))


def test_country_counts_its_records_by_sector_and_theme(client, thailand):
    sector, theme = SectorFactory(slug="fishing"), ThemeFactory(slug="skills")
    PublicationFactory(areas=[thailand], sectors=[sector], themes=[theme], indexed=True)
    PublicationFactory(areas=[thailand], areas__provenance="suggested", sectors=[sector], indexed=True)
    PublicationFactory(sectors=[sector], indexed=True)
    response = client.get("/countries/tha/")
    records = response.context["records"]
    assert (records.total, records.suggested) == (2, 1)
    assert [(row["value"], row["count"]) for row in records.sectors] == [("fishing", 2)]
    assert [(row["value"], row["count"]) for row in records.themes] == [("skills", 1)]
    for address in ("?country=tha&amp;sector=fishing", "?country=tha&amp;theme=skills", "/themes/skills/"):
        assert address in response.text
    assert client.get("/research/?country=tha&sector=fishing").context["page"].paginator.count == 2
    assert "Asia" in response.text


def test_country_puts_stated_tags_before_suggested_ones(client, thailand):
    guess = PublicationFactory(areas=[thailand], areas__provenance="suggested", date="2026", indexed=True)
    sure = PublicationFactory(areas=[thailand], areas__provenance="source", date="1999", indexed=True)
    assert list(client.get("/countries/tha/").context["research"]) == [sure, guess]


def test_country_without_records_says_so(client, thailand):
    assert "Nothing on record" in client.get("/countries/tha/").text


def test_code_in_capitals_leads_to_the_page(client, thailand):
    response = client.get("/fr/countries/THA/")
    assert (response.status_code, response.headers["Location"]) == (301, "/fr/countries/tha/")


@pytest.mark.parametrize("code", ["xyz", "142"])
def test_what_is_no_country_is_not_found(client, thailand, code):
    assert client.get(f"/countries/{code}/").status_code == 404


def test_list_links_countries_with_records_and_names_the_others(client, thailand):
    laos = AreaFactory(code="lao", name="Laos", parent=thailand.parent)
    nowhere = AreaFactory(code="ata", name="Antarctica")
    PublicationFactory(areas=[thailand], indexed=True)
    response = client.get("/countries/")
    assert response.context["regions"] == [(thailand.parent, [(thailand, 1)], [laos]), (None, [], [nowhere])]
    assert "/countries/tha/" in response.text
    assert "/countries/lao/" not in response.text
    assert "Laos" in response.text


def test_drafts_change_nothing_public(client, thailand):
    pages = ("/countries/", "/countries/tha/")
    before = [client.get(page).text for page in pages]
    PublicationFactory(areas=[thailand], themes=[ThemeFactory(draft=True)], draft=True, indexed=True)
    assert [client.get(page).text for page in pages] == before


@pytest.mark.parametrize("rows", [1, 4])
def test_country_asks_a_constant_number_of_queries(client, thailand, rows, django_assert_max_num_queries):
    for _ in range(rows):
        PublicationFactory(
            areas=[thailand, AreaFactory()], sectors=[SectorFactory()], themes=[ThemeFactory()], indexed=True
        )
        FocalPointFactory(area=thailand, sectors=[SectorFactory()])
        GoodPracticeFactory(areas=[thailand])
    with django_assert_max_num_queries(16):
        client.get("/countries/tha/")
    with django_assert_max_num_queries(5):
        client.get("/countries/")
