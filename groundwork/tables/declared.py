"""Which models have tables: those whose admin class, or inline of a page, names `bulk_columns`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.contrib import admin
from django.db import models

from groundwork.access import Verb, can
from groundwork.publishing import Publishable
from groundwork.staging.rows import TABLES

KEY, STATE = "id", "state"


@dataclass(frozen=True)
class Table:
    """`columns` are names of fields; of a translated one, its languages stand for it. `link` leads from a part to its
    whole, which is what is locked, versioned and undone; it is empty where a row is a whole by itself."""

    model: type[models.Model]
    columns: tuple[str, ...]
    whole: type[models.Model]
    link: str = ""

    @classmethod
    def named(cls, label: str) -> Self:
        """By the label of its model. Raises LookupError."""
        for table in declared():
            if table.label == label:
                return table
        raise LookupError(label)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def subject(self) -> str:
        """Of its staged files."""
        return f"{TABLES}{self.label}"

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @cached_property
    def fields(self) -> dict[str, models.Field]:
        """By the name of the column, in order."""
        found: dict[str, models.Field] = {}
        for name in self.columns:
            languages = [one for one in self.model._meta.concrete_fields if _translates(one) == name]
            found |= {one.name: one for one in languages or [self.model._meta.get_field(name)]}
        return found

    @property
    def heading(self) -> list[str]:
        """With the columns that tell which row it is and how it stands, and are never written."""
        return [KEY, *([STATE] if issubclass(self.model, Publishable) else []), *self.fields]

    def is_open_to(self, user: Any) -> bool:
        """Whether the person may add or change any row."""
        return can(user, Verb.ADD, self.model) or can(user, Verb.CHANGE, self.model)

    def whole_of(self, item: models.Model) -> models.Model:
        return getattr(item, self.link) if self.link else item


def _translates(field: models.Field) -> str:
    return field.translated_field.name if hasattr(field, "translated_field") else ""


def declared(of: admin.ModelAdmin | None = None) -> Iterator[Table]:
    """All tables, or those of one admin class: its own, and those of its inlines."""
    for one in [of] if of else admin.site._registry.values():
        if columns := getattr(one, "bulk_columns", ()):
            yield Table(one.model, tuple(columns), one.model)
        for inline in one.inlines:
            if columns := getattr(inline, "bulk_columns", ()):
                yield Table(inline.model, tuple(columns), one.model, columns[0])
