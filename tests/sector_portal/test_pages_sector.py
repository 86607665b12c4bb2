import pytest

from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import (
    InstrumentFactory,
    KeyIssueFactory,
    LinkFactory,
    SectorFactory,
    SectorGroupFactory,
    SectorPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining", group=SectorGroupFactory(order=3))


def test_sector_shows_its_text_and_parts(client, mining):
    page = SectorPageFactory(sector=mining, summary="Ore and coal.", overview="Deep **shafts**.")
    KeyIssueFactory(page=page, title="Dust")
    LinkFactory(page=page, title="A union", url="https://union.example/")
    InstrumentFactory(number="C176", sectors=[mining])
    body = client.get("/sectors/mining/").text
    for words in ("Ore and coal.", "<strong>shafts</strong>", "Dust", "https://union.example/", "C176"):
        assert words in body


def test_sector_without_text_still_shows_its_research(client, mining):
    publication = PublicationFactory(sectors=[mining])
    response = client.get("/sectors/mining/")
    assert publication.title in response.text
    assert 'id="overview"' not in response.text


def test_sector_includes_what_its_branches_have(client, mining):
    coal = SectorFactory(slug="coal", parent=mining, group=None)
    publication = PublicationFactory(sectors=[coal])
    meeting = MeetingFactory(sectors=[coal])
    response = client.get("/sectors/mining/")
    assert response.context["research_count"] == response.context["meeting_count"] == 1
    assert publication.title in response.text
    assert meeting.title in response.text
    assert client.get("/sectors/coal/").status_code == 200


def test_sector_says_that_a_starter_text_awaits_a_specialist(client, mining):
    page = SectorPageFactory(sector=mining, summary="Text.", starter_text=True)
    assert "not yet confirmed" in client.get("/sectors/mining/").text
    page.starter_text = False
    page.save()
    assert "not yet confirmed" not in client.get("/sectors/mining/").text


def test_sector_puts_vouched_tags_before_suggested_ones(client, mining):
    guess = PublicationFactory(sectors=[mining], sectors__provenance="suggested", date="2026")
    sure = PublicationFactory(sectors=[mining], sectors__provenance="source", date="1999")
    assert list(client.get("/sectors/mining/").context["research"]) == [sure, guess]


def test_sector_hides_drafts_from_the_public_and_from_other_teams(client, client_of, user_with, mining):
    SectorPageFactory(sector=mining, summary="Unsaid yet.", draft=True)
    PublicationFactory(title="Draft paper", sectors=[mining], draft=True)
    MeetingFactory(title="Draft meeting", sectors=[mining], draft=True)
    stranger = client_of(user_with("specialist", teams=[SectorFactory()]))
    member = client_of(user_with("specialist", teams=[mining]))
    for words in ("Unsaid yet.", "Draft paper", "Draft meeting"):
        assert words not in client.get("/sectors/mining/").text
        assert words not in stranger.get("/sectors/mining/").text
        assert words in member.get("/sectors/mining/").text


def test_sector_that_does_not_exist_is_not_found(client):
    response = client.get("/sectors/alchemy/")
    assert response.status_code == 404
    assert "Page not found" in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_sector_asks_a_constant_number_of_queries(client, mining, rows, django_assert_max_num_queries):
    page = SectorPageFactory(sector=mining)
    for _ in range(rows):
        KeyIssueFactory(page=page)
        LinkFactory(page=page)
        SectorFactory(parent=mining, group=None)
        InstrumentFactory(sectors=[mining])
        MeetingFactory(sectors=[mining])
        PublicationFactory(sectors=[mining])
    with django_assert_max_num_queries(20):
        client.get("/sectors/mining/")


def test_sector_text_cannot_carry_script(client, mining):
    SectorPageFactory(
        sector=mining, overview='<script>alert(1)</script>[a](javascript:alert(1)) <img src=x onerror="x">'
    )
    body = client.get("/sectors/mining/").text
    assert "<script>" not in body
    assert "<img" not in body
    assert 'href="javascript' not in body


def test_sector_leads_to_the_themes_and_countries_of_its_research_and_to_their_search(client, mining):
    coal = SectorFactory(parent=mining, group=None)
    skills, peru = ThemeFactory(slug="skills", name="Skills"), AreaFactory(code="per", name="Peru")
    PublicationFactory(sectors=[coal], themes=[skills], areas=[peru], indexed=True)
    PublicationFactory(sectors=[coal], themes=[skills], draft=True, indexed=True)
    response = client.get("/sectors/mining/")
    assert [(choice["label"], choice["count"]) for choice in response.context["themes"]] == [("Skills", 1)]
    assert '<a href="/themes/skills/">Skills</a>' in response.text
    assert 'href="/research/?sector=mining&amp;theme=skills"' in response.text
    assert '<a href="/countries/per/">Peru</a>' in response.text
