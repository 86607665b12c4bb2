"""How a form's fields are grouped: the record, its words language by language, its publishing."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

PUBLISHING = ("state", "owner", "published_at", "reviewed_on", "review_by", "updated_at")


def by_language(
    model: type[models.Model], names: Iterable[str], notes: Mapping[str, SafeString] | None = None
) -> list[tuple]:
    """Django's fieldsets of a model's form fields; empty groups are left out.

    Those of a language carry a class, by which a script makes them tabs, and the note on the language.
    """
    languages = {field.name: field.language for field in model._meta.fields if hasattr(field, "translated_field")}
    groups: dict[str, list[str]] = {"": [], **{code: [] for code, _name in settings.LANGUAGES}, "publishing": []}
    for name in names:
        groups["publishing" if name in PUBLISHING else languages.get(name, "")].append(name)
    titles = {"": None, **dict(settings.LANGUAGES), "publishing": _("Publishing")}
    return [(titles[key], {"fields": fields, **_look(key, notes or {})}) for key, fields in groups.items() if fields]


def _look(key: str, notes: Mapping[str, SafeString]) -> dict[str, object]:
    if key not in dict(settings.LANGUAGES):
        return {}
    return {"classes": ["language", f"language-{key}"], "description": notes.get(key, "")}
