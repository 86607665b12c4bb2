"""What the box may suggest: JSON of what begins with the words typed so far."""

import pytest

from research.services import set_state
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def suggested(client, typed, prefix=""):
    response = client.get(f"{prefix}/research/suggest/", {"q": typed})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    return response.json()["suggestions"]


def labels(client, typed, prefix=""):
    return [one["label"] for one in suggested(client, typed, prefix)]


@pytest.mark.parametrize("typed", ["labour m", "Labor m", "LABOUR  M", "labour, m"])
def test_titles_that_begin_so(client, typed):
    work = PublicationFactory(title="Labor migration", kind="book", indexed=True)
    PublicationFactory(title="On labour migration", indexed=True)
    PublicationFactory(title="Labour inspection", indexed=True)
    expected = {"kind": "Book", "label": "Labor migration", "lang": "en", "url": f"/research/{work.pk}/"}
    assert suggested(client, typed) == [expected]


@pytest.mark.parametrize(
    ("prefix", "typed", "name"), [("", "min", "Mining"), ("/fr", "metaux", "Métaux"), ("/es", "mine", "Minería")]
)
def test_sectors_and_themes_in_the_language_of_the_page(client, prefix, typed, name):
    names = {"name_en": "Mining", "name_fr": "Métaux", "name_es": "Minería"}
    SectorFactory(slug="mining", **names)
    ThemeFactory(slug="ores", **names)
    found = suggested(client, typed, prefix)
    assert [one["label"] for one in found] == [name, name]
    assert [one["url"] for one in found] == [f"{prefix}/research/?sector=mining", f"{prefix}/research/?theme=ores"]


def test_eight_at_most_terms_first(client):
    SectorFactory(name="Coal")
    for number in range(9):
        PublicationFactory(title=f"Coal {number}", indexed=True)
    assert labels(client, "coal") == ["Coal", *(f"Coal {number}" for number in range(7))]


def test_unpublished_is_never_suggested(client):
    PublicationFactory(title="Uranium draft", draft=True, indexed=True)
    ThemeFactory(name="Uranium theme", draft=True)
    work = PublicationFactory(title="Uranium", indexed=True)
    assert labels(client, "uran") == ["Uranium"]
    set_state(publication=work, state="archived")
    assert labels(client, "uran") == []


@pytest.mark.parametrize("typed", ["", "c", "%", "_o", "!!", "zz"])
def test_too_little_or_nothing_gives_an_empty_list(client, typed):
    PublicationFactory(title="Coal", indexed=True)
    assert labels(client, typed) == []


def test_queries(client, django_assert_num_queries):
    PublicationFactory.create_batch(3, title="Coal", indexed=True)
    with django_assert_num_queries(4):  # and the one by which an unchanged answer is told
        suggested(client, "coal")
    with django_assert_num_queries(1):
        suggested(client, "c")


def test_only_reading_is_answered(client):
    assert client.post("/research/suggest/").status_code == 405
