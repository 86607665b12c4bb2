"""What is missing, and what is older than its English."""

import pytest

from groundwork.models import OlderTranslation
from groundwork.translating import State, confirm, in_state, missing_fields
from sectors.models import SectorPage, Theme
from tests.factories.sectors import SectorPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def themes_in(state: str, language: str = "fr") -> list[Theme]:
    return list(Theme.objects.filter(in_state(Theme, language, state)))


@pytest.fixture
def theme():
    return ThemeFactory(name_en="Safety", name_fr="Sécurité", description_en="", description_fr="")


def test_a_text_in_english_alone_is_missing_elsewhere(theme):
    assert themes_in(State.DONE) == [theme]
    assert themes_in(State.MISSING, "es") == [theme]
    assert missing_fields(theme, "es") == ["name"]


def test_codes_and_names_in_capitals_await_no_translation(theme):
    theme.name_en = "ILOSTAT 2"
    assert missing_fields(theme, "es") == []
    theme.save()
    assert themes_in(State.MISSING, "es") == []


def test_changed_english_makes_the_translation_older_until_it_is_touched(theme):
    theme.name_en = "Safety and health"
    theme.save()
    assert themes_in(State.OLDER) == [theme]
    assert OlderTranslation.objects.get().english == "Safety"
    theme.name_en = "Safety and health at work"
    theme.save()
    assert OlderTranslation.objects.get().english == "Safety", "the translation is still of the first text"
    theme.name_fr = "Sécurité et santé au travail"
    theme.save()
    assert themes_in(State.DONE) == [theme]


def test_english_and_translation_changed_together_are_done(theme):
    theme.name_en, theme.name_fr = "Health", "Santé"
    theme.save()
    assert themes_in(State.DONE) == [theme]


def test_english_that_is_as_it_was_makes_nothing_older(theme):
    for name in ("Health", "Safety"):
        theme.name_en = name
        theme.save(update_fields=["name_en"])
    assert themes_in(State.DONE) == [theme]


def test_person_says_that_the_translation_still_holds(theme):
    theme.name_en = "Safety!"
    theme.save()
    assert confirm([theme], "es") == 0
    assert confirm([theme], "fr") == 1
    assert themes_in(State.DONE) == [theme]


def test_what_is_not_saved_moves_nothing(theme):
    theme.name_en = "Elsewhere"
    theme.save(update_fields=["order"])
    assert themes_in(State.DONE) == [theme]


def test_notes_go_with_the_row(theme):
    theme.name_en = "Safety!"
    theme.save()
    theme.delete()
    assert not OlderTranslation.objects.exists()


def test_worst_text_gives_a_row_its_state():
    page = SectorPageFactory(summary_en="One", summary_fr="Un", overview_en="Two", overview_fr="")
    page.summary_en = "1"
    page.save()
    assert list(SectorPage.objects.filter(in_state(SectorPage, "fr", State.MISSING))) == [page]
    assert not SectorPage.objects.filter(in_state(SectorPage, "fr", State.OLDER)).exists()
