"""Which language a translated field is shown in."""

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language


def shown_language(row: Model, field: str) -> str:
    """The language that the field's text is in: the active one, else the first fallback that has a text."""
    order = (get_language(), *settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    return next((code for code in order if getattr(row, f"{field}_{code}", "")), order[0])
