import pytest

from tests.factories.sectors import BranchFactory, InstrumentFactory, SectorFactory

pytestmark = pytest.mark.django_db


def test_sectors_are_listed_from_a_to_z_without_regard_to_accents(client):
    for name in ("Zinc", "Éducation", "Education support", "Forestry"):
        SectorFactory(name=name)
    names = [sector.name for sector in client.get("/sectors/").context["alphabet"]]
    assert names == ["Éducation", "Education support", "Forestry", "Zinc"]


def test_sectors_show_their_branches(client):
    shipping = SectorFactory(name="Shipping")
    SectorFactory(name="Ports", parent=shipping, group=None)
    body = client.get("/sectors/").text
    assert body.count(">Ports<") == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_sectors_ask_a_constant_number_of_queries(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        SectorFactory(parent=SectorFactory(), group=None)
    with django_assert_max_num_queries(6):
        client.get("/sectors/")


def slugs(response):
    return [instrument.slug for instrument in response.context["page"]]


def test_instruments_are_listed_conventions_first_then_by_year(client):
    for slug, kind, year in (
        ("code", "code-of-practice", 1998),
        ("late", "convention", 2007),
        ("old", "convention", 1921),
    ):
        InstrumentFactory(slug=slug, kind=kind, year=year)
    assert slugs(client.get("/instruments/")) == ["old", "late", "code"]


def test_instruments_are_narrowed_by_kind_and_by_sector_with_its_branches(client):
    shipping = SectorFactory(slug="shipping")
    InstrumentFactory(slug="wide", kind="convention", sectors=[shipping])
    InstrumentFactory(slug="narrow", kind="tool", sectors=[BranchFactory(slug="ports", parent=shipping)])
    InstrumentFactory(slug="other", kind="convention", sectors=[SectorFactory()])
    assert slugs(client.get("/instruments/?sector=shipping")) == ["wide", "narrow"]
    assert slugs(client.get("/instruments/?sector=ports")) == ["wide", "narrow"]
    assert slugs(client.get("/instruments/?sector=shipping&kind=tool")) == ["narrow"]
    assert slugs(client.get("/instruments/?kind=nope&kind=tool")) == ["narrow"]
    assert "nope" in client.get("/instruments/?kind=nope").text


def test_instrument_is_found_by_its_number_and_the_filters_are_kept(client):
    InstrumentFactory(slug="c188", number="C188", kind="convention")
    InstrumentFactory(slug="c189", number="C189", kind="convention")
    response = client.get("/instruments/?q=c.188&kind=convention")
    assert slugs(response) == ["c188"]
    assert '<input type="hidden" name="kind" value="convention">' in response.text
    assert '<input type="hidden" name="q" value="c.188">' in response.text


def test_no_instrument_is_said_in_words(client):
    InstrumentFactory()
    assert "No instrument fits" in client.get("/instruments/?q=alchemy").text


def test_instruments_come_in_pages(client):
    for _ in range(21):
        InstrumentFactory()
    assert len(slugs(client.get("/instruments/?page=2"))) == 1
    assert client.get("/instruments/?page=3").status_code == 404
    assert client.get("/instruments/?page=x").status_code == 400


@pytest.mark.parametrize("rows", [1, 5])
def test_instruments_ask_a_constant_number_of_queries(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        InstrumentFactory(sectors=[SectorFactory()])
    with django_assert_max_num_queries(6):
        client.get("/instruments/?q=instrument&sector=nope")
