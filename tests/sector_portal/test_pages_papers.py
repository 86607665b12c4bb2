import pytest
from django.utils.html import strip_tags

from sector_portal.pages.papers import PAPERS
from tests.factories.research import SourceFactory

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
