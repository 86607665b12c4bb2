"""A table that was sent back, as groundwork.staging takes it.

What is published and has next versions is never written to: its change becomes its next version, beside what is public.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Self

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from groundwork.access import Verb, allowed, can
from groundwork.audit import record
from groundwork.staging import Importer, Looked, StagedFile, StagedRow
from groundwork.tables.cells import Names, cells_of, form_of
from groundwork.tables.declared import KEY, STATE, Table
from groundwork.tables.reading import read_table
from groundwork.tabular import UnreadableFileError
from groundwork.versions.beside import change, lay_out
from groundwork.versions.keeping import is_edited_beside, keep, keep_deleted, keep_if_changed, lock
from groundwork.versions.snapshots import is_versioned, take
from groundwork.versions.trials import trial
from groundwork.versions.version import Version

Verdict = StagedRow.Verdict
Cells = dict[str, str]


class BadRowError(Exception):
    """Its arguments are the reasons, in sentences."""


class Editing:
    """Rows of a table as one person changes them; for the length of one look, or of one import."""

    def __init__(self, table: Table, user: Any) -> None:
        self.table, self.user, self.names = table, user, Names(user)
        self.items: dict[int, models.Model] = {}

    def load(self, keys: Iterable[int]) -> None:
        rows = self.table.model._base_manager.filter(pk__in=list(keys))
        related = [name for name, field in self.table.fields.items() if field.many_to_many]
        self.items = {row.pk: row for row in visible(rows, self.user).prefetch_related(*related)}

    def item(self, cells: Cells) -> models.Model:
        key = cells[KEY]
        if not key:
            return self.table.model()
        item = self.items.get(int(key)) if key.isascii() and key.isdigit() else None
        if item is None:
            raise BadRowError(_("There is no row %(key)s, or you may not see it.") % {"key": key[:20]})
        return item

    def differing(self, item: models.Model, cells: Cells) -> tuple[Cells, list[str]]:
        """The row's cells as they are, and the columns in which the file says something else."""
        before = cells_of(self.table, item, self.names)
        given = {name: cell for name, cell in cells.items() if name not in (KEY, STATE)}
        if item.pk and STATE in cells and cells[STATE] != before[STATE]:
            raise BadRowError(_("A state is changed by its buttons, step by step, never by a file."))
        return before, [name for name, cell in given.items() if item.pk is None or cell != before[name]]

    def changed(self, item: models.Model, cells: Cells) -> models.Model:
        """Written into the tables. Raises BadRowError for what the form or the access table refuses; nothing is
        written then."""
        verb = Verb.CHANGE if item.pk else Verb.ADD
        if item.pk:
            self._refuse(verb, item)
        form = form_of(self.table, item, cells, self.names)
        if not form.is_valid():
            raise BadRowError(*_reasons(form.errors))
        try:
            with transaction.atomic():
                item = form.save()
                self._refuse(verb, item)
                connection.check_constraints()  # also those that wait for the end of the transaction
        except DatabaseError as error:
            raise BadRowError(_("The row contradicts another one, or lacks something it needs.")) from error
        self.items[item.pk] = item
        return item

    def _refuse(self, verb: Verb, item: models.Model) -> None:
        whole = self.table.whole_of(item)
        may = can(self.user, verb, item) and (whole is item or can(self.user, Verb.CHANGE, whole))
        if not may:
            raise BadRowError(_("This row is not within what you may change."))


def visible(rows: models.QuerySet, user: Any) -> models.QuerySet:
    return rows.filter(allowed(user, Verb.VIEW, rows.model))


def exported(table: Table, user: Any, of: Collection[int] | None = None) -> list[list[str]]:
    """All rows that the person may see, with the words of next versions where he or she may write.

    With `of`, only those of wholes with these keys.
    """
    narrowed = {} if of is None else {f"{table.link or 'pk'}__in": of}
    names = Names(user)
    related = [name for name, field in table.fields.items() if field.many_to_many]
    with trial():
        lay_out(table.whole, user)
        rows = visible(table.model._base_manager.filter(**narrowed).order_by("pk"), user).prefetch_related(*related)
        return [list(cells_of(table, row, names).values()) for row in rows]


