from itertools import pairwise

import feedparser
import pytest
from lxml import etree

from sector_portal.news import latest
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import VintageFactory
from tests.factories.meetings import (
    FollowUpActionFactory,
    FollowUpEventFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
)
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import BranchFactory, InstrumentFactory, SectorFactory, SectorPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining")


def feed_at(client, address, **headers):
    response = client.get(address, **headers)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def texts(feed, path):
    return [element.text for element in feed.iterfind(path, ATOM)]


def test_feed_and_every_entry_have_what_atom_requires(client, mining):
    """RFC 4287, 4.1.1 and 4.1.2: exactly one id, title, updated; an author; a self link."""
    people = [ContributorFactory(), ContributorFactory()]
    PublicationFactory(sectors=[mining], contributors=people, abstract="On <b>dust</b> & ore")
    OutcomeFactory(sectors=[mining])
    SectorPageFactory(sector=mining)
    feed = feed_at(client, "/feed/")
    assert len(feed.findall("a:entry", ATOM)) == 4
    read = feedparser.parse(client.get("/feed/").content)
    assert (read.bozo, read.version, len(read.entries)) == (False, "atom10", 4)
    assert all(entry.id and entry.title and entry.updated_parsed and entry.link for entry in read.entries)
    assert feed.find("a:author/a:name", ATOM).text
    for element in (feed, *feed.iterfind("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1
        assert element.find("a:id", ATOM).text.startswith("urn:uuid:")
        assert element.find("a:link[@rel='alternate']", ATOM).get("href").startswith("http://testserver/")
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "http://testserver/feed/"
    assert len(texts(feed, "a:entry/a:author/a:name")) == 2
    assert "On <b>dust</b> & ore" in texts(feed, "a:entry/a:summary[@type='text']")
    assert {"mining", "report", "meeting", "outcome", "sector-page"} == {
        category.get("term") for category in feed.iterfind("a:entry/a:category", ATOM)
    }


def test_feed_leads_to_pages_that_answer_and_is_sorted(client, mining):
    PublicationFactory(sectors=[mining])
    OutcomeFactory()
    SectorPageFactory(sector=mining)
    feed = feed_at(client, "/feed/")
    for link in feed.iterfind("a:entry/a:link", ATOM):
        assert client.get(link.get("href")).status_code == 200
    updated = texts(feed, "a:entry/a:updated")
    assert all(newer >= older for newer, older in pairwise(updated))
    assert feed.find("a:updated", ATOM).text == updated[0]


def test_ids_are_the_same_at_every_address(client, mining):
    meeting = MeetingFactory(sectors=[mining])
    before = texts(feed_at(client, "/feed/"), ".//a:id")
    meeting.slug = "elsewhere"
    meeting.save()
    after = texts(feed_at(client, "/feed/", headers={"host": "localhost"}), ".//a:id")
    of_sector = texts(feed_at(client, "/sectors/mining/feed/"), ".//a:id")
    assert before == after
    assert of_sector[1:] == before[1:]
    assert of_sector[0] != before[0]


@pytest.mark.parametrize(
    ("prefix", "language", "word"), [("", "en", "new"), ("/fr", "fr", "nouveautés"), ("/es", "es", "novedades")]
)
def test_feed_speaks_the_language_of_its_address(client, mining, prefix, language, word):
    PublicationFactory(language="pt")
    feed = feed_at(client, f"{prefix}/feed/")
    assert feed.get(LANG) == language
    assert word in feed.find("a:title", ATOM).text
    assert feed.find("a:entry/a:title", ATOM).get(LANG) == "pt"
    assert feed.find("a:entry/a:link", ATOM).get("href").startswith(f"http://testserver{prefix}/research/")


def test_feed_of_a_sector_holds_its_branches_and_nothing_else(client, mining):
    MeetingFactory(title="Of coal", sectors=[BranchFactory(parent=mining)])
    MeetingFactory(title="Of elsewhere")
    feed = feed_at(client, "/sectors/mining/feed/")
    assert texts(feed, "a:entry/a:title") == ["Of coal"]
    assert "Mining" in feed.find("a:title", ATOM).text


@pytest.mark.parametrize("address", ["/feed/", "/sectors/mining/feed/"])
def test_feed_tells_signed_in_people_no_more_than_others(client_of, user_with, mining, address):
    PublicationFactory(draft=True, sectors=[mining])
    MeetingFactory(draft=True, sectors=[mining])
    editor = client_of(user_with("editor"))
    assert feed_at(editor, address).findall("a:entry", ATOM) == []
    assert editor.get(address)["Cache-Control"] == "private, no-store"


@pytest.mark.django_db(transaction=True)
def test_unchanged_feed_is_not_sent_again(client, mining):
    tag = client.get("/feed/")["ETag"]
    assert client.get("/feed/", headers={"If-None-Match": tag}).status_code == 304
    MeetingFactory()
    assert client.get("/feed/", headers={"If-None-Match": tag}).status_code == 200


def test_feed_survives_characters_that_xml_cannot_hold(client, mining):
    PublicationFactory(
        title="A\x0b\x1fB\ufffe\uffff", abstract="C\x02", contributors=[ContributorFactory(family="D\x03")]
    )
    assert texts(feed_at(client, "/feed/"), "a:entry/a:title") == ["AB"]


def test_long_summary_is_cut(client):
    PublicationFactory(abstract="word " * 5000)
    assert len(texts(feed_at(client, "/feed/"), "a:entry/a:summary")[0]) < 1000


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_asks_a_constant_number_of_queries(client, mining, rows, django_assert_max_num_queries):
    for _ in range(rows):
        PublicationFactory(sectors=[mining], contributors=[ContributorFactory()])
        OutcomeFactory(sectors=[mining], meeting=MeetingFactory(sectors=[mining]))
        OutcomeFactory(sectors=[mining], of_review=True)
        ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[OutcomeFactory(sectors=[mining])]))
        InstrumentFactory(sectors=[mining])
        SectorPageFactory(sector=BranchFactory(parent=mining))
    with django_assert_max_num_queries(19):
        client.get("/sectors/mining/feed/")


