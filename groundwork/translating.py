"""Translations and the English they are of: what is missing, and what was translated from a text that has changed.

English is the source (settings.LANGUAGE_CODE). What is missing shows in the row itself. That the English changed after
it was translated shows nowhere, so it is noted when it happens, with the English that the translation is of; the note
goes when the translation is touched, when a person says that it still holds, or when the English is as it was
(docs/decisions/0026).
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.db.models.signals import post_delete, pre_save
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet

SOURCE = settings.LANGUAGE_CODE
TARGETS = [code for code, _name in settings.LANGUAGES if code != SOURCE]


class State(models.TextChoices):
    MISSING = "missing", _("Missing")
    OLDER = "older", _("Older than the English")
    DONE = "done", _("Done")


class OlderQuerySet(AccessQuerySet):
    def of_rows(self, rows: Iterable[models.Model]) -> "OlderQuerySet":
        condition = Q(pk__in=[])
        for row in rows:
            condition |= Q(model=row._meta.label_lower, object_id=row.pk)
        return self.filter(condition)


class OlderTranslation(models.Model):
    """A text whose English is not that any more which was translated. Written by `note_changed_english`."""

    changes_pages = False

    model = models.CharField(_("kind of object"), max_length=100)  # its label: "sectors.sectorpage"
    object_id = models.BigIntegerField(_("object’s number"))
    field = models.CharField(_("field"), max_length=60)  # "overview"
    language = models.CharField(_("language"), max_length=7)
    english = models.TextField(_("English that was translated"))
    at = models.DateTimeField(_("time"), db_default=Now())

    objects = OlderQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation older than the English")
        verbose_name_plural = _("translations older than the English")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "language", "field"], name="groundwork_older_once_per_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.field} ({self.language})"


@cache
def translated_fields(model: type[models.Model]) -> list[str]:
    """The names of the fields that are written in each language, in order: `["summary", "overview"]`."""
    fields = [field.translated_field.name for field in model._meta.fields if hasattr(field, "translated_field")]
    return list(dict.fromkeys(fields))


def _empty(name: str) -> Q:
    return Q(**{name: ""}) | Q(**{f"{name}__isnull": True})


def missing(model: type[models.Model], language: str) -> Q:
    """Rows whose English is not there in the language. What has no small letter (ILOSTAT) is a name and needs none."""
    condition = Q(pk__in=[])
    for name in translated_fields(model):
        condition |= Q(**{f"{name}_{SOURCE}__regex": "[[:lower:]]"}) & _empty(f"{name}_{language}")
    return condition


def older(model: type[models.Model], language: str) -> Q:
    """Rows with a text in the language whose English has changed since."""
    noted = OlderTranslation.objects.filter(model=model._meta.label_lower, language=language)
    return Q(pk__in=noted.values("object_id"))


def in_state(model: type[models.Model], language: str, state: str) -> Q:
    """The worst of its texts gives a row its state: missing before older before done."""
    if state == State.MISSING:
        return missing(model, language)
    if state == State.OLDER:
        return older(model, language) & ~missing(model, language)
    return ~missing(model, language) & ~older(model, language)


def missing_fields(row: models.Model, language: str) -> list[str]:
    return [
        name
        for name in translated_fields(type(row))
        if any(letter.islower() for letter in getattr(row, f"{name}_{SOURCE}") or "")
        and not getattr(row, f"{name}_{language}")
    ]


def confirm(rows: Iterable[models.Model], language: str) -> int:
    """A person says that what these rows say in a language still says what the English says. Returns how many texts."""
    gone, _by_model = OlderTranslation.objects.of_rows(rows).filter(language=language).delete()
    return gone


def note_changed_english(
    sender: type[models.Model], instance: models.Model, raw: bool, update_fields: Any, **_signal: Any
) -> None:
    """Before a row with translated texts is saved, by whatever way."""
    names = translated_fields(sender)
    if raw or instance._state.adding or not names:
        return
    columns = [f"{name}_{code}" for name in names for code in (SOURCE, *TARGETS)]
    before = sender._base_manager.filter(pk=instance.pk).values(*columns).first()
    if before is None:
        return
    saved = columns if update_fields is None else [name for name in columns if name in update_fields]
    after = {**before, **{name: getattr(instance, name) for name in saved}}
    if after != before:
        _note(instance, names, before, after)


def _note(row: models.Model, names: list[str], before: dict[str, Any], after: dict[str, Any]) -> None:
    noted = {(note.field, note.language): note for note in OlderTranslation.objects.of_rows([row])}
    new, gone = [], []
    for name in names:
        source = f"{name}_{SOURCE}"
        for code in TARGETS:
            text, note = f"{name}_{code}", noted.get((name, code))
            if after[text] != before[text] or (note and note.english == (after[source] or "")):
                gone += [note.pk] if note else []
            elif after[source] != before[source] and before[source] and after[text] and not note:
                new.append(_new(row, name, code, before[source]))
    OlderTranslation.objects.filter(pk__in=gone).delete()
    OlderTranslation.objects.bulk_create(new)


def _new(row: models.Model, name: str, code: str, english: str) -> OlderTranslation:
    label = row._meta.label_lower
    return OlderTranslation(model=label, object_id=row.pk, field=name, language=code, english=english)


def forget(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    if translated_fields(sender):
        OlderTranslation.objects.of_rows([instance]).delete()


def watch() -> None:
    pre_save.connect(note_changed_english, dispatch_uid="groundwork.note_changed_english")
    post_delete.connect(forget, dispatch_uid="groundwork.forget_older_translations")
