import json

import pytest
from lxml import etree
from pyld import jsonld

from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, SeriesFactory, observed
from tests.factories.meetings import MeetingFactory
from tests.factories.research import ContributionFactory, ContributorFactory, PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    InstrumentFactory,
    SectorFactory,
    SectorGroupFactory,
    SectorPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
VOCABULARY = "https://schema.org/"
KEYWORDS = {"@context", "@type", "@id"}


def facts_at(client, address):
    """What the page's data blocks say, by type."""
    blocks = etree.HTML(client.get(address).content).xpath("//script[@type='application/ld+json']/text()")
    facts = [json.loads(block) for block in blocks]
    assert all(fact["@context"] == "https://schema.org" for fact in facts)
    for fact in facts:  # no term is lost, and each type is one of the vocabulary, as JSON-LD understands it
        (meant,) = jsonld.expand(fact, {"documentLoader": _schema_org})
        assert meant["@type"] == [f"{VOCABULARY}{fact['@type']}"]
        assert {name.removeprefix(VOCABULARY) for name in meant} - {"@type", "@id"} == set(fact) - KEYWORDS
    return {fact["@type"]: fact for fact in facts}


def _schema_org(_url, _options):
    """The context of schema.org, as far as it is the same for all its terms."""
    return {"contextUrl": None, "documentUrl": "https://schema.org", "document": {"@context": {"@vocab": VOCABULARY}}}


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining", group=SectorGroupFactory(order=3))