def test_feeds_of_themes_and_countries_hold_their_records(client):
    theme, country = ThemeFactory(slug="skills"), AreaFactory(code="per", name="Peru")
    PublicationFactory(title="On skills in Peru", themes=[theme], areas=[country])
    PublicationFactory(title="On nothing")
    feeds = [feed_at(client, address) for address in ("/themes/skills/feed/", "/countries/per/feed/")]
    assert [texts(feed, "a:entry/a:title") for feed in feeds] == [["On skills in Peru"]] * 2
    assert len({feed.findtext("a:id", None, ATOM) for feed in feeds}) == 2


def test_what_has_no_public_page_has_no_feed(client_of, user_with):
    editor = client_of(user_with("editor"))
    theme, region = ThemeFactory(draft=True), AreaFactory(region=True)
    addresses = ["/sectors/alchemy/feed/", f"{theme.get_absolute_url()}feed/", f"/countries/{region.code}/feed/"]
    assert [editor.get(address).status_code for address in addresses] == [404, 404, 404]
    assert "application/atom+xml" not in editor.get(theme.get_absolute_url()).text


def test_other_methods_are_refused(client):
    assert client.post("/feed/").status_code == 405


def test_pages_name_their_feeds(client, mining):
    ThemeFactory(slug="skills")
    AreaFactory(code="per")
    about = [(page, f"{page}feed/") for page in ("/sectors/mining/", "/themes/skills/", "/es/countries/per/")]
    for page, feed in (("/", "/feed/"), ("/fr/", "/fr/feed/"), *about):
        html = etree.HTML(client.get(page).content)
        assert html.xpath("//head/link[@type='application/atom+xml']/@href") == [feed]
        assert html.xpath(f"//main//a[@href='{feed}']")


