"""Which language a translated field is shown in, and the columns that it is kept in."""

from django.conf import settings
from django.db.models import F, Model
from django.utils.translation import get_language


def shown_language(row: Model, field: str) -> str:
    """The language that the field's text is in: the active one, else the first fallback that has a text."""
    order = (get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    return next((code for code in order if getattr(row, f"{field}_{code}", "")), order[0])


def in_every_language(*fields: str) -> dict[str, F]:
    """The columns of translated fields by name: what a row made of JSON needs to be shown in any language."""
    columns = [f"{field}_{code}" for field in fields for code, _name in settings.LANGUAGES]
    return {column: F(column) for column in columns}
