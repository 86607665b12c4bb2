"""A whole as plain data, and back: its fields, its relations, its ordered parts, in every language.

A model says what it is made of: `version_parts = ("key_issues", "tools")` names the relations to its parts, () that it
has none. None, or nothing said: no versions of it are kept. The shape of a snapshot:

    {"fields": {"summary_en": "…", "sector_id": 3}, "relations": {"themes": [1, 2]},
     "parts": {"key_issues": [{"pk": 7, "fields": {…}, "relations": {}}]},
     "older": [["sectors.keyissue", 7, "title", "fr", "Dust"]]}

`older` are notes on translations whose English has changed (groundwork/translating.py), which belong to its words.
"""

import json
from collections.abc import Iterable
from typing import Any, TypedDict

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from groundwork.translating import OlderTranslation

# What is so of the row that is public, and not of a version
KEPT = {"state", "published_at", "updated_at"}
# Whose it is and when it was looked at: written with a version, never brought back with an old one
UPKEEP = ("owner_id", "reviewed_on", "review_by")

PLAIN = {type(None), bool, int, float, str, list, dict}
NOTE = ("model", "object_id", "field", "language", "english")


class Row(TypedDict):
    """Fields by column, as JSON has them; relations by name, the keys of their rows."""

    fields: dict[str, Any]
    relations: dict[str, list[int]]


class Part(Row):
    pk: int


class Snapshot(Row):
    parts: dict[str, list[Part]]
    older: list[list[Any]]


def is_versioned(model: type[models.Model]) -> bool:
    return getattr(model, "version_parts", None) is not None


def has_next_versions(model: type[models.Model]) -> bool:
    """Whether what is published of it is changed in a next version, beside what is public."""
    return getattr(model, "has_next_versions", False)


def fields_of(model: type[models.Model], without: Iterable[str] = ()) -> dict[str, models.Field]:
    """By column, what a version holds of a row; of a translated field, its languages stand for it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    translated = {field.translated_field.name for field in fields.values() if hasattr(field, "translated_field")}
    left_out = KEPT | translated | {model._meta.pk.attname, *without}
    return {name: field for name, field in fields.items() if name not in left_out}


def relations_of(model: type[models.Model]) -> list[models.ManyToManyField]:
    """Those without a table of their own, which would be a part."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def part_relation(model: type[models.Model], name: str) -> models.ManyToOneRel:
    """That of `version_parts`, by its name: `related_model` is that of the parts, `field` leads back."""
    return next(one for one in model._meta.related_objects if one.get_accessor_name() == name)


def take(item: models.Model) -> Snapshot:
    """What the whole is in the database at this moment, in three queries and one for each kind of parts."""
    parts = {name: list(getattr(item, name).order_by(*_order(item, name))) for name in item.version_parts}
    snapshot = {
        **_row(item),
        "parts": {
            name: [{"pk": part.pk, **_row(part, [part_relation(type(item), name).field.attname])} for part in rows]
            for name, rows in parts.items()
        },
        "older": sorted(_notes(item, parts).values_list(*NOTE)),
    }
    return json.loads(json.dumps(snapshot, cls=DjangoJSONEncoder))


def _notes(item: models.Model, parts: dict[str, list[models.Model]]) -> models.QuerySet[OlderTranslation]:
    return OlderTranslation.objects.of_rows([item, *(part for rows in parts.values() for part in rows)])


def _order(item: models.Model, name: str) -> list[str]:
    return [*part_relation(type(item), name).related_model._meta.ordering, "pk"]


def _row(item: models.Model, without: Iterable[str] = ()) -> dict[str, Any]:
    fields = fields_of(type(item), without)
    relations = {
        field.name: sorted(getattr(item, field.name).values_list("pk", flat=True)) for field in relations_of(type(item))
    }
    return {"fields": {name: _plain(field, item) for name, field in fields.items()}, "relations": relations}


