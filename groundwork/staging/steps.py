"""The three steps: stage (look through, write nothing), commit (all that is chosen, or nothing), undo."""

import json
import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.auth import get_user_model
from django.core.files import File
from django.db import IntegrityError, OperationalError, connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from groundwork.audit import record
from groundwork.staging import snapshots
from groundwork.staging.importer import Importer, Looked, UnknownCodesError, importer_of
from groundwork.staging.rows import StagedFile, StagedRow
from groundwork.tabular import UnreadableFileError
from groundwork.uploads import storing
from groundwork.uploads.kinds import DATA
from groundwork.uploads.storing import path_of

BATCH = 1_000
MOST_BYTES = 50 * 2**20
LONGEST_NAME = 300
MOST_NAMED = 5
NOTE_WRITTEN = """
UPDATE groundwork_stagedrow AS row SET
    target = given.target, before = given.before::jsonb, mark = given.mark, values = given.values::jsonb
FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[]) AS given(id, target, before, mark, values)
WHERE row.id = given.id
"""
State, Verdict = StagedFile.State, StagedRow.Verdict
Counted = Callable[[Iterable[Looked]], Iterable[Looked]]
log = logging.getLogger(__name__)


class StagingError(Exception):
    """Nothing was written. Its text says why, to the person who asked."""


def stage(
    importer: Importer,
    upload: File,
    *,
    by: Any,
    options: dict[str, Any] | None = None,
    counted: Counted = iter,
    most_bytes: int = MOST_BYTES,
    in_worker: bool = True,
) -> StagedFile:
    """Keep a file and look it through; its rows say what would change, or what is wrong. Nothing else is written.

    A file larger than `importer.at_once` is left to the worker, where that may be. `counted` may show progress over
    the rows. Raises UploadError for a file that is empty or too large.
    """
    with storing(upload, kinds=[DATA], most_bytes=most_bytes) as fields:
        file = StagedFile.objects.create(subject=importer.subject, state=State.LOOKING, options=options or {}, **fields)
        record("stage", by=by, on=file)
        _look_through_or_defer(file, counted=counted, in_worker=in_worker)
    return file


def look_again(file: StagedFile, meanings: dict[str, dict[str, str]], *, by: Any) -> None:
    """Look a file through anew that was refused, now that a person said what some codes of it mean.

    Raises StagingError where the file is not refused.
    """
    with transaction.atomic():
        file = _locked(file, {State.REFUSED}, _("Only of a file that is refused can the codes be told."))
        said = file.options.get("meanings", {})
        file.options["meanings"] = said | {kind: said.get(kind, {}) | codes for kind, codes in meanings.items()}
        file.state, file.told = State.LOOKING, []
        file.save(update_fields=["options", "state", "told"])
        record("look-again", by=by, on=file, meanings=meanings)
        _look_through_or_defer(file)


def _look_through_or_defer(file: StagedFile, *, counted: Counted = iter, in_worker: bool = True) -> None:
    if in_worker and file.size > importer_of(file.subject).at_once:
        app.configure_task("groundwork.tasks.look_through", lock=_lock(file)).defer(file_id=file.pk)
    else:
        look_through(file, counted=counted)


def look_through(file: StagedFile, *, counted: Counted = iter) -> None:
    """Judge the rows of a kept file."""
    importer = importer_of(file.subject)
    file.options.pop("unknown", None)
    try:
        with transaction.atomic(), _named(file) as path:
            file.rows.all().delete()
            looked = counted(importer.looked_through(path, file.options))
            for batch in _batches(_row(file, one) for one in looked):
                StagedRow.objects.bulk_create(batch)
        file.state = State.READY if file.rows.exclude(verdict=Verdict.BAD).exists() else State.REFUSED
    except UnreadableFileError as error:
        file.state, file.told = State.REFUSED, str(error).splitlines()
        if isinstance(error, UnknownCodesError):
            file.options["unknown"] = error.codes
    if file.state == State.REFUSED:
        log.warning("staged file refused: %s, %s", file.subject, file.pk)
    file.save(update_fields=["state", "told", "options"])


def look_through_waiting(file_id: int) -> None:
    """What `stage` left to the worker; nothing if it is done, or the file was deleted."""
    with _failure_told(file_id), transaction.atomic():
        file = StagedFile.objects.select_for_update().filter(pk=file_id, state=State.LOOKING).first()
        if file:
            look_through(file)


