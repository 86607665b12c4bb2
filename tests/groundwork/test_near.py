import pytest

from groundwork.near import near, numbers_like
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import MeetingFactory, OutcomeFactory, ReviewFactory
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
    found = near(themes, "skills", lambda theme: [theme.slug, theme.name])
    assert len(found) == len(set(found)) == 3


def test_country_is_near_by_its_name(client):
    AreaFactory(code="tha", name="Thailand")
    for asked in ("thailand", "thailande", "taha"):
        assert [link["text"] for link in client.get(f"/countries/{asked}/").context["near"]] == ["Thailand"], asked


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


def test_meetings_reviews_and_tables_are_near_by_address_and_title(client):
    meeting = MeetingFactory(slug="tripartite-meeting-on-dust", title="Tripartite Meeting on Dust")
    review = ReviewFactory(slug="2012-independent-evaluation")
    for of in ({"meeting": meeting}, {"meeting": None, "review": review}):
        OutcomeFactory(**of)
    MeetingFactory(slug="tripartite-meeting-on-dusk", draft=True)
    for address, meant in (
        ("/meetings/tripartite-meeting-dust/", meeting.get_absolute_url()),
        ("/reviews/independent-evaluation/", review.get_absolute_url()),
        ("/follow-up/tables/2012-evaluation/", f"/follow-up/tables/{review.slug}/"),
    ):
        response = client.get(address)
        assert response.status_code == 404
        assert [link["url"] for link in response.context["near"]] == [meant]


def test_outcome_is_near_by_a_number_that_one_slip_made(client):
    outcome = OutcomeFactory(pk=41236, text="Define follow-up.")
    OutcomeFactory(pk=41239, draft=True)
    for asked in ("41263", "4123", "41235", "412336"):
        response = client.get(f"/follow-up/{asked}/")
        assert response.status_code == 404
        assert outcome.get_absolute_url() in response.text
    assert client.get("/follow-up/51263/").context["near"] == []


def test_numbers_like_one_are_never_it_and_few():
    assert 12 not in numbers_like(12)
    assert {21, 1, 2, 112, 120, 13, 72} <= numbers_like(12)
    assert len(numbers_like(999_999_999)) < 200
    assert numbers_like(10**9) == set()
