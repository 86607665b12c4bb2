"""Files of records, and the reading list that travels in the address."""

import json

import pytest
from lxml import etree

from tests.factories.groundwork import AreaFactory
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db
ENDINGS = ["bib", "ris", "json", "csv"]


def sent(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.getvalue().decode()


def titles(client, address):
    return [item["title"] for item in json.loads(sent(client, address))]


class TestRecord:
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_record_is_a_file_to_keep(self, client, ending):
        work = PublicationFactory(title="On dust")
        response = client.get(f"/research/{work.pk}.{ending}")
        assert "On dust" in response.getvalue().decode()
        assert response["Content-Disposition"] == f'attachment; filename="record-{work.pk}.{ending}"'
        assert "charset=utf-8" in response["Content-Type"]

    @pytest.mark.parametrize("ending", ENDINGS)
    def test_draft_is_in_no_file_even_for_its_editor(self, client_of, user_with, ending):
        draft = PublicationFactory(draft=True)
        assert client_of(user_with("editor")).get(f"/research/{draft.pk}.{ending}").status_code == 404

    @pytest.mark.parametrize(
        "address", ["/research/999999.bib", "/research/1.xml", "/research/x.bib", "/research/1.BIB"]
    )
    def test_what_is_not_there_is_not_found(self, client, address):
        assert client.get(address).status_code == 404

    def test_only_reading_is_answered(self, client):
        work = PublicationFactory()
        assert client.post(f"/research/{work.pk}.bib").status_code == 405
        assert client.head(f"/research/{work.pk}.bib").status_code == 200


class TestSearch:
    def test_all_that_is_found_is_in_the_file_in_the_order_of_the_page(self, client):
        for year in range(1990, 2020):
            PublicationFactory(title=f"Coal {year}", date=str(year), indexed=True)
        PublicationFactory(title="Fish", indexed=True)
        assert titles(client, "/research/export.json?q=coal&sort=oldest") == [
            f"Coal {year}" for year in range(1990, 2020)
        ]
        assert titles(client, "/research/export.json?q=coal&page=2")[0] == "Coal 2019"

    def test_filters_are_those_of_the_page(self, client):
        PublicationFactory(title="Book", kind="book", sectors=[SectorFactory(slug="mining")], indexed=True)
        PublicationFactory(title="Thesis", kind="thesis", indexed=True)
        for query in ("type=book", "sector=mining", "q=book", "q=-thesis"):
            assert titles(client, f"/research/export.json?{query}") == ["Book"]

    @pytest.mark.parametrize("query", ["sector=nope", "year_from=abc", "sort=best", "q=" + "a+" * 80, "q=%00"])
    def test_what_the_page_would_not_take_or_not_know_is_refused(self, client, query):
        PublicationFactory(indexed=True)
        response = client.get(f"/research/export.csv?{query}")
        assert response.status_code == 400
        assert "text/html" in response["Content-Type"]

    def test_file_of_nothing_is_empty(self, client):
        assert titles(client, "/research/export.json?q=zebra") == []
        assert sent(client, "/research/export.csv?q=zebra").count("\n") == 1
        assert sent(client, "/research/export.bib?q=zebra") == ""

    @pytest.mark.usefixtures("user_with")
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_draft_is_in_no_file_even_for_its_editor(self, client_of, user_with, ending):
        PublicationFactory(title="Secret", draft=True, indexed=True)
        assert "Secret" not in sent(client_of(user_with("editor")), f"/research/export.{ending}")

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries_is_constant(self, client, django_assert_num_queries, number):
        for _ in range(number):
            PublicationFactory(sectors=[SectorFactory()], themes=[ThemeFactory()], areas=[AreaFactory()], indexed=True)
        with django_assert_num_queries(13):
            sent(client, "/research/export.csv")

    def test_page_leads_to_its_files_and_its_feed(self, client):
        PublicationFactory(title="Coal", kind="book", indexed=True)
        page = client.get("/research/?q=coal&type=book&page=1&list=1")
        assert [link["url"] for link in page.context["files"]] == [
            f"/research/export.{ending}?q=coal&type=book" for ending in ENDINGS
        ]
        alternate = etree.HTML(page.content).xpath("//link[@type='application/atom+xml']/@href")
        assert alternate == ["/research/feed/?q=coal&type=book"]
        assert client.get("/research/?q=zebra").context["files"] == []


class TestReadingList:
    def test_chosen_records_are_shown_in_order_and_sent_together(self, client):
        first, second = PublicationFactory(title="First"), PublicationFactory(title="Second")
        address = f"?list={second.pk},{first.pk}"
        page = client.get(f"/research/list/{address}")
        assert [result["title"] for result in page.context["listed"]] == ["Second", "First"]
        assert titles(client, f"/research/list.json{address}") == ["Second", "First"]
        assert f'href="/research/list.bib{address}"' in page.text

    def test_ticks_are_taken_into_the_address(self, client):
        response = client.get("/research/list/?list=1,2&id=3&id=2")
        assert (response.status_code, response["Location"]) == (302, "/research/list/?list=1,2,3")

    def test_list_goes_along_on_the_search(self, client):
        work = PublicationFactory(title="Coal", indexed=True)
        page = client.get("/research/?q=coal&list=77")
        html = etree.HTML(page.content)
        assert html.xpath("//form[@id='reading-list']/input/@value") == ["77"]
        assert html.xpath("//input[@form='reading-list']/@value") == [str(work.pk)]
        for form in page.context["forms"].values():
            assert ("list", "77") in form["kept"]

    def test_each_record_can_be_taken_off(self, client):
        keys = [PublicationFactory().pk, PublicationFactory().pk]
        page = client.get(f"/research/list/?list={keys[0]},{keys[1]}")
        assert [result["without"] for result in page.context["listed"]] == [f"?list={keys[1]}", f"?list={keys[0]}"]

    def test_what_is_not_there_or_not_public_is_counted_alike(self, client):
        draft, work = PublicationFactory(title="Secret", draft=True), PublicationFactory()
        page = client.get(f"/research/list/?list={draft.pk},{work.pk},999999")
        assert "2 records of this address are not in the repository" in page.text
        assert "Secret" not in page.text

    def test_empty_list_has_a_page(self, client):
        assert "The list is empty." in client.get("/research/list/").text

    @pytest.mark.parametrize(
        "address",
        [
            "/research/list/?list=x",
            "/research/list.bib?id=-1",
            "/research/list/?list=" + ",".join(map(str, range(1, 52))),
        ],
    )
    def test_malformed_list_is_refused(self, client, address):
        assert client.get(address).status_code == 400

    @pytest.mark.parametrize("number", [1, 3])
    def test_number_of_queries_is_constant(self, client, django_assert_num_queries, number):
        keys = [
            PublicationFactory(sectors=[SectorFactory()], contributors=[ContributorFactory()]).pk for _ in range(number)
        ]
        with django_assert_num_queries(6):  # one of them follows records that were merged
            client.get(f"/research/list/?list={','.join(map(str, keys))}")