def _row(file: StagedFile, looked: Looked) -> StagedRow:
    chosen = looked.verdict in {Verdict.NEW, Verdict.CHANGED} if looked.chosen is None else looked.chosen
    return StagedRow(
        file=file,
        number=looked.number,
        verdict=looked.verdict,
        name=looked.name[:LONGEST_NAME],
        chosen=chosen,
        reasons=looked.reasons,
        changes=looked.changes,
        values=looked.values,
        target=looked.target,
    )


def commit(file: StagedFile, *, by: Any, tick: Callable[[int], object] = lambda _number: None) -> int:
    """Import the chosen rows of a staged file: all of them, or nothing. Returns how many.

    `tick` is told how many rows are done since it was last told. Raises StagingError where the file is not ready or
    what it was compared with has changed since.
    """
    with transaction.atomic():
        file = _locked(file, {State.READY, State.IMPORTING}, _("This file is not ready to import."))
        importer, written = importer_of(file.subject), 0
        chosen = file.rows.filter(chosen=True).exclude(verdict=Verdict.BAD).order_by("number", "pk")
        for rows in _batches(chosen.iterator(chunk_size=BATCH)):
            _write(importer, file, rows, by)
            written += len(rows)
            tick(len(rows))
        file.state = State.IMPORTED
        file.save(update_fields=["state"])
        record("import", by=by, on=file, rows=written)
    return written


def commit_or_defer(file: StagedFile, *, by: Any) -> int | None:
    """As `commit`; a large file is left to the worker, and None returned."""
    if file.size <= importer_of(file.subject).at_once:
        return commit(file, by=by)
    with transaction.atomic():
        file = _locked(file, {State.READY}, _("This file is not ready to import."))
        file.state = State.IMPORTING
        file.save(update_fields=["state"])
        app.configure_task("groundwork.tasks.import_staged", lock=_lock(file)).defer(
            file_id=file.pk, by_id=by.pk if by else None
        )
    return None


def commit_waiting(file_id: int, by_id: int | None) -> None:
    """What `commit_or_defer` left to the worker. What fails makes the file ready again, with the reason."""
    file = StagedFile.objects.filter(pk=file_id, state=State.IMPORTING).first()
    if file is None:
        return
    by = get_user_model().objects.filter(pk=by_id).first()
    with _failure_told(file_id):
        try:
            commit(file, by=by)
        except StagingError as error:
            file.state, file.told = State.READY, str(error).splitlines()
            file.save(update_fields=["state", "told"])