class TableImporter(Importer):
    """Option `by`: the key of the person who sent the file, whose rights its rows are judged by.

    Where the account is gone, nobody's rights are left, and nothing is granted.
    """

    subject = "table"
    at_once = 400_000

    def __init__(self, table: Table | None = None) -> None:
        self.table = table

    def of(self, rest: str) -> Self:
        table = Table.named(rest)
        importer = type(self)(table)
        importer.subject, importer.whole = table.subject, table.whole
        many = [field for field in table.whole._meta.many_to_many if not table.link and field.name in table.fields]
        importer.parts = tuple((field.remote_field.through, field.m2m_field_name()) for field in many)
        if table.link:
            importer.parts = ((table.model, table.link),)
        return importer

    def looked_through(self, path: Path, options: dict[str, Any]) -> Iterator[Looked]:
        rows = list(read_table(path, self.table.heading))
        if not rows:
            raise UnreadableFileError(_("%(file)s has no row.") % {"file": path.name})
        with trial():
            lay_out(self.table.whole, by := get_user_model().objects.filter(pk=options.get("by")).first())
            editing = Editing(self.table, by)
            editing.load(_keys(cells for _number, cells in rows))
            looked = [_looked(editing, number, cells) for number, cells in rows]
        yield from looked

    def write(self, file: StagedFile, rows: list[StagedRow], path: Path, by: Any) -> None:  # noqa: ARG002
        new = [row for row in rows if row.target is None]
        there = sorted((row for row in rows if row.target), key=lambda row: (row.target, row.number))
        for key, group in groupby(there, key=lambda row: row.target):
            whole = self.whole._base_manager.select_for_update(of=["self"]).filter(pk=key).first()
            if whole is None:
                raise UnreadableFileError(_("What these rows are about is not there any more. Send the file again."))
            self._write_whole(whole, list(group), file, by)
        editing = Editing(self.table, by)
        for row in new:
            item = _written(editing, row)
            whole = self.table.whole_of(item)
            row.target = whole.pk
            if is_versioned(self.whole):
                keep_if_changed(whole, take(whole), by=by, comment=_comment(file))
            record("add", by=by, on=item, file=file.name)

    def _write_whole(self, whole: models.Model, rows: list[StagedRow], file: StagedFile, by: Any) -> None:
        is_beside = is_edited_beside(whole)
        kept, before = change(whole, lambda: self._write_rows(rows, by), by=by, comment=_comment(file))
        for row in rows if is_beside else ():
            row.values |= {"kept": kept and kept.pk, "before": before and before.pk}
        record("change", by=by, on=whole, file=file.name)

    def _write_rows(self, rows: list[StagedRow], by: Any) -> None:
        editing = Editing(self.table, by)
        editing.load(_keys(row.values["cells"] for row in rows))
        for row in rows:
            _written(editing, row)

    def marks(self, keys: Iterable[int]) -> dict[int, str]:
        """With the number of the latest version: who has written since, though beside what is public, is not undone."""
        marks = super().marks(keys)
        versions = Version.objects.filter(model=self.whole._meta.label_lower, object_id__in=list(marks)).order_by()
        latest = dict(versions.values_list("object_id").annotate(models.Max("number")))
        return {key: _digest([mark, latest.get(key, 0)]) for key, mark in marks.items()}

    def undo(self, rows: list[StagedRow], by: Any) -> None:
        beside = {row.values["kept"]: row for row in rows if row.values.get("kept")}
        in_place = [row for row in rows if "kept" not in row.values]
        super().undo(in_place, by)
        for key, row in beside.items():
            _take_back(Version.objects.get(pk=key), row.values["before"], by)
        if is_versioned(self.whole):
            for whole in self.whole._base_manager.filter(pk__in=[row.target for row in in_place if row.before]):
                keep_if_changed(whole, take(whole), by=by, comment=_("Import undone"))

    def remove(self, keys: Iterable[int], by: Any) -> None:
        for whole in self.whole._base_manager.filter(pk__in=list(keys)):
            if is_versioned(self.whole):
                keep_deleted(whole, by=by)
            whole.delete()


def _looked(editing: Editing, number: int, cells: Cells) -> Looked:
    try:
        item = editing.item(cells)
        before, differing = editing.differing(item, cells)
        if not differing:
            return Looked(number, Verdict.SAME, str(item))
        is_new = item.pk is None
        target = None if is_new else editing.table.whole_of(item).pk
        item = editing.changed(item, cells)
    except BadRowError as error:
        there = editing.items.get(int(cells[KEY])) if _keys([cells]) else None
        return Looked(number, Verdict.BAD, str(there or cells[KEY]), reasons=[str(reason) for reason in error.args])
    if is_new and editing.table.link:
        target = editing.table.whole_of(item).pk  # the whole is there, and is what changes
    after = cells_of(editing.table, item, editing.names)
    fields = editing.table.fields
    changes = [
        [f"{fields[name].verbose_name} ({name})", "" if is_new else before[name], after[name]]
        for name in fields
        if name in cells and after[name] != ("" if is_new else before[name])
    ]
    verdict = Verdict.NEW if is_new else Verdict.CHANGED if changes else Verdict.SAME
    values = {"cells": cells, "seen": _digest(before)}
    return Looked(number, verdict, str(item), changes=changes, values=values, target=target)


def _written(editing: Editing, row: StagedRow) -> models.Model:
    """As it was looked at. Raises UnreadableFileError where it has changed since, or is refused now."""
    cells = row.values["cells"]
    try:
        item = editing.item(cells)
        before, _differing = editing.differing(item, cells)
        if _digest(before) == row.values["seen"]:
            return editing.changed(item, cells)
        reasons = [_("it was changed since this file was looked through. Send it again.")]
    except BadRowError as error:
        reasons = list(error.args)
    raise UnreadableFileError(_("row %(row)s: %(reason)s") % {"row": row.number, "reason": " ".join(map(str, reasons))})


def _take_back(version: Version, before: int | None, by: Any) -> None:
    """The next version that an import kept: what was worked on before it is worked on again, or nothing."""
    item = version.item()
    if item is None or not version.is_next:
        return
    lock(item)
    former = Version.objects.filter(pk=before).first() if before else None
    if former:
        keep(item, former.snapshot, state=Version.State.DRAFT, by=by, comment=_("Import undone"))
    else:
        version.state = Version.State.DISCARDED
        version.save(update_fields=["state"])
    record("undo", by=by, on=item, version=version.number)


def _keys(rows: Iterable[Cells]) -> list[int]:
    return [int(key) for cells in rows if (key := cells[KEY]).isascii() and key.isdigit() and len(key) < 18]


def _comment(file: StagedFile) -> str:
    return _("Imported from %(file)s") % {"file": file.name[:200]}


def _reasons(errors: Any) -> list[str]:
    return [
        f"{name}: {sentence}" if name != "__all__" else str(sentence)
        for name, sentences in errors.items()
        for sentence in sentences
    ]


def _digest(value: Any) -> str:
    return hashlib.md5(json.dumps(value, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
