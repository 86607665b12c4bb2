import pytest
from lxml import etree

from tests.factories.meetings import MeetingFactory, OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, address):
    return [element.text for element in etree.fromstring(client.get(address).content).iterfind(".//s:loc", SPACE)]


def test_sitemap_index_names_a_file_for_each_kind(client):
    assert [address.rpartition("/")[2] for address in locations(client, "/sitemap.xml")] == [
        "sitemap-pages.xml",
        "sitemap-sectors.xml",
        "sitemap-instruments.xml",
        "sitemap-practices.xml",
        "sitemap-countries.xml",
        "sitemap-themes.xml",
        "sitemap-meetings.xml",
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
