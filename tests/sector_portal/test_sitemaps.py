import pytest
from lxml import etree

from research.models import Publication
from sector_portal.sitemaps import RowSitemap
from tests.factories.meetings import MeetingFactory, OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory
from tests.schemas import assert_valid

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, address):
    content = client.get(address).content
    assert_valid(content)
    return [element.text for element in etree.fromstring(content).iterfind(".//s:loc", SPACE)]


def test_sitemap_index_names_a_file_for_each_kind(client):
    assert [address.rpartition("/")[2] for address in locations(client, "/sitemap.xml")] == [
        "sitemap-pages.xml",
        "sitemap-sectors.xml",
        "sitemap-instruments.xml",
        "sitemap-practices.xml",
        "sitemap-countries.xml",
        "sitemap-themes.xml",
        "sitemap-meetings.xml",
        "sitemap-reviews.xml",
        "sitemap-follow-up.xml",
        "sitemap-research.xml",
    ]


def test_sitemap_lists_what_anyone_may_see_and_every_address_answers(client):
    rows = [SectorFactory(), MeetingFactory(), OutcomeFactory(), PublicationFactory()]
    MeetingFactory(draft=True)
    PublicationFactory(draft=True)
    OutcomeFactory(draft=True)
    listed = {
        address
        for section in ("sectors", "meetings", "follow-up", "research")
        for address in locations(client, f"/sitemap-{section}.xml")
    }
    expected = {f"http://testserver{row.get_absolute_url()}" for row in rows}
    expected.add(f"http://testserver{rows[2].meeting.get_absolute_url()}")
    assert expected <= listed
    assert not {address for address in listed if client.get(address).status_code != 200}


def test_robots_names_the_sitemap_and_keeps_out_of_the_admin(client):
    body = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in body
    assert "Disallow: /admin/" in body


def test_index_dates_each_file_by_its_last_change_and_reads_no_row_for_it(client, django_assert_num_queries):
    for _ in range(3):
        PublicationFactory()
    with django_assert_num_queries(17):  # of each kind its number, and its last change where it has one
        index = etree.fromstring(client.get("/sitemap.xml").content)
    dates = {
        element.findtext("s:loc", namespaces=SPACE).rpartition("/")[2]: element.findtext("s:lastmod", namespaces=SPACE)
        for element in index
    }
    latest = Publication.objects.latest("updated_at").updated_at
    assert dates["sitemap-research.xml"].startswith(f"{latest.astimezone():%Y-%m-%dT%H}"[:10])
    assert dates["sitemap-sectors.xml"] is None


def test_index_has_a_file_for_each_part_of_a_long_kind(client, monkeypatch):
    monkeypatch.setattr(RowSitemap, "limit", 2)
    rows = [PublicationFactory() for _ in range(5)]
    files = [address for address in locations(client, "/sitemap.xml") if "research.xml" in address]
    assert [address.rpartition("/")[2] for address in files] == [
        "sitemap-research.xml",
        "sitemap-research.xml?p=2",
        "sitemap-research.xml?p=3",
    ]
    listed = [address for file in files for address in locations(client, file)]
    assert listed == [f"http://testserver{row.get_absolute_url()}" for row in rows]