def test_home_says_how_the_portal_is_searched(client):
    facts = facts_at(client, "/fr/")
    assert set(facts) == {"WebSite"}
    action = facts["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}/fr/search/?q={{search_term_string}}"
    assert facts["WebSite"]["url"] == f"{SITE}/fr/"
    found = action["target"]["urlTemplate"].replace("{search_term_string}", "mining")
    assert client.get(found).context["q"] == "mining"


def test_way_back_is_the_one_that_the_page_shows(client, mining):
    html = etree.HTML(client.get("/sectors/mining/").content)
    shown = [(link.text, SITE + link.get("href")) for link in html.xpath("//nav[@class='crumbs']//a")]
    items = facts_at(client, "/sectors/mining/")["BreadcrumbList"]["itemListElement"]
    assert [(item["name"], item["item"]) for item in items] == shown
    assert [item["position"] for item in items] == [1, 2]
    assert shown == [("Home", f"{SITE}/"), ("Sectors", f"{SITE}/sectors/")]


def test_record_is_the_work_with_its_people_and_identifiers(client, mining):
    work = PublicationFactory(
        title="On dust",
        kind="journal-article",
        date="2006-05",
        language="es",
        doi="10.1/x",
        container="Journal of dust",
        abstract="Ore.",
        access="free",
        licence="https://creativecommons.org/licenses/by/4.0/",
        keywords=["coal"],
        sectors=[mining],
    )
    person = ContributorFactory(given="Ada", family="Byron", orcid="0000-0001-2345-6789")
    for order, (who, role) in enumerate(
        [
            (person, "author"),
            (ContributorFactory(given="", family="A union"), "corporate-author"),
            (ContributorFactory(given="", family="Plato"), "author"),
            (ContributorFactory(given="Eva", family="Hall"), "editor"),
        ]
    ):
        ContributionFactory(publication=work, contributor=who, role=role, order=order)
    fact = facts_at(client, work.get_absolute_url())["ScholarlyArticle"]
    assert fact["@id"] == fact["url"] == SITE + work.get_absolute_url()
    assert (fact["name"], fact["datePublished"], fact["inLanguage"]) == ("On dust", "2006-05", "es")
    assert [one["name"] for one in fact["author"]] == ["Ada Byron", "A union", "Plato"]
    assert [one.get("@type") for one in fact["author"]] == ["Person", "Organization", None]
    assert fact["author"][0]["sameAs"] == "https://orcid.org/0000-0001-2345-6789"
    assert [one["name"] for one in fact["editor"]] == ["Eva Hall"]
    assert fact["identifier"] == [{"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1/x"}]
    assert fact["sameAs"] == ["https://doi.org/10.1/x"]
    assert fact["isPartOf"] == {"@type": "Periodical", "name": "Journal of dust"}
    assert fact["isAccessibleForFree"] is True
    assert fact["about"] == [{"@type": "DefinedTerm", "name": "Mining", "url": f"{SITE}/sectors/mining/"}]


@pytest.mark.parametrize(("kind", "expected"), [("report", "Report"), ("book", "Book"), ("manual", "CreativeWork")])
def test_record_says_no_more_than_is_known(client, mining, kind, expected):
    work = PublicationFactory(
        kind=kind, date=None, language="", sectors=[mining], sectors__provenance="suggested", access="may-cost"
    )
    fact = facts_at(client, work.get_absolute_url())[expected]
    assert set(fact) == {"@context", "@type", "@id", "url", "name"}


@pytest.mark.parametrize(
    ("start", "end"), [("2006", ""), ("2006-05", "2006-06"), ("2017-09-18", "2017-09-22"), ("", "")]
)
def test_meeting_is_an_event_whose_dates_stay_as_partial_as_they_are(client, mining, start, end):
    meeting = MeetingFactory(start=start or None, end=end or None, place="Geneva", sectors=[mining])
    fact = facts_at(client, meeting.get_absolute_url())["Event"]
    assert (fact.get("startDate", ""), fact.get("endDate", "")) == (start, end)
    assert fact["location"] == [{"@type": "Place", "name": "Geneva"}]
    assert fact["eventAttendanceMode"].endswith("OfflineEventAttendanceMode")


def test_online_meeting_has_a_place_on_the_web(client):
    meeting = MeetingFactory(place="", online=True)
    fact = facts_at(client, meeting.get_absolute_url())["Event"]
    assert fact["location"] == [{"@type": "VirtualLocation", "url": SITE + meeting.get_absolute_url()}]


def test_sector_is_a_collection_about_a_term(client, mining):
    SectorPageFactory(sector=mining, summary="Ore and coal.", reviewed_on="2026-10-12")
    fact = facts_at(client, "/sectors/mining/")["CollectionPage"]
    assert fact["about"]["name"] == "Mining"
    assert fact["about"]["inDefinedTermSet"] == f"{SITE}/sectors/"
    assert (fact["description"], fact["lastReviewed"]) == ("Ore and coal.", "2026-10-12")
    branch = BranchFactory(parent=mining)
    assert "description" not in facts_at(client, branch.get_absolute_url())["CollectionPage"]


def test_theme_and_country_are_collections_too(client):
    theme = ThemeFactory(name="Skills", description="What people can do.")
    fact = facts_at(client, theme.get_absolute_url())["CollectionPage"]
    assert (fact["about"]["@type"], fact["about"]["name"]) == ("DefinedTerm", "Skills")
    assert fact["description"] == "What people can do."
    country = AreaFactory(code="per", name="Peru")
    fact = facts_at(client, country.get_absolute_url())["CollectionPage"]
    assert fact["about"] == {"@type": "Country", "name": "Peru", "identifier": "PER"}


def test_nothing_unpublished_is_said_even_to_those_who_see_it(client_of, user_with, mining):
    editor = client_of(user_with("editor"))
    SectorPageFactory(sector=mining, summary="Secret.", draft=True)
    assert "description" not in facts_at(editor, "/sectors/mining/")["CollectionPage"]
    for draft in (PublicationFactory(draft=True), MeetingFactory(draft=True), ThemeFactory(draft=True)):
        assert set(facts_at(editor, draft.get_absolute_url())) == {"BreadcrumbList"}


def test_no_text_ends_the_block(client, mining):
    title = "</script><script>alert(1)</script><!-- & \u2028"
    work = PublicationFactory(title=title, kind="report")
    assert facts_at(client, work.get_absolute_url())["Report"]["name"] == title
    body = client.get(work.get_absolute_url()).text
    assert "<script>" not in body
    assert body.count("<script") == body.count("</script>") == 3  # two of facts, and the one that copies citations


def test_what_the_head_says_costs_no_query(client, mining, django_assert_max_num_queries):
    """The facts come from what the page has read anyway."""
    work = PublicationFactory(sectors=[mining], contributors=[ContributorFactory(), ContributorFactory()])
    meeting = MeetingFactory(sectors=[mining, BranchFactory(parent=mining)])
    with django_assert_max_num_queries(14):
        client.get(work.get_absolute_url())
    with django_assert_max_num_queries(10):
        client.get(meeting.get_absolute_url())


def test_indicator_is_a_dataset_with_all_its_values_as_files(client):
    series = SeriesFactory(vintage__indicator__code="HOW", vintage__version="May 2026")
    observed(series, AreaFactory(code="mex"), ActivityCodeFactory(code="TOTAL"), {2001: 40.0, 2020: 41.0})
    fact = facts_at(client, "/statistics/?indicator=HOW")["Dataset"]
    assert fact["url"] == f"{SITE}{series.vintage.indicator.get_absolute_url()}"
    assert (fact["version"], fact["temporalCoverage"]) == ("May 2026", "2001/2020")
    assert (fact["creditText"], fact["license"]["name"]) == ("Bureau of Numbers, 2026", "CC BY 4.0")
    files = fact["distribution"]
    assert [(one["@type"], one["encodingFormat"]) for one in files] == [
        ("DataDownload", "text/csv"),
        ("DataDownload", "application/vnd.sdmx.data+csv"),
    ]
    assert all(client.get(one["contentUrl"].removeprefix(SITE)).status_code == 200 for one in files)


def test_standard_is_legislation_with_what_is_known_of_its_force(client, mining):
    kept = {"kind": "convention", "number": "C176", "aliases": ["Mines Convention"], "year": 1995, "sectors": [mining]}
    unknown = InstrumentFactory(title="On mines", **kept)
    fact = facts_at(client, unknown.get_absolute_url())["Legislation"]
    assert (fact["name"], fact["legislationIdentifier"], fact["datePublished"]) == ("On mines", "C176", "1995")
    assert fact["alternateName"] == ["C176", "Mines Convention"]
    assert fact["about"] == [{"@type": "DefinedTerm", "name": "Mining", "url": f"{SITE}/sectors/mining/"}]
    assert "legislationLegalForce" not in fact
    known = InstrumentFactory(in_force=True, in_force_source="A register", normlex_url="https://n.example/", **kept)
    fact = facts_at(client, known.get_absolute_url())["Legislation"]
    assert fact["legislationLegalForce"] == "https://schema.org/InForce"
    assert fact["sameAs"] == "https://n.example/"


def test_guidance_is_a_work(client):
    code = InstrumentFactory(kind="code-of-practice", title="On dust")
    assert facts_at(client, code.get_absolute_url())["CreativeWork"]["name"] == "On dust"
    draft = InstrumentFactory(draft=True)
    assert client.get(draft.get_absolute_url()).status_code == 404