def _plain(field: models.Field, item: models.Model) -> Any:
    """As JSON can hold it: itself, or the text that the field reads again."""
    value = field.value_from_object(item)
    return value if type(value) in PLAIN else field.value_to_string(item)


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same. A form leaves "" where an import left nothing."""
    return one == other or (one in (None, "") and other in (None, ""))


def same_words(one: Snapshot, other: Snapshot) -> bool:
    return _settled(one) == _settled(other)


def _settled(snapshot: Snapshot) -> Snapshot:
    rows = {name: [{**part, **_without_nulls(part)} for part in parts] for name, parts in snapshot["parts"].items()}
    return {**snapshot, **_without_nulls(snapshot), "parts": rows}


def _without_nulls(row: Row) -> dict[str, Any]:
    return {"fields": {name: "" if value is None else value for name, value in row["fields"].items()}}


def put(item: models.Model, snapshot: Snapshot) -> list[str]:
    """Make the whole in the database what the snapshot says, in the caller's transaction.

    Parts keep their keys, so that links to them hold. What a snapshot of former days says and today's tables cannot
    hold is left as it is, and told: returns sentences in the active language, none if all was restored.
    """
    untold = _fill(item, snapshot)
    item.save()
    untold += _relate(item, snapshot)
    for name in item.version_parts:
        if name in snapshot["parts"]:
            untold += _put_parts(item, name, snapshot["parts"][name])
    if "older" in snapshot:
        _notes(item, {name: list(getattr(item, name).all()) for name in item.version_parts}).delete()
        OlderTranslation.objects.bulk_create(
            OlderTranslation(**dict(zip(NOTE, note, strict=True))) for note in snapshot["older"]
        )
    gone = snapshot["parts"].keys() - set(item.version_parts)
    untold += [_("“%(name)s” is no longer a part of it.") % {"name": name} for name in sorted(gone)]
    return untold


def _put_parts(item: models.Model, name: str, rows: list[Part]) -> list[str]:
    relation, untold = part_relation(type(item), name), []
    there = {part.pk: part for part in getattr(item, name).all()}
    for pk in there.keys() - {row["pk"] for row in rows}:
        there[pk].delete()
    for row in rows:
        part = there.get(row["pk"]) or relation.related_model(pk=row["pk"])
        setattr(part, relation.field.name, item)
        missing = _fill(part, row)
        if _lacks_what_it_needs(part):
            untold.append(_("%(kind)s: left out, for what it pointed to is gone.") % {"kind": part._meta.verbose_name})
            continue
        part.save()
        untold += [*missing, *_relate(part, row)]
    return untold


def _fill(row: models.Model, snapshot: Row) -> list[str]:
    fields, untold = fields_of(type(row)), []
    for name, value in snapshot["fields"].items():
        field = fields.get(name)
        if field is None:
            untold.append(_("The field “%(name)s” is no longer there.") % {"name": name})
        elif value is not None and field.is_relation and not _is_there(field, value):
            if field.null:
                setattr(row, name, None)
            untold.append(_("%(field)s: what it pointed to is gone.") % {"field": field.verbose_name})
        else:
            setattr(row, name, field.to_python(value))
    return untold


def _is_there(field: models.ForeignKey, key: Any) -> bool:
    return field.related_model._base_manager.filter(**{field.target_field.name: key}).exists()


def _lacks_what_it_needs(row: models.Model) -> bool:
    pointers = (field for field in row._meta.concrete_fields if field.is_relation and not field.null)
    return any(getattr(row, field.attname) is None for field in pointers)


def _relate(row: models.Model, snapshot: Row) -> list[str]:
    relations, untold = {field.name: field for field in relations_of(type(row))}, []
    for name, keys in snapshot["relations"].items():
        if name not in relations:
            untold.append(_("The field “%(name)s” is no longer there.") % {"name": name})
            continue
        there = set(relations[name].related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
        if len(there) < len(keys):
            untold.append(_("%(field)s: what it pointed to is gone.") % {"field": relations[name].verbose_name})
        getattr(row, name).set(there)
    return untold


def with_upkeep_of(snapshot: Snapshot, other: Snapshot) -> Snapshot:
    """The same words, but owned and reviewed as the other says."""
    upkeep = {name: other["fields"][name] for name in UPKEEP if name in other["fields"]}
    return {**snapshot, "fields": snapshot["fields"] | upkeep}
