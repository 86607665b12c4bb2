"""Ratifications of many instruments on one screen: seen as changes, saved all or none."""

import pytest
from django.urls import reverse

from groundwork.audit import AuditEntry
from groundwork.versions.version import next_of
from tests.factories.sectors import InstrumentFactory

pytestmark = pytest.mark.django_db
SCREEN = reverse("admin:sectors_ratifications")
SOURCE = "NORMLEX, read on 2026-11-01"


@pytest.fixture
def mines():
    return InstrumentFactory(number="C176", title="Mines Convention", ratifications=34, ratifications_source="Old")


@pytest.fixture
def editor(user_with, client_of):
    return client_of(user_with("editor"))


def test_changes_are_shown_and_then_saved(editor, mines):
    fishing = InstrumentFactory(slug="c188", title="Work in Fishing Convention", ratifications=None, draft=True)
    lines = ["Instrument\tRatifications\tAs of\tSource", f"C176\t35\t2026-11\t{SOURCE}"]
    text = "\n".join([*lines, f"work in fishing convention\t21\t2026\t{SOURCE}", ""])
    shown = editor.post(SCREEN, {"text": text, "look": "1"})
    assert "<del>34</del> <ins>35</ins>" in shown.text
    mines.refresh_from_db()
    assert mines.ratifications == 34
    saved = editor.post(SCREEN, {"text": text, "save": "1"}, follow=True)
    assert [str(one) for one in saved.context["cl"].result_list] == [str(mines), str(fishing)], "to be sent for review"
    mines.refresh_from_db()
    assert (mines.ratifications, mines.ratifications_source) == (34, "Old"), "what is public waits for its review"
    fishing.refresh_from_db()
    assert (fishing.ratifications, str(fishing.ratifications_as_of)) == (21, "2026"), "a draft has it at once"
    given = next_of(mines).snapshot["fields"]
    assert (given["ratifications"], given["ratifications_as_of"]) == (35, "2026-11")

    again = editor.post(SCREEN, {"text": text, "look": "1"})
    assert "<ins>" not in again.text, "seen beside what is being written"
    editor.post(SCREEN, {"text": text, "save": "1"})
    for one in (mines, fishing):
        assert AuditEntry.objects.about(one).get().verb == "change", "what is as it was is left alone"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("C999,35,2026,x", "Line 2: There is no instrument “C999”"),
        ("C176,-3,2026,x", "Line 2: “-3” is no number of ratifications."),
        ("C176,35,yesterday,x", "Line 2: “yesterday” is not a date."),
        ("C176,35,2026,", "Line 2: Say in at most 300 characters"),
        ("C176,35", "Line 2: Write four cells"),
        ("C176,36,2026,again", "Line 2: The same instrument stands in line 1."),
        ('C176,"35', "Line 2: Write four cells"),
    ],
)
def test_wrong_lines_are_told_by_their_numbers_and_nothing_is_saved(editor, mines, line, sentence):
    response = editor.post(
        SCREEN, {"text": f"C176,35,2026,{SOURCE.replace(',', ';')}\n{line}".replace(";", " "), "save": "1"}
    )
    assert sentence in response.text
    mines.refresh_from_db()
    assert mines.ratifications == 34


def test_screen_is_for_those_who_may_change_instruments(user_with, client_of):
    assert client_of(user_with("specialist")).post(SCREEN, {"text": "C176,1,2026,x", "save": "1"}).status_code == 403
