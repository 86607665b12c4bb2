"""The page of one record."""

import datetime as dt

import pytest
from lxml import etree
from requests.utils import parse_header_links

from groundwork.access import Role
from research.models import Provenance, Publication
from research.search.index import reindex
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.research import (
    ContributorFactory,
    PublicationFactory,
    SectorTagFactory,
    SourceFactory,
    ThemeTagFactory,
)
from tests.factories.sectors import BranchFactory, SectorFactory, SectorGroupFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def body(client, publication):
    response = client.get(publication.get_absolute_url())
    assert response.status_code == 200
    return response.text


def test_record_shows_what_is_on_record(client):
    source = SourceFactory(name="Publications list", url="https://list.example/", retrieved_on=dt.date(2026, 11, 22))
    work = PublicationFactory(
        title="Getting on board",
        abstract="What keeps members from it.\n\nAnd what helps.",
        kind=Publication.Kind.ISSUES_PAPER,
        date="2013-03",
        series="Paper 7",
        container="Review",
        symbol="GDFWF/2013",
        doi="10.1234/abc",
        isbn="978-92-2-100000-0",
        handle="11159/7",
        url="https://www.ilo.org/sector/paper",
        access=Publication.Access.FREE,
        licence="CC BY 4.0",
        in_house=True,
        keywords=["fishers"],
        contributors=[ContributorFactory(given="Ana", family="Núñez")],
        sources=[source],
    )
    page = body(client, work)
    for words in (
        '<h1 class="h1-w" lang="en">Getting on board</h1>',
        "<p>What keeps members from it.</p>",
        "<p>And what helps.</p>",
        "Issues paper",
        '<time datetime="2013-03">March 2013</time>',
        "Ana Núñez",
        "Paper 7",
        "Review",
        "GDFWF/2013",
        'href="https://doi.org/10.1234/abc"',
        "978-92-2-100000-0",
        'href="https://hdl.handle.net/11159/7"',
        'href="https://www.ilo.org/sector/paper"',
        "Find it at ilo.org",
        "It is free to read.",
        "CC BY 4.0",
        "From the ILO",
        "Publications list",
        "22 November 2026",
        "Not yet verified by a specialist",
        "No peer review on record",
        "fishers",
        "<title>Getting on board. Research – SECTOR</title>",
    ):
        assert words in page, words


def test_bare_record_says_what_is_missing(client):
    page = body(client, PublicationFactory(date=None, year=None, language=""))
    assert "No copy is known." in page
    assert "give no abstract" in page
    assert "None on record" in page
    assert "<time" not in page.split("<main")[1]
    assert "Language versions" not in page
    assert "Related" not in page


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"doi": "10.1/x"}, "https://doi.org/10.1/x"),
        ({"handle": "1/2"}, "https://hdl.handle.net/1/2"),
        ({"url": "http://a.example/", "doi": "10.1/x"}, "http://a.example/"),
    ],
)
def test_copy_is_sought_at_the_best_address(client, fields, link):
    assert f'<a class="btn btn-1" href="{link}">' in body(client, PublicationFactory(**fields))


def test_free_copy_without_an_address_is_not_called_unknown(client):
    page = body(client, PublicationFactory(access=Publication.Access.FREE))
    assert "Where to find it is not on record." in page
    assert "It is free to read." in page


def test_malformed_address_breaks_no_page(client):
    assert "Find it at http://[" in body(client, PublicationFactory(url="http://[::1"))


def test_address_that_is_no_web_address_is_no_link(client):
    page = body(client, PublicationFactory(url="javascript:alert(1)"))
    assert "javascript:" not in page
    assert "No copy is known." in page


def test_record_text_stays_text(client):
    page = body(client, PublicationFactory(title="<b>Coal</b>", abstract="<script>x</script>", keywords=["<i>k</i>"]))
    for tag in ("<b>Coal", "<script>x", "<i>k"):
        assert tag not in page


def test_subjects_lead_to_their_pages_and_records_and_suggested_ones_are_marked(client):
    work = PublicationFactory(
        themes=[ThemeFactory(slug="gender", name="Gender")], areas=[AreaFactory(code="per", name="Peru")]
    )
    SectorTagFactory(
        publication=work, sector=SectorFactory(slug="mining", name="Mining"), provenance=Provenance.SUGGESTED
    )
    page = " ".join(body(client, work).split())
    assert '<a href="/themes/gender/">Gender</a> <a href="/research/?theme=gender">' in page
    assert '<a href="/countries/per/">Peru</a> <a href="/research/?country=per">' in page
    assert '<a class="sug" href="/sectors/mining/">Mining (suggested)</a> <a href="/research/?sector=mining">' in page