@contextmanager
def _failure_told(file_id: int) -> Iterator[None]:
    """What nobody foresaw is told on the file. A database that is away is none of it: the worker tries again."""
    try:
        yield
    except OperationalError:
        raise
    except Exception as error:
        log.exception("staged file %s", file_id)
        why = _("Nothing was written, since something went wrong that nobody foresaw: %(error)s")
        told = [why % {"error": " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_NAME]}]
        StagedFile.objects.filter(pk=file_id).update(state=State.FAILED, told=told)


def is_stuck(file: StagedFile) -> bool:
    """Whether it failed, or waits for a job that is not there any more, as where a worker was killed several times."""
    if file.state not in {State.LOOKING, State.IMPORTING}:
        return file.state == State.FAILED
    alive = ProcrastinateJob.objects.filter(lock=_lock(file), status__in=[Status.TODO.value, Status.DOING.value])
    return not alive.exists()


def try_again(file: StagedFile, *, by: Any) -> None:
    """Make a file that is stuck ready, if it was looked through, or look it through anew. Raises StagingError."""
    with transaction.atomic():
        file = _locked(file, {State.FAILED, State.LOOKING, State.IMPORTING}, _("This file is not stuck."))
        if not is_stuck(file):
            raise StagingError(_("The worker is at it. Load this page again in a moment."))
        file.state, file.told = State.READY if file.rows.exists() else State.LOOKING, []
        file.save(update_fields=["state", "told"])
        record("look-again", by=by, on=file)
        if file.state == State.LOOKING:
            _look_through_or_defer(file)


def _write(importer: Importer, file: StagedFile, rows: list[StagedRow], by: Any) -> None:
    before = snapshots.taken(importer.whole, importer.parts, [row.target for row in rows if row.target])
    try:
        with _named(file) as path:
            importer.write(file, rows, path, by)
    except UnreadableFileError as error:
        raise StagingError(str(error)) from error
    except (IntegrityError, psycopg.IntegrityError) as error:  # COPY raises the driver's own
        raise StagingError(_("What is here has changed since this file was looked through. Send it again.")) from error
    marks = importer.marks([row.target for row in rows if row.target])
    for row in rows:
        row.before = before.get(row.target)
        row.mark = marks.get(row.target, "")
    _note_written(rows)


def _note_written(rows: list[StagedRow]) -> None:
    """In one plain statement: `bulk_update` makes a condition for each value, which takes longer than to import."""
    columns = [
        [row.pk for row in rows],
        [row.target for row in rows],
        [row.before and json.dumps(row.before) for row in rows],
        [row.mark for row in rows],
        [json.dumps(row.values) for row in rows],
    ]
    with connection.cursor() as cursor:
        cursor.execute(NOTE_WRITTEN, columns)


def undo(file: StagedFile, *, by: Any) -> int:
    """Take out what an import added and put back what it changed. Returns the number of rows.

    Raises StagingError where one of them was changed since, or something else refers to one that would go.
    """
    with transaction.atomic():
        file = _locked(file, {State.IMPORTED}, _("This file is not imported."))
        importer, undone = importer_of(file.subject), 0
        written = file.rows.exclude(mark="").order_by("pk")
        for rows in _batches(written.iterator(chunk_size=BATCH)):
            _refuse_changed(importer, rows)
        for rows in _batches(written.order_by("-pk").iterator(chunk_size=BATCH)):
            _undo(importer, rows, by)
            undone += len(rows)
        file.state = State.UNDONE
        file.save(update_fields=["state"])
        record("undo", by=by, on=file, rows=undone)
    return undone


def _refuse_changed(importer: Importer, rows: list[StagedRow]) -> None:
    last = {row.target: row for row in rows}  # a file may change one row twice
    marks = importer.marks(last)
    changed = [row for key, row in last.items() if marks.get(key) != row.mark]
    referred = _referred_to(importer, [row.target for row in rows if row.before is None])
    changed += [row for row in rows if row.target in referred and row not in changed]
    if changed:
        names = "; ".join(str(row) for row in changed[:MOST_NAMED])
        raise StagingError(
            ngettext(
                "One row was changed or used since, so nothing was undone: %(names)s",
                "%(n)d rows were changed or used since, so nothing was undone: %(names)s",
                len(changed),
            )
            % {"n": len(changed), "names": names}
        )


def _referred_to(importer: Importer, keys: list[int]) -> set[int]:
    """Which of the new rows something else refers to by now."""
    own = {importer.whole, *importer.derived, *(part for part, _key in importer.parts)}
    found: set[int] = set()
    for relation in importer.whole._meta.related_objects:
        holder = relation.through if relation.many_to_many else relation.related_model
        if holder not in own:
            found |= set(_held(holder, importer.whole, keys))
    return found


def _held(holder: type[models.Model], whole: type[models.Model], keys: list[int]) -> Iterator[int]:
    for field in holder._meta.concrete_fields:
        if field.related_model is whole:
            yield from holder._base_manager.filter(**{f"{field.name}__in": keys}).values_list(field.attname, flat=True)


def _undo(importer: Importer, rows: list[StagedRow], by: Any) -> None:
    try:
        with transaction.atomic():
            importer.undo(rows, by)
    except IntegrityError as error:
        raise StagingError(_("Other rows depend on these, or are gone, so nothing was undone.")) from error


@contextmanager
def _named(file: StagedFile) -> Iterator[Path]:
    """The kept file under its own name, which then stands in messages."""
    with tempfile.TemporaryDirectory(prefix="portal-staged-") as folder:
        path = Path(folder) / file.name
        path.symlink_to(path_of(file.stored_as))
        yield path


def _lock(file: StagedFile) -> str:
    """Of its jobs: one runs at a time."""
    return f"staging-{file.pk}"


def _locked(file: StagedFile, states: set[str], otherwise: str) -> StagedFile:
    locked = StagedFile.objects.select_for_update().filter(pk=file.pk).first()
    if locked is None or locked.state not in states:
        raise StagingError(otherwise)
    return locked


def _batches(rows: Iterable[StagedRow]) -> Iterator[list[StagedRow]]:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield batch
