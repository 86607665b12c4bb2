"""Languages in the workplace: states on the form and in lists, what awaits translation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundwork.models import OlderTranslation
from groundwork.versions.version import next_of
from groundwork.workplace.languages import marked_change
from tests.access.forms import form_data
from tests.factories.sectors import KeyIssueFactory, PartnerFactory, SectorFactory, SectorPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db
AWAITING = reverse("admin:translations")
THEMES = reverse("admin:sectors_theme_changelist")


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor"))


def at(item):
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])


def lines(client, **asked):
    return [
        (line["name"], line["language"], line["state"].value) for line in client.get(AWAITING, asked).context["lines"]
    ]


@pytest.fixture
def page():
    """In English and French; one of its issues has no French."""
    sector = SectorFactory(name_fr="Mines", name_es="Minería")
    page = SectorPageFactory(sector=sector, summary_en="One", summary_fr="Un", overview_en="", overview_fr="")
    KeyIssueFactory(page=page, title_en="Dust", title_fr="", text_en="Much", text_fr="Beaucoup")
    return page


def test_form_says_what_a_language_lacks_and_what_changed(editor, page):
    page.summary_en = "One <and> two"
    page.save()
    html = editor.get(at(page)).text
    assert "Missing: Dust – Title" in html
    assert "One<ins> &lt;and&gt; two</ins>" in html


def test_translation_that_holds_is_said_with_a_button_that_saves_too(editor, page, settings):
    settings.REVIEW_BY_ANOTHER = False
    page.summary_en = "Uno"
    page.save()
    response = editor.post(at(page), form_data(editor.get(at(page))) | {"_holds": "fr", "starter_text": "on"})
    assert response.url == at(page)
    saved = next_of(page).snapshot
    assert (saved["fields"]["starter_text"], saved["older"]) == (True, [])
    assert OlderTranslation.objects.exists()  # said of the draft; what is public waits for it
    editor.post(at(page), form_data(editor.get(at(page))) | {"_publish": "1"})
    assert not OlderTranslation.objects.exists()
    page.refresh_from_db()
    assert page.starter_text


def test_translation_that_holds_without_a_change_is_said_of_what_is_public(editor, page):
    page.summary_en = "Uno"
    page.save()
    editor.post(at(page), form_data(editor.get(at(page))) | {"_holds": "fr"})
    assert next_of(page) is None
    assert not OlderTranslation.objects.exists()


def test_translation_that_holds_is_said_of_a_draft_begun_before(editor, page):
    editor.post(at(page), form_data(editor.get(at(page))) | {"summary_en": "Uno"})
    assert next_of(page).snapshot["older"]
    editor.post(at(page), form_data(editor.get(at(page))) | {"_holds": "fr"})
    assert next_of(page).snapshot["older"] == []


def test_translation_written_anew_in_a_draft_is_no_longer_older_there(editor, page):
    editor.post(at(page), form_data(editor.get(at(page))) | {"summary_en": "Uno"})
    editor.post(at(page), form_data(editor.get(at(page))) | {"summary_fr": "Une"})
    assert next_of(page).snapshot["older"] == []


def test_list_is_narrowed_by_state(editor):
    done, lacking = ThemeFactory(name_en="Ah", name_fr="a"), ThemeFactory(name_en="Be", name_fr="")
    shown = {
        value: list(editor.get(THEMES, {"translation": value}).context["cl"].queryset)
        for value in ("fr-done", "fr-missing", "fr-older")
    }
    assert shown == {"fr-done": [done], "fr-missing": [lacking], "fr-older": []}


def test_what_awaits_is_what_everybody_reads_and_one_may_change(editor, client_of, user_with, page):
    stranger = SectorPageFactory(summary_en="Other", overview_en="")
    SectorPageFactory(summary_en="Draft", draft=True)
    specialist = client_of(user_with("specialist", teams=[page.sector]))
    assert lines(specialist, language="fr") == [("Dust", "French", "missing")]
    assert (str(stranger), "French", "missing") in lines(editor, language="fr", kind="sectors.sectorpage")
    assert lines(specialist, language="fr", state="older") == []
    assert lines(client_of(user_with("assessor"))) == []


def test_what_is_asked_wrongly_is_said(editor, page):
    assert "Select a valid choice" in editor.get(AWAITING, {"language": "xx", "page": "x"}).text


def test_dashboard_counts_what_the_list_shows(editor, page):
    tiles = editor.get(reverse("admin:index")).context["to_translate"]
    assert {tile["name"] for tile in tiles} == {"fr-missing", "es-missing"}
    for tile in tiles:
        assert editor.get(tile["url"]).context["page"].paginator.count == tile["count"]


def test_number_of_queries_does_not_grow(editor, page, django_assert_num_queries):
    PartnerFactory(description_en="One")
    editor.get(AWAITING)
    with CaptureQueriesContext(connection) as few:
        editor.get(AWAITING)
    PartnerFactory.create_batch(3, description_en="More")
    KeyIssueFactory.create_batch(3, page=page, title_fr="")
    with django_assert_num_queries(len(few)):
        editor.get(AWAITING)


def test_changes_are_marked_word_by_word():
    assert marked_change("one two three", "one 2 three four") == "one <del>two</del><ins>2</ins> three<ins> four</ins>"
