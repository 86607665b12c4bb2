"""Which language a translated field is shown in, the columns that it is kept in, and what these are called."""

from typing import Any

from django.conf import settings
from django.db.models import F, Model
from django.utils.text import capfirst
from django.utils.translation import get_language

NAMES = dict(settings.LANGUAGES)


def label_of(field: Any) -> str:
    """ "Order", and of a column of a translated field its language too: "Summary (French)"."""
    translated = getattr(field, "translated_field", None)
    if translated is None:
        return capfirst(str(field.verbose_name))
    return f"{capfirst(str(translated.verbose_name))} ({NAMES[field.language]})"


def shown_language(row: Model, field: str) -> str:
    """The language that the field's text is in: the active one, else the first fallback that has a text."""
    order = (get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    return next((code for code in order if getattr(row, f"{field}_{code}", "")), order[0])


def in_every_language(*fields: str) -> dict[str, F]:
    """The columns of translated fields by name: what a row made of JSON needs to be shown in any language."""
    columns = [f"{field}_{code}" for field in fields for code, _name in settings.LANGUAGES]
    return {column: F(column) for column in columns}
