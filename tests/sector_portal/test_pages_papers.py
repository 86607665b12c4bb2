import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from sector_portal.pages.papers import PAPERS
from tests.factories.research import ContributorFactory, PublicationFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_is_written_in_each_language(client, name):
    texts = {strip_tags(client.get(f"{prefix}/{name}/").text) for prefix in ("", "/fr", "/es")}
    assert len(texts) == 3
    assert all(len(text) > 500 for text in texts)


def test_about_names_the_sources_and_their_licences(client):
    SourceFactory(name="A working paper series", licence="CC0 1.0")
    body = client.get("/about/").text
    assert "A working paper series" in body
    assert "CC0 1.0" in body


@pytest.mark.parametrize("name", PAPERS)
def test_paper_is_linked_from_every_page(client, name):
    assert f'href="/{name}/"' in client.get("/sectors/").text


class TestSearchHelp:
    @pytest.mark.parametrize("prefix", ["", "/fr", "/es"])
    def test_each_example_is_a_search(self, client, prefix):
        PublicationFactory(
            title="Safety in coal mines: decent work and labour migration, wages in ports",
            series="IZA Discussion Papers",
            symbol="GB.328/POL/8",
            date="2020",
            contributors=[ContributorFactory(family="Acemoglu")],
            indexed=True,
        )
        body = client.get(f"{prefix}/search/help/").text
        examples = [unescape(found) for found in re.findall(r'href="([^"]*/research/[?]q=[^"]*)"', body)]
        assert len(examples) == 12
        for example in examples:
            response = client.get(example)
            assert response.status_code == 302 or response.context["page"].paginator.count == 1, example

    def test_texts_differ_by_language(self, client):
        texts = {strip_tags(client.get(f"{prefix}/search/help/").text) for prefix in ("", "/fr", "/es")}
        assert len(texts) == 3

    @pytest.mark.parametrize("prefix", ["", "/fr", "/es"])
    def test_search_links_it(self, client, prefix):
        assert f'href="{prefix}/search/help/"' in client.get(f"{prefix}/research/").text
