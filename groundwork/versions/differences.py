"""What differs between two versions, in words: field by field, part by part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from groundwork.comparing import Piece, compared
from groundwork.translated import label_of
from groundwork.versions.snapshots import Part, Row, Snapshot, fields_of, part_relation, relations_of, same

Names = Mapping[tuple[str, Any], str]


@dataclass(frozen=True)
class Difference:
    """`where` names the part, empty for the whole; before and after are what the field said, as runs of words."""

    label: str
    before: list[Piece] = field(default_factory=list)
    after: list[Piece] = field(default_factory=list)
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.label}" if self.where else self.label


def changes_in_brief(model: type[models.Model], before: Snapshot, after: Snapshot) -> list[str]:
    """What differs, by name alone and without a query: "Summary (French)", "Key issue “Dust”: Text"."""
    return [str(one) for one in _differences(model, before, after, {})]


def differences(model: type[models.Model], before: Snapshot, after: Snapshot) -> list[Difference]:
    """In the order of the form; names what relations point to with one query for each kind of row."""
    return _differences(model, before, after, _names(model, before, after))


def _differences(model: type[models.Model], before: Snapshot, after: Snapshot, names: Names) -> list[Difference]:
    found = [*_of_row(model, before, after, names)]
    for name in dict.fromkeys([*model.version_parts, *before["parts"], *after["parts"]]):
        if name in model.version_parts:
            rows = (one["parts"].get(name, []) for one in (before, after))
            found += _of_parts(part_relation(model, name).related_model, *rows, names)
    return found


def _of_row(model: type[models.Model], before: Row, after: Row, names: Names, where: str = "") -> Iterator[Difference]:
    fields, relations = fields_of(model), {one.name: one for one in relations_of(model)}
    known = [*fields, *(before["fields"].keys() | after["fields"].keys()) - fields.keys()]
    for name in known:
        one, other = before["fields"].get(name), after["fields"].get(name)
        if not same(one, other):
            label = label_of(fields[name]) if name in fields else name
            texts = (_in_words(fields.get(name), value, names) for value in (one, other))
            yield Difference(label, *_runs(*texts), where)
    for name, relation in relations.items():
        one, other = (row["relations"].get(name, []) for row in (before, after))
        if one != other:
            texts = (_listed(relation.related_model, keys, names) for keys in (one, other))
            yield Difference(label_of(relation), *_runs(*texts), where)


def _of_parts(model: type[models.Model], before: list[Part], after: list[Part], names: Names) -> Iterator[Difference]:
    kind = capfirst(str(model._meta.verbose_name))
    old, new = ({part["pk"]: part for part in rows} for rows in (before, after))
    for pk, part in {**old, **new}.items():
        where = _("%(kind)s “%(title)s”") % {"kind": kind, "title": _title(model, part, names)}
        if pk not in new:
            yield Difference(_("taken out"), [Piece(_whole(model, part, names), "del")], [], where)
        elif pk not in old:
            yield Difference(_("added"), [], [Piece(_whole(model, part, names), "ins")], where)
        else:
            yield from _of_row(model, old[pk], part, names, where)


def _title(model: type[models.Model], part: Part, names: Names) -> str:
    """Its first text; else the first of what it points to."""
    fields = fields_of(model)
    texts = [name for name in fields if isinstance(fields[name], models.CharField | models.TextField)]
    pointers = [name for name in fields if fields[name].is_relation]
    told = (_in_words(fields[name], part["fields"].get(name), names) for name in (*texts, *pointers))
    return next((text[:80] for text in told if text), str(part["pk"]))


def _whole(model: type[models.Model], part: Part, names: Names) -> str:
    lines = _of_row(model, {"fields": {}, "relations": {}}, part, names)
    return "\n".join(f"{line.label}: {''.join(piece.text for piece in line.after)}" for line in lines)


def _in_words(one: models.Field | None, value: Any, names: Names) -> str:
    if value in (None, ""):
        return ""
    if one is None:
        return str(value)
    if one.is_relation:
        return _name(one.related_model, value, names)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if one.choices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(one, models.DateField) and not isinstance(one, models.DateTimeField):
        return date_format(one.to_python(value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _listed(model: type[models.Model], keys: Iterable[Any], names: Names) -> str:
    return "\n".join(sorted(_name(model, key, names) for key in keys))


def _name(model: type[models.Model], key: Any, names: Names) -> str:
    return names.get((model._meta.label_lower, key)) or _("no. %(number)s, which is gone") % {"number": key}


def _names(model: type[models.Model], *snapshots: Snapshot) -> Names:
    """What each row that the snapshots point to is called today, by its model and key."""
    keys: dict[type[models.Model], set[Any]] = {}
    for snapshot in snapshots:
        for kind, row in [(model, snapshot), *_parts_of(model, snapshot)]:
            for name, one in fields_of(kind).items():
                if one.is_relation and row["fields"].get(name) is not None:
                    keys.setdefault(one.related_model, set()).add(row["fields"][name])
            for one in relations_of(kind):
                keys.setdefault(one.related_model, set()).update(row["relations"].get(one.name, []))
    return {
        (far._meta.label_lower, row.pk): str(row)
        for far, wanted in keys.items()
        for row in far._base_manager.filter(pk__in=wanted)
    }


def _parts_of(model: type[models.Model], snapshot: Snapshot) -> Iterator[tuple[type[models.Model], Part]]:
    for name in model.version_parts:
        kind = part_relation(model, name).related_model
        yield from ((kind, part) for part in snapshot["parts"].get(name, []))


def _runs(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts word by word, with what is only in one of them marked."""
    pieces = compared(before, after)
    return [one for one in pieces if one.change != "ins"], [one for one in pieces if one.change != "del"]
