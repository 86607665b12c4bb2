import pytest
from lxml import etree

from tests.factories.meetings import MeetingFactory
from tests.factories.sectors import SectorFactory

pytestmark = pytest.mark.django_db


def head_of(client, address):
    return etree.HTML(client.get(address).content).find("head")


def canonical(client, address):
    (link,) = head_of(client, address).xpath("link[@rel='canonical']/@href")
    return link


@pytest.fixture(autouse=True)
def meetings():
    mining = SectorFactory(slug="mining")
    for _ in range(21):
        MeetingFactory(sectors=[mining])


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("/?utm_source=x", "/"),
        ("/sectors/mining/?fbclid=x&sector=y", "/sectors/mining/"),
        ("/meetings/", "/meetings/"),
        ("/meetings/?page=1", "/meetings/"),
        ("/meetings/?utm_source=x&page=2", "/meetings/?page=2"),
        ("/meetings/?page=1&year_from=2000&sector=mining&sector=", "/meetings/?sector=mining&year_from=2000"),
        ("/meetings/?sector=alchemy&sector=mining", "/meetings/?sector=mining"),
        ("/meetings/?sector=alchemy", "/meetings/"),
        ("/research/?q=%22collective+bargaining%22&page=1&x=1", "/research/?q=%22collective+bargaining%22"),
        ("/research/?q=a%26b%3D%22%3E", "/research/?q=a%26b%3D%22%3E"),
    ],
)
def test_page_has_one_address_whatever_else_it_is_asked_with(client, asked, answer):
    assert canonical(client, asked) == f"http://testserver{answer}"


def test_page_names_itself_in_every_language_and_for_all_others(client):
    head = head_of(client, "/fr/meetings/?page=2&utm_source=x")
    links = {link.get("hreflang"): link.get("href") for link in head.xpath("link[@rel='alternate'][@hreflang]")}
    assert links == {
        "en": "http://testserver/meetings/?page=2",
        "fr": "http://testserver/fr/meetings/?page=2",
        "es": "http://testserver/es/meetings/?page=2",
        "x-default": "http://testserver/meetings/?page=2",
    }


def test_who_shares_a_page_gets_its_title_address_and_languages(client):
    head = head_of(client, "/es/sectors/mining/?x=1")
    said = [(meta.get("property"), meta.get("content")) for meta in head.xpath("meta[@property]")]
    facts = dict(said)
    assert facts["og:title"] == head.findtext("title")
    assert facts["og:description"] == head.xpath("string(meta[@name='description']/@content)")
    assert facts["og:url"] == "http://testserver/es/sectors/mining/"
    assert (facts["og:type"], facts["og:locale"]) == ("website", "es_ES")
    assert [content for name, content in said if name == "og:locale:alternate"] == ["en_GB", "fr_FR"]


def test_title_and_description_cannot_break_out(client):
    meeting = MeetingFactory(title='A "quoted" <b>title</b>\n& more')
    head = head_of(client, meeting.get_absolute_url())
    assert head.xpath("string(meta[@property='og:title']/@content)") == 'A "quoted" <b>title</b> & more – SECTOR'
    assert head.findtext("title") == 'A "quoted" <b>title</b> & more – SECTOR'


@pytest.mark.parametrize("address", ["/no-such-page/", "/meetings/?page=9", "/meetings/?year_from=abc"])
def test_errors_have_no_address(client, address):
    head = head_of(client, address)
    assert not head.xpath("link[@rel='canonical'] | link[@hreflang] | meta[@property='og:url'] | script")
    assert head.xpath("meta[@property='og:title']")