def test_kicker_lights_the_pane_of_a_sector_that_somebody_vouches_for(client):
    sector = SectorFactory(name="Mining", group=SectorGroupFactory(order=3))
    response = client.get(PublicationFactory(sectors=[BranchFactory(parent=sector)]).get_absolute_url())
    assert response.context["lit"] == 3
    suggested = PublicationFactory(sectors=[sector], sectors__provenance="suggested")
    response = client.get(suggested.get_absolute_url())
    assert response.context["lit"] is None
    assert 'class="kicker"' not in response.text


def test_record_of_all_sectors_says_so(client):
    assert "All sectors" in body(client, PublicationFactory(all_sectors=True))


def test_language_versions_lead_to_each_other(client):
    english = PublicationFactory(language="en")
    french = PublicationFactory(language="fr", version_of=english)
    spanish = PublicationFactory(language="es", version_of=english)
    draft = PublicationFactory(language="nl", version_of=english, draft=True)
    for this, others in ((english, (french, spanish)), (french, (english, spanish))):
        page = body(client, this)
        assert "(this record)" in page
        for other in others:
            assert f'href="{other.get_absolute_url()}" hreflang="{other.language}"' in page
        assert f'href="{draft.get_absolute_url()}"' not in page


def test_record_says_which_meetings_cite_it(client):
    work = PublicationFactory(indexed=True)
    meeting, draft = MeetingFactory(title="Forum on fishing"), MeetingFactory(title="Secret", draft=True)
    meeting.publications.add(work)
    draft.publications.add(work)
    page = body(client, work)
    assert "Cited in meetings" in page
    assert meeting.get_absolute_url() in page
    assert "Secret" not in page
    results = client.get("/research/").text
    assert "Cited in: Forum on fishing" in results
    assert "Secret" not in results


def test_person_with_an_orcid_is_told_from_namesakes(client):
    person = ContributorFactory(family="Núñez", orcid="0000-0002-1825-0097")
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in body(client, PublicationFactory(contributors=[person]))


class TestRelated:
    def titles(self, client, publication):
        return [str(one) for one in client.get(publication.get_absolute_url()).context["related"]]

    def test_newest_five_of_the_same_sector(self, client):
        mining = SectorFactory()
        coal = BranchFactory(parent=mining)
        work = PublicationFactory(sectors=[coal])
        for year in range(2001, 2008):
            PublicationFactory(title=str(year), date=str(year), sectors=[mining if year % 2 else coal])
        PublicationFactory(title="elsewhere", date="2025", sectors=[SectorFactory()])
        PublicationFactory(title="perhaps", date="2025", sectors=[mining], sectors__provenance="suggested")
        PublicationFactory(title="draft", date="2025", sectors=[mining], draft=True)
        assert self.titles(client, work) == ["2007", "2006", "2005", "2004", "2003"]

    def test_those_that_share_rare_words_come_first_and_of_these_those_with_the_same_tags(self, client):
        sector = SectorFactory()
        reindex(PublicationFactory(title=f"Work {number}").pk for number in range(100))
        work = PublicationFactory(title="Work of divers in harbours", sectors=[sector], indexed=True)
        PublicationFactory(title="Divers", date="2020", indexed=True)
        PublicationFactory(title="Divers again", date="1999", sectors=[sector], indexed=True)
        PublicationFactory(title="Nets", abstract="Of harbours", date="2020", indexed=True)
        PublicationFactory(title="Plongeurs: divers", version_of=work, language="fr", indexed=True)
        PublicationFactory(title="Divers", draft=True, indexed=True)
        assert self.titles(client, work) == ["Divers again", "Divers", "Nets"]

    def test_nothing_beside_a_record_whose_sector_is_only_suggested(self, client):
        mining = SectorFactory()
        PublicationFactory(sectors=[mining])
        assert self.titles(client, PublicationFactory(sectors=[mining], sectors__provenance="suggested")) == []


