import pytest
from django.core.exceptions import ValidationError

from groundwork.access import Verb, can
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import (
    CountryPriorityFactory,
    CountryProgrammeFactory,
    FocalPointFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    SectorFactory,
    ThemeFactory,
)

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


def test_country_shows_its_programme_and_its_dated_priorities_with_their_sources(client, thailand):
    fishing = SectorFactory(slug="fishing", name="Fishing")
    programme = CountryProgrammeFactory(
        area=thailand, title="Programme of Thailand", start="2019", end="2021", url="https://www.example.org/dwcp"
    )
    CountryPriorityFactory(
        area=thailand, programme=programme, sectors=[fishing], text="Fair recruitment", date="2019-06", source="P. 7"
    )
    CountryPriorityFactory(area=thailand, sectors=[fishing], text="Unsaid", draft=True)
    CountryProgrammeFactory(area=thailand, title="Unwritten", draft=True)
    CountryPriorityFactory(text="Elsewhere")
    body = client.get("/countries/tha/").text
    for words in (
        "Programme of Thailand",
        "2019 – 2021",
        "/dwcp",
        "Fair recruitment",
        "as of June 2019",
        "P. 7",
        "Fishing",
    ):
        assert words in body
    for words in ("Unsaid", "Unwritten", "Elsewhere"):
        assert words not in body


def test_country_without_a_programme_has_no_hole(client, thailand):
    PublicationFactory(areas=[thailand], indexed=True)
    assert "priorities" not in client.get("/countries/tha/").text


def test_priority_is_entered_by_the_specialists_of_its_sectors(client_of, user_with, thailand):
    mining = SectorFactory()
    own = CountryPriorityFactory(area=thailand, sectors=[mining], text="Ours", draft=True)
    CountryPriorityFactory(area=thailand, sectors=[SectorFactory()], text="Theirs", draft=True)
    specialist = user_with("specialist", teams=[mining])
    assert can(specialist, Verb.CHANGE, own)
    assert not can(specialist, Verb.PUBLISH, own)
    body = client_of(specialist).get("/countries/tha/").text
    assert "Ours" in body
    assert "Theirs" not in body


def test_programme_of_a_priority_is_of_the_same_country(db, thailand):
    priority = CountryPriorityFactory(area=thailand)
    priority.programme = CountryProgrammeFactory()
    with pytest.raises(ValidationError, match="another country"):
        priority.full_clean()


def test_country_shows_the_outcomes_that_name_it_their_meetings_and_the_instruments_of_its_practices(client, thailand):
    outcome = OutcomeFactory(areas=[thailand], text="Fishers of Thailand.")
    OutcomeFactory(areas=[thailand], draft=True)
    c188 = InstrumentFactory(number="C188")
    GoodPracticeFactory(areas=[thailand], instruments=[c188, InstrumentFactory(draft=True)])
    response = client.get("/countries/tha/")
    assert (response.context["outcomes"], response.context["outcome_count"]) == ([outcome], 1)
    assert list(response.context["meetings"]) == [outcome.meeting]
    assert list(response.context["instruments"]) == [c188]
    for words in ("Fishers of Thailand.", "C188", 'id="news"'):
        assert words in response.text


@pytest.mark.parametrize("rows", [1, 4])
def test_country_asks_a_constant_number_of_queries(client, thailand, rows, django_assert_max_num_queries):
    for _ in range(rows):
        PublicationFactory(
            areas=[thailand, AreaFactory()], sectors=[SectorFactory()], themes=[ThemeFactory()], indexed=True
        )
        FocalPointFactory(area=thailand, sectors=[SectorFactory()])
        CountryPriorityFactory(
            area=thailand, sectors=[SectorFactory()], programme=CountryProgrammeFactory(area=thailand)
        )
        OutcomeFactory(areas=[thailand])
        GoodPracticeFactory(areas=[thailand], instruments=[InstrumentFactory()])
    with django_assert_max_num_queries(20):
        client.get("/countries/tha/")
    with django_assert_max_num_queries(5):
        client.get("/countries/")
