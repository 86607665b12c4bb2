"""The directory: who is responsible for what, by sector, region, unit and group; never an address."""

import pytest

from groundwork.permanent_ids import id_of
from tests.factories.accounts import OrganisationFactory, UnitFactory, UserFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.sectors import (
    BranchFactory,
    FocalPointFactory,
    SectorFactory,
    SectorGroupFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining")


def of_workers(**fields):
    return FocalPointFactory(unit=None, organisation=OrganisationFactory(kind="workers", name="ITF"), **fields)


def roles(client, query=""):
    return [entry.role for entry in client.get(f"/people/{query}").context["page"]]


def test_teams_come_first_then_the_office_then_the_constituents(client, mining):
    of_workers(function="Union")
    FocalPointFactory(function="Field")
    TeamMemberFactory(sector=mining, responsibility="Specialist")
    response = client.get("/people/")
    assert roles(client) == ["Specialist", "Field", "Union"]
    assert [entry.belongs_to for entry in response.context["page"]] == ["Office", "Office", "Workers"]
    assert response.context["heading"] == "3 entries"


def test_each_filter_narrows(client, mining):
    world = AreaFactory(code="001", region=True, kind="world")
    africa = AreaFactory(code="002", region=True, parent=world)
    kenya = AreaFactory(code="ken", parent=AreaFactory(code="202", region=True, parent=africa))
    lima, shipping = UnitFactory(code="lima"), SectorFactory(slug="shipping")
    FocalPointFactory(function="Field", unit=lima, sectors=[BranchFactory(slug="coal", parent=mining)])
    of_workers(function="Union", area=kenya, sectors=[shipping])
    of_workers(function="Africa", area=africa, sectors=[shipping])
    TeamMemberFactory(sector=mining, responsibility="Team", person=UserFactory(unit=lima))
    for query, found in (
        ("?sector=mining", ["Team", "Field"]),
        ("?sector=coal", ["Team", "Field"]),
        ("?sector=shipping", ["Union", "Africa"]),
        ("?region=002", ["Union", "Africa"]),
        ("?unit=lima", ["Team", "Field"]),
        ("?group=office", ["Team", "Field"]),
        ("?group=workers", ["Union", "Africa"]),
        ("?group=employers", []),
        ("?group=office&group=workers", ["Team", "Field", "Union", "Africa"]),
        ("?group=workers&region=002&sector=mining", []),
    ):
        assert sorted(roles(client, query)) == sorted(found), query


def test_whoever_is_for_all_sectors_is_found_under_each(client, mining):
    FocalPointFactory(function="For all")
    FocalPointFactory(function="Other", sectors=[SectorFactory()])
    assert roles(client, "?sector=mining") == ["For all"]
    assert "All sectors" in client.get("/people/").text


def test_names_appear_once_a_person_has_agreed_and_addresses_never(client, mining):
    for name, shows in (("Amina", True), ("Berta", False)):
        person = UserFactory(name=name, email=f"{name}@portal.test".lower())
        FocalPointFactory(person=person, shows_name=shows, sectors=[mining])
    TeamMemberFactory(person__name="Clara", person__email="clara@portal.test", sector=mining)
    TeamMemberFactory(person__name="Dora", sector=mining, draft=True)
    TeamMemberFactory(person__name="Elsa", person__is_active=False, sector=mining)
    names = ("Amina", "Berta", "Clara", "Dora", "Elsa")
    for address in ("/people/", "/sectors/mining/"):
        page = client.get(address).text
        assert [name for name in names if name in page] == ["Amina", "Clara"]
        assert "portal.test" not in page


def test_each_leads_to_the_form_with_whom_it_is_for(client, mining):
    point, member = FocalPointFactory(), TeamMemberFactory(sector=mining)
    page = client.get("/people/").text
    for row in (point, member):
        address = f"/contact/?kind=contact&about={id_of(row).urn}"
        assert address.replace("&", "&amp;") in page
        assert "Your message concerns" in client.get(address).text


def test_sector_and_country_show_their_own(client, mining):
    africa = AreaFactory(code="002", region=True)
    AreaFactory(code="ken", parent=africa)
    FocalPointFactory(function="For Africa", area=africa, sectors=[SectorFactory()])
    FocalPointFactory(function="For mining", sectors=[mining])
    TeamMemberFactory(responsibility="Of the group", sector=None, group=mining.group)
    TeamMemberFactory(responsibility="Of another", sector=None, group=SectorGroupFactory())
    of_mining, of_kenya = client.get("/sectors/mining/").text, client.get("/countries/ken/").text
    shown = ("For Africa", "For mining", "Of the group", "Of another")
    assert [word for word in shown if word in of_mining] == ["For mining", "Of the group"]
    assert [word for word in shown if word in of_kenya] == ["For Africa"]


def test_drafts_change_nothing_public(client, mining):
    FocalPointFactory(function="Shown", sectors=[mining])
    before = [client.get(address).text for address in ("/people/", "/sectors/mining/")]
    FocalPointFactory(function="Hidden", unit=UnitFactory(name="Nowhere"), sectors=[mining], draft=True)
    TeamMemberFactory(sector=mining, draft=True)
    assert [client.get(address).text for address in ("/people/", "/sectors/mining/")] == before


@pytest.mark.parametrize("name", ["sector", "region", "unit", "group"])
def test_unknown_value_is_said(client, name):
    FocalPointFactory(function="Field")
    response = client.get(f"/people/?{name}=nope")
    assert "there is no “nope”" in response.text
    assert roles(client, f"?{name}=nope") == ["Field"]


def test_nobody_is_said_in_words_and_pages_end(client):
    assert "Nobody is in the directory for this" in client.get("/people/").text
    assert client.get("/people/?page=2").status_code == 404
    assert client.get("/people/?page=x").status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_constant(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        FocalPointFactory(sectors=[SectorFactory()], area=AreaFactory(), person=UserFactory(), shows_name=True)
        of_workers()
        TeamMemberFactory()
        TeamMemberFactory(sector=None, group=SectorGroupFactory())
    with django_assert_max_num_queries(12):
        client.get("/people/?sector=nope")
