import pytest
from requests.utils import parse_header_links

from research.exports.signposts import link_header, link_set, signposts
from research.models import Publication
from tests.factories.research import ContributorFactory, PublicationFactory

pytestmark = pytest.mark.django_db


def absolute(address):
    return f"https://portal.test{address}"


def links_of(**fields):
    publication = Publication.objects.with_parts(None).get(pk=PublicationFactory(**fields).pk)
    return publication, signposts(publication, absolute, "Report")


def hrefs(links, rel):
    return [link.href for link in links if link.rel == rel]


def test_record_is_cited_by_what_lasts_longest():
    assert hrefs(links_of(doi="10.1/x", handle="1/2")[1], "cite-as") == ["https://doi.org/10.1/x"]
    assert hrefs(links_of(handle="1/2")[1], "cite-as") == ["https://hdl.handle.net/1/2"]
    bare, links = links_of()
    assert hrefs(links, "cite-as") == [f"https://portal.test/research/{bare.pk}/"]


def test_full_text_is_an_item_only_where_it_is_free():
    url = "https://www.ilo.org/x"
    assert hrefs(links_of(url=url, access="free")[1], "item") == [url]
    assert hrefs(links_of(url=url, access="may-cost")[1], "item") == []
    assert hrefs(links_of(access="free")[1], "item") == []


def test_authors_are_named_by_their_orcid():
    people = [ContributorFactory(orcid="0000-0001-2345-6789"), ContributorFactory()]
    assert hrefs(links_of(contributors=people)[1], "author") == ["https://orcid.org/0000-0001-2345-6789"]


def test_licence_is_a_link_where_it_is_an_address():
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert hrefs(links_of(licence=licence)[1], "license") == [licence]
    assert hrefs(links_of(licence="CC BY 4.0")[1], "license") == []


def test_header_is_read_by_others_and_no_address_breaks_it():
    publication, links = links_of(url='https://www.ilo.org/é "x", <y>; rel=z', access="free")
    header = link_header(links, publication, absolute)
    assert header.isascii()
    read = parse_header_links(header)
    assert [link["rel"] for link in read] == ["cite-as", "item", "type", "type", *["describedby"] * 4, "linkset"]
    assert read[-1] == {
        "url": f"https://portal.test/research/{publication.pk}.linkset.json",
        "rel": "linkset",
        "type": "application/linkset+json",
    }


def test_set_has_the_same_links_and_the_way_back():
    publication, links = links_of(doi="10.1/x")
    page, *described = link_set(links, publication, absolute)["linkset"]
    assert page["anchor"] == f"https://portal.test/research/{publication.pk}/"
    assert page["cite-as"] == [{"href": "https://doi.org/10.1/x"}]
    assert [link["href"] for link in page["describedby"]] == [one["anchor"] for one in described]
    assert page["describedby"][0]["type"] == "application/x-bibtex"
    assert described[0]["describes"] == [{"href": page["anchor"], "type": "text/html"}]
