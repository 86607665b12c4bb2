import pytest
from django.utils.translation import override

from sector_portal.templatetags.translated import lang_attr, shown_in
from tests.factories.meetings import MeetingFactory, OutcomeFactory

pytestmark = pytest.mark.django_db


def test_text_in_the_language_of_the_page_needs_no_mark():
    meeting = MeetingFactory(title_en="On dust", title_fr="Sur les poussières")
    with override("fr"):
        assert lang_attr(meeting, "title") == shown_in(meeting, "title") == ""


def test_fallback_is_marked_and_named():
    meeting = MeetingFactory(title_en="On dust", title_fr="")
    with override("fr"):
        assert lang_attr(meeting, "title") == ' lang="en"'
        assert "en anglais" in shown_in(meeting, "title")


def test_fallback_goes_on_to_the_language_that_exists():
    meeting = MeetingFactory(title_en="", title_fr="", title_es="Sobre el polvo")
    with override("fr"):
        assert lang_attr(meeting, "title") == ' lang="es"'


@pytest.mark.parametrize("prefix", ["/fr", "/es"])
def test_pages_name_the_language_of_a_missing_translation(client, prefix):
    outcome = OutcomeFactory(text="Dust should be measured.")
    address = outcome.get_absolute_url()
    assert 'lang="en">Dust should be measured.' in client.get(f"{prefix}{address}").text
    assert client.get(address).text.count(' lang="en"') == 2  # the page and its own language link
