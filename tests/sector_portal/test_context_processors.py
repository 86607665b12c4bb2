from django.utils import translation

from sector_portal.context_processors import languages


def addresses(rf, path: str) -> dict[str, str]:
    return {link["code"]: link["url"] for link in languages(rf.get(path))["language_links"]}


def test_language_links_lead_to_the_same_page_with_its_query(rf):
    assert addresses(rf, "/research/?q=mine&page=2") == {
        "en": "/research/?q=mine&page=2",
        "fr": "/fr/research/?q=mine&page=2",
        "es": "/es/research/?q=mine&page=2",
    }


def test_language_links_lead_back_to_english(rf):
    with translation.override("fr"):
        assert addresses(rf, "/fr/meetings/")["en"] == "/meetings/"


def test_language_links_of_an_address_that_leads_nowhere_lead_home(rf):
    assert addresses(rf, "/nowhere/") == {"en": "/nowhere/", "fr": "/fr/", "es": "/es/"}


def test_languages_are_called_by_their_own_names(rf):
    names = [link["name"] for link in languages(rf.get("/"))["language_links"]]

    assert names == ["English", "Français", "Español"]


def test_language_of_the_page_is_marked(rf):
    with translation.override("es"):
        current = [link["code"] for link in languages(rf.get("/es/"))["language_links"] if link["current"]]

    assert current == ["es"]