def test_feed_holds_the_fifty_newest(client):
    for _ in range(51):
        MeetingFactory()
    assert len(feed_at(client, "/feed/").findall("a:entry", ATOM)) == len(latest()) == 50


class TestSearch:
    def test_feed_of_a_search_has_what_it_finds_last_changed_first(self, client):
        for year in ("2024", "1990"):
            PublicationFactory(title=f"Coal {year}", date=year, indexed=True)
        PublicationFactory(title="Fish", indexed=True)
        feed = feed_at(client, "/research/feed/?q=coal&sort=title&page=2")
        assert texts(feed, "a:entry/a:title") == ["Coal 1990", "Coal 2024"]
        assert feed.find("a:title", ATOM).text == "“coal”: what’s new"
        assert feed.find("a:link[@rel='self']", ATOM).get("href").startswith("http://testserver/research/feed/?q=coal")
        assert client.get(feed.find("a:link[@rel='alternate']", ATOM).get("href")).status_code == 200

    def test_feed_is_the_same_whatever_the_order_and_another_for_another_search(self, client):
        ids = [
            feed_at(client, f"/research/feed/?{q}").find("a:id", ATOM).text for q in ("q=a", "q=a&sort=title", "q=b")
        ]
        assert ids[0] == ids[1] != ids[2]

    def test_draft_is_in_no_feed_even_for_its_editor(self, client_of, user_with):
        PublicationFactory(draft=True, indexed=True)
        assert texts(feed_at(client_of(user_with("editor")), "/research/feed/"), "a:entry/a:title") == []

    @pytest.mark.parametrize("query", ["sector=nope", "year_from=abc", "sort=best"])
    def test_what_the_search_would_not_take_or_not_know_is_refused(self, client, query):
        assert client.get(f"/research/feed/?{query}").status_code == 400

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries_is_constant(self, client, django_assert_num_queries, number):
        for _ in range(number):
            PublicationFactory(sectors=[SectorFactory()], contributors=[ContributorFactory()], indexed=True)
        with django_assert_num_queries(9):
            feed_at(client, "/research/feed/")


def test_new_vintages_are_announced_with_what_changed(client):
    first = VintageFactory(indicator__name="Weekly hours", version="2024 release", observations=12)
    changes = {"added": 3, "changed": 2, "gone": 1, "unchanged": 9}
    second = VintageFactory(indicator=first.indicator, version="2025 release", observations=14, report=changes)

    feed = feed_at(client, "/statistics/feed/")

    assert texts(feed, "a:entry/a:title") == ["Weekly hours", "Weekly hours"]
    assert texts(feed, "a:entry/a:summary") == [
        "2025 release: 3 added, 2 changed, 1 gone, 9 unchanged.",
        "2024 release: 12 observations.",
    ]
    link = feed.find("a:entry/a:link", ATOM).get("href")
    assert link.endswith(second.indicator.get_absolute_url())
    assert len(set(texts(feed, "a:entry/a:id"))) == 2


def test_feed_of_an_outcome_tells_of_it_of_its_reports_and_of_the_events_that_name_it(client):
    outcome = OutcomeFactory(text="Define it.")
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome]), text="Drafted.")
    FollowUpEventFactory(outcome=outcome, text="Confirmed.")
    FollowUpEventFactory(meeting=outcome.meeting, text="Of the whole meeting.")
    OutcomeFactory(meeting=outcome.meeting, text="Another.")
    feed = feed_at(client, f"/follow-up/{outcome.pk}/feed/")
    assert set(texts(feed, "a:entry/a:summary")) == {"Define it.", "Drafted.", "Confirmed."}
    assert client.get(f"/follow-up/{OutcomeFactory(draft=True).pk}/feed/").status_code == 404
