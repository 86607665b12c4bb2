import pytest

from tests.factories.accounts import OrganisationFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.sectors import (
    BranchFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    PracticeSourceFactory,
    SectorFactory,
    ThemeFactory,
)
from tests.sector_portal.test_structured_data import facts_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def fishing():
    return SectorFactory(slug="fishing", name="Fishing")


@pytest.fixture
def reform(fishing):
    practice = GoodPracticeFactory(
        slug="reform",
        title="Reform of work at sea",
        text="Boats were inspected in port and wages were paid by bank. Forced labour persisted.",
        conditions="Inspectors speak with the crew.",
        outcome="mixed",
        start="2015",
        end="2020",
        gender_marker=1,
        starter_text=True,
        sectors=[fishing],
        themes=[ThemeFactory(slug="forced-labour", name="Forced labour")],
        areas=[AreaFactory(code="tha", name="Thailand")],
        organisations=[OrganisationFactory(name="Ministry of Labour")],
        instruments=[InstrumentFactory(number="C188", title="Work in Fishing Convention")],
    )
    PracticeSourceFactory(practice=practice, citation="Endline survey", url="https://www.example.org/survey")
    return practice


def test_practice_says_what_was_tried_where_with_what_outcome_and_how_one_knows(client, reform):
    body = client.get("/practices/reform/").text
    for words in (
        'class="oc oc-mixed"',
        "Boats were inspected",
        "Inspectors speak with the crew.",
        "2015 – 2020",
        "Significant objective",
        "Ministry of Labour",
        "C188 Work in Fishing Convention",
        'href="/countries/tha/"',
        'href="/themes/forced-labour/"',
        'href="/sectors/fishing/"',
        '<a href="https://www.example.org/survey">Endline survey</a>',
        "Starter text, not yet confirmed by a specialist.",
        "Checked by a specialist: not yet.",
        'href="/contact/?kind=mistake&amp;about=/practices/reform/"',
    ):
        assert words in body


def test_practice_says_when_it_was_reviewed_and_when_that_is_late(client, reform):
    assert "Checked by a specialist: not yet." in client.get(reform.get_absolute_url()).text
    reform.reviewed_on, reform.review_by = "2020-10-12", "2021-10-12"
    reform.save()
    body = client.get(reform.get_absolute_url()).text
    assert '<dt>Reviewed</dt><dd><time datetime="2020-10-12">' in body
    assert "Review overdue since" in body
    assert "Checked by a specialist" not in body


def test_practice_stands_beside_those_that_share_most_with_it(client, reform, fishing):
    alike = GoodPracticeFactory(slug="alike", sectors=[fishing], themes=reform.themes.all())
    a_little = GoodPracticeFactory(slug="a-little", sectors=[fishing])
    GoodPracticeFactory(slug="other", sectors=[SectorFactory()])
    assert list(client.get("/practices/reform/").context["others"]) == [alike, a_little]


def test_practice_is_an_article_on_its_sector_and_country_with_its_sources(client, reform):
    facts = facts_at(client, "/practices/reform/")
    article = facts["Article"]
    assert article["headline"] == "Reform of work at sea"
    assert article["spatialCoverage"] == [{"@type": "Country", "name": "Thailand", "identifier": "THA"}]
    assert article["temporalCoverage"] == "2015/2020"
    assert [subject["name"] for subject in article["about"]] == ["Fishing"]
    assert article["citation"] == [
        {"@type": "CreativeWork", "name": "Endline survey", "url": "https://www.example.org/survey"}
    ]
    assert [crumb["name"] for crumb in facts["BreadcrumbList"]["itemListElement"]] == ["Home", "What works"]


def test_unknown_address_offers_practices_like_it(client, reform):
    response = client.get("/practices/reforms/")
    assert response.status_code == 404
    assert 'href="/practices/reform/"' in response.text


def test_practice_shows_on_the_pages_of_its_sectors_theme_and_country(client, fishing, reform):
    boats = BranchFactory(slug="boats", parent=fishing)
    of_branch = GoodPracticeFactory(sectors=[boats], title="Of the branch")
    for address in (
        "/sectors/fishing/",
        "/themes/forced-labour/",
        "/countries/tha/",
        "/feed/",
        "/themes/forced-labour/feed/",
    ):
        assert "Reform of work at sea" in client.get(address).text, address
    assert of_branch.title in client.get("/sectors/fishing/").text
    assert "Reform of work at sea" not in client.get("/sectors/boats/").text
    assert "/practices/reform/" in client.get("/sitemap-practices.xml").text


def test_drafts_change_nothing_public(client, client_of, user_with, reform, fishing):
    pages = ("/practices/", "/practices/reform/", "/practices/print/", "/practices/export.csv", "/sectors/fishing/")
    pages = (*pages, "/countries/tha/", "/themes/forced-labour/", "/practices/?country=tha")
    before = [client.get(page).text for page in pages]
    draft = GoodPracticeFactory(
        slug="hidden",
        draft=True,
        outcome="works",
        sectors=[fishing],
        themes=[*reform.themes.all(), ThemeFactory(draft=True)],
        areas=[*reform.areas.all(), AreaFactory()],
    )
    reform.instruments.add(InstrumentFactory(draft=True))
    reform.themes.add(ThemeFactory(draft=True))
    PracticeSourceFactory(practice=draft)
    assert [client.get(page).text for page in pages] == before
    assert client.get("/practices/hidden/").status_code == 404
    assert "This text is not published." in client_of(user_with("editor")).get("/practices/hidden/").text


@pytest.mark.parametrize(("sector", "status"), [("fishing", 200), ("other", 404)])
def test_draft_is_seen_by_the_specialists_of_its_sector_alone(client_of, user_with, fishing, sector, status):
    GoodPracticeFactory(slug="hidden", draft=True, sectors=[fishing])
    team = fishing if sector == "fishing" else SectorFactory(slug=sector)
    assert client_of(user_with("specialist", teams=[team])).get("/practices/hidden/").status_code == status


@pytest.mark.parametrize("rows", [1, 4])
def test_practice_asks_a_constant_number_of_queries(client, reform, fishing, rows, django_assert_max_num_queries):
    for _ in range(rows):
        reform.sectors.add(BranchFactory(parent=fishing))
        reform.themes.add(ThemeFactory())
        PracticeSourceFactory(practice=reform)
        PracticeSourceFactory(practice=GoodPracticeFactory(sectors=[fishing], areas=[AreaFactory()]))
    with django_assert_max_num_queries(12):
        client.get("/practices/reform/")
