import pytest

from sector_portal.near import near
from tests.factories.sectors import InstrumentFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sectors():
    for slug, name in (
        ("mining", "Mining"),
        ("shipping-ports-fisheries", "Shipping; ports; fisheries"),
        ("education", "Éducation"),
        ("health-services", "Health services"),
    ):
        SectorFactory(slug=slug, name=name)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("minning", ["/sectors/mining/"]),
        ("Mining", ["/sectors/mining/"]),
        ("mining-sector", ["/sectors/mining/"]),
        ("fisheries", ["/sectors/shipping-ports-fisheries/"]),
        ("educacion", ["/sectors/education/"]),
        ("health", ["/sectors/health-services/"]),
        ("zz", []),
        ("a" * 4000, []),
    ],
)
def test_address_that_leads_nowhere_offers_what_may_be_meant(client, sectors, asked, meant):
    response = client.get(f"/sectors/{asked}/")
    assert response.status_code == 404
    assert [link["url"] for link in response.context.get("near", [])] == meant
    assert ("Perhaps you meant:" in response.text) is bool(meant)


def test_near_misses_are_three_at_the_most_and_each_once():
    themes = [ThemeFactory.build(pk=number, slug=f"skills-{number}", name=f"Skills {number}") for number in range(5)]
    assert (
        len(near(themes, "skills", lambda theme: [theme.name])) == len(set(near(themes, "skills", lambda _: []))) == 3
    )


def test_instrument_is_near_by_any_of_its_names(client):
    InstrumentFactory(slug="mlc-2006", number="MLC", aliases=["C186"], title="Maritime Labour Convention")
    for asked in ("c186", "mlc"):
        assert client.get(f"/instruments/{asked}/").url == "/instruments/mlc-2006/"
    assert "/instruments/mlc-2006/" in client.get("/instruments/maritime-labour/").text


def test_draft_is_never_a_near_miss(client, client_of, user_with):
    ThemeFactory(slug="skills", name="Skills", draft=True)
    assert "Perhaps you meant:" not in client.get("/themes/skill/").text
    assert "/themes/skills/" in client_of(user_with("editor")).get("/themes/skill/").text


def test_near_misses_are_in_the_language_of_the_page(client):
    ThemeFactory(slug="skills", name_en="Skills", name_fr="Compétences")
    assert '<a href="/fr/themes/skills/">Compétences</a>' in client.get("/fr/themes/skill/").text
