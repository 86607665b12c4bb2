"""The editor's text area, and the search for records that it links to."""

import pytest
from django.urls import reverse

from tests.factories.research import PublicationFactory
from tests.factories.sectors import InstrumentFactory, SectorFactory, SectorPageFactory

pytestmark = pytest.mark.django_db
RECORDS = reverse("admin:records")


@pytest.fixture
def specialist(user_with, client_of):
    return client_of(user_with("specialist", teams=[SectorFactory()]))


def found(client, words, language="en"):
    records = client.get(RECORDS, {"q": words, "language": language}).json()["records"]
    return [(record["kind"], record["name"], record["url"]) for record in records]


def test_text_area_holds_markdown_and_what_the_editor_starts_from(user_with, client_of):
    page = SectorPageFactory(overview_en="A **b** <script>")
    form = client_of(user_with("editor")).get(reverse("admin:sectors_sectorpage_change", args=[page.pk]))
    assert 'data-prose="&lt;p&gt;A &lt;strong&gt;b&lt;/strong&gt; &amp;lt;script&amp;gt;&lt;/p&gt;' in form.text
    assert "A **b** &lt;script&gt;</textarea>" in form.text


def test_records_are_found_by_their_words_at_the_address_in_the_language(specialist):
    InstrumentFactory(slug="c176", title="Mines Convention", number="C176")
    PublicationFactory(title="Deep mines")
    assert ("instrument", "C176 Mines Convention", "/instruments/c176/") in found(specialist, "mines")
    assert {kind for kind, _name, _url in found(specialist, "mines")} == {"instrument", "publication"}
    assert "/fr/instruments/c176/" in {url for _kind, _name, url in found(specialist, "mines", "fr")}


def test_what_readers_do_not_see_is_not_offered(specialist):
    InstrumentFactory(title="Mines Convention", draft=True)
    assert found(specialist, "mines") == []


@pytest.mark.parametrize("asked", [{}, {"q": "m"}, {"q": "mines", "language": "<x>"}, {"q": "%_'"}])
def test_nothing_is_found_where_nothing_is_asked(specialist, asked):
    assert specialist.get(RECORDS, asked).json() == {"records": []}


def test_search_is_for_those_who_work_here(client, user_with, client_of):
    assert client.get(RECORDS, {"q": "mines"}).status_code == 302
    assert client_of(user_with("constituent")).get(RECORDS, {"q": "mines"}).status_code in {302, 403}