class TestVisibility:
    def test_unknown_record_is_not_there(self, client):
        assert client.get("/research/999999/").status_code == 404
        assert client.get("/research/99999999999999999999999/").status_code == 404
        assert client.get("/research/0/").status_code == 404
        assert client.get("/research/x/").status_code == 404

    @pytest.mark.parametrize("state", ["draft", "in_review", "archived"])
    def test_unpublished_record_is_there_for_its_specialist_alone(self, client, client_of, user_with, state):
        mining, other = SectorFactory(), SectorFactory()
        work = PublicationFactory(title="Secret", sectors=[mining], state=state)
        assert client.get(work.get_absolute_url()).status_code == 404
        stranger = client_of(user_with(Role.SPECIALIST, teams=[other]))
        assert stranger.get(work.get_absolute_url()).status_code == 404
        page = body(client_of(user_with(Role.SPECIALIST, teams=[mining])), work)
        assert work.get_state_display() in page
        assert "This record is not published." in page

    def test_published_record_is_not_marked(self, client):
        assert "not published" not in body(client, PublicationFactory())

    def test_draft_theme_is_not_named(self, client, client_of, user_with):
        work = PublicationFactory(themes=[ThemeFactory(name="Secret theme", draft=True)])
        assert "Secret theme" not in body(client, work)
        assert "Secret theme" in body(client_of(user_with(Role.EDITOR)), work)

    def test_only_reading_is_answered(self, client):
        work = PublicationFactory()
        assert client.post(work.get_absolute_url()).status_code == 405
        assert client.head(work.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_queries_is_constant(client, django_assert_num_queries, number):
    mining = SectorFactory()
    work = PublicationFactory(
        sectors=[mining, *SectorFactory.create_batch(number)],
        areas=AreaFactory.create_batch(number),
        sources=SourceFactory.create_batch(number),
        contributors=ContributorFactory.create_batch(number),
    )
    for _ in range(number):
        ThemeTagFactory(publication=work)
        PublicationFactory(sectors=[mining], contributors=[ContributorFactory()], sources=[SourceFactory()])
        PublicationFactory(version_of=work, language="fr")
    with django_assert_num_queries(15):
        client.get(work.get_absolute_url())


class TestDiscovery:
    def test_page_says_where_everything_is_in_its_head_and_its_header(self, client):
        work = PublicationFactory(
            title="On “dust” & <ore>", doi="10.1/x", contributors=[ContributorFactory(family="Li")]
        )
        response = client.get(work.get_absolute_url())
        html = etree.HTML(response.content)
        assert html.xpath("//meta[@name='citation_title']/@content") == ["On “dust” & <ore>"]
        assert html.xpath("//meta[@name='citation_doi']/@content") == ["10.1/x"]
        links = {link["rel"]: link["url"] for link in parse_header_links(response["Link"])}
        assert links["cite-as"] == "https://doi.org/10.1/x"
        links = client.get(links["linkset"]).json()["linkset"]
        for described in links[0]["describedby"]:
            assert client.get(described["href"])["Content-Type"].startswith(described["type"])
            assert f'<{links[0]["anchor"]}>; rel="describes"' in client.get(described["href"])["Link"]

    def test_draft_says_nothing_of_the_kind_to_its_editor(self, client_of, user_with):
        draft = PublicationFactory(draft=True)
        editor = client_of(user_with(Role.EDITOR))
        response = editor.get(draft.get_absolute_url())
        assert "Link" not in response
        assert "citation_title" not in response.text
        assert 'id="cite"' not in response.text
        assert editor.get(f"/research/{draft.pk}.linkset.json").status_code == 404


def test_work_is_cited_in_six_styles_and_as_bibtex(client):
    page = etree.HTML(client.get(PublicationFactory(in_house=True).get_absolute_url()).content)
    names = page.xpath("//*[contains(@class, 'cites')]//*[@class='cite']/@data-name")
    assert names == ["APA", "Chicago", "Harvard", "Vancouver", "ISO 690", "MLA", "BibTeX"]


@pytest.mark.parametrize("prefix", ["", "/fr", "/es"])
def test_other_programs_are_told_how_to_search(client, prefix):
    page = etree.HTML(client.get(f"{prefix}/").content)
    address = page.xpath("//link[@rel='search']/@href")[0]
    told = etree.fromstring(client.get(address).content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert len(told.findtext("o:ShortName", namespaces=space)) <= 16
    templates = [url.get("template") for url in told.iterfind("o:Url", space) if url.get("rel") != "self"]
    PublicationFactory(title="Coal", indexed=True)
    for template in templates:
        filled = template.replace("{searchTerms}", "coal").replace("{startPage?}", "1")
        assert "Coal" in client.get(filled).text.replace("<mark>", "")
