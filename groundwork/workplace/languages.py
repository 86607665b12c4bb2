"""The languages of a form: what each lacks, what changed in the English since, and that it still holds."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundwork.comparing import Piece, compared
from groundwork.translated import NAMES
from groundwork.translating import (
    SOURCE,
    TARGETS,
    OlderTranslation,
    State,
    confirm,
    in_state,
    missing_fields,
    translated_fields,
)

HOLDS = "_holds"  # the button by which a person says that a translation still holds


class TranslationFilter(admin.SimpleListFilter):
    """By the state of a translation, worst first: `fr-missing`."""

    title = gettext_lazy("translation")
    parameter_name = "translation"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        pairs = [(code, state) for code in TARGETS for state in State]
        return [(f"{code}-{state.value}", f"{NAMES[code]}: {state.label}") for code, state in pairs]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        language, _sep, state = (self.value() or "").partition("-")
        known = language in TARGETS and state in State
        return queryset.filter(in_state(queryset.model, language, state)) if known else queryset


def language_notes(whole: models.Model, parts: list[models.Model]) -> dict[str, SafeString]:
    """By language, what its part of the form says of its state; `parts` are those that the form edits too."""
    rows = [row for row in (whole, *parts) if translated_fields(type(row))]
    noted = list(OlderTranslation.objects.of_rows(rows))
    notes = {SOURCE: format_html('<p class="translation" data-state="source">{}</p>', _("Source"))}
    for code in TARGETS:
        lacking = [_text(row, name, whole) for row in rows for name in missing_fields(row, code)]
        changed = list(_changed(rows, [note for note in noted if note.language == code], whole))
        notes[code] = _note(code, lacking, changed)
    return notes


def _note(code: str, lacking: list[str], changed: list[tuple[str, SafeString]]) -> SafeString:
    states = [*([State.MISSING] if lacking else []), *([State.OLDER] if changed else [])] or [State.DONE]
    said = "; ".join(str(state.label) for state in states)
    html = format_html('<p class="translation" data-state="{}">{}</p>', states[0].value, said)
    if lacking:
        html += format_html("<p>{}: {}</p>", State.MISSING.label, "; ".join(lacking))
    if changed:
        html += format_html_join(
            "",
            '<details class="changed"><summary>{}</summary><p lang="en">{}</p></details>',
            ((_("What changed in the English: %(text)s") % {"text": text}, change) for text, change in changed),
        )
        label = _("Save, and say that the translation still holds")
        html += format_html('<p><button type="submit" name="{}" value="{}">{}</button></p>', HOLDS, code, label)
    return html


def _changed(
    rows: list[models.Model], noted: list[OlderTranslation], whole: models.Model
) -> Iterator[tuple[str, SafeString]]:
    by_key = {(row._meta.label_lower, row.pk): row for row in rows}
    for note in noted:
        row = by_key[note.model, note.object_id]
        yield _text(row, note.field, whole), marked_change(note.english, getattr(row, f"{note.field}_{SOURCE}") or "")


def _text(row: models.Model, name: str, whole: models.Model) -> str:
    """A field by its name; of a part, with the part's."""
    label = capfirst(str(row._meta.get_field(name).verbose_name))
    return label if row is whole else f"{row} – {label}"


def marked_change(before: str, after: str) -> SafeString:
    """Both texts as one, word by word: what went is struck out, what came is marked."""
    return format_html_join("", "{}", ((_marked(piece),) for piece in compared(before, after)))


def _marked(piece: Piece) -> str | SafeString:
    shapes = {"del": "<del>{}</del>", "ins": "<ins>{}</ins>"}
    return format_html(shapes[piece.change], piece.text) if piece.change else piece.text


def hold(rows: list[models.Model], asked: str) -> bool:
    """What the button asks for, if it asks for a language."""
    return asked in TARGETS and confirm(rows, asked) > 0


def parts_of(model_admin: Any, whole: models.Model) -> list[models.Model]:
    """The rows with translated texts that the inlines of a form edit; one query for each kind."""
    parts = []
    for inline in model_admin.inlines:
        if translated_fields(inline.model):
            tie = next(field for field in inline.model._meta.fields if field.related_model is type(whole))
            parts += inline.model._base_manager.filter(**{tie.name: whole.pk})
    return parts
