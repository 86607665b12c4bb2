"""Stage, commit, undo: with an importer of regions and the countries in them, as small as one can be."""

import pytest
from django.core.files.base import ContentFile
from procrastinate.contrib.django.models import ProcrastinateJob

from groundwork.audit import AuditEntry
from groundwork.places import Area
from groundwork.staging import (
    Importer,
    Looked,
    StagedFile,
    StagingError,
    commit,
    commit_or_defer,
    commit_waiting,
    look_through_waiting,
    stage,
    try_again,
    undo,
)
from groundwork.staging.rows import StagedRow
from groundwork.tabular import UnreadableFileError
from tests.factories.groundwork import AreaFactory

State, Verdict = StagedFile.State, StagedRow.Verdict


class Regions(Importer):
    """Lines "code name"."""

    subject = "test-regions"
    whole = Area
    at_once = 200

    def looked_through(self, path, options):
        text = path.read_text()
        if Area.objects.filter(code="fault").exists():
            raise LookupError("a fault")
        if "\0" in text:
            raise UnreadableFileError(f"{path.name} is no text.\nNothing of it was read.")
        for number, line in enumerate(text.splitlines(), start=1):
            code, _, name = line.partition(" ")
            there = Area.objects.filter(code=code).first()
            if not name:
                yield Looked(number, Verdict.BAD, code, ["no name"])
            elif there is None:
                yield Looked(number, Verdict.NEW, name, values={"code": code})
            else:
                changes = [["name", there.name, name]] if there.name != name else []
                verdict = Verdict.CHANGED if changes else Verdict.SAME
                yield Looked(number, verdict, name, changes=changes, target=there.pk)

    def write(self, file, rows, path, by):
        for row in rows:
            if row.name == "Nowhere":
                raise UnreadableFileError("There is no Nowhere.")
            if row.target:
                Area.objects.filter(pk=row.target).update(name_en=row.name)
            else:
                row.target = AreaFactory(code=row.values["code"], name=row.name).pk


def sent(text: str) -> StagedFile:
    return stage(Regions(), ContentFile(text.encode(), name="regions.txt"), by=None)


@pytest.fixture
def old(db):
    return AreaFactory(code="old", name="Old name")


def test_staged_file_tells_new_changed_same_and_bad_and_writes_nothing(old):
    AreaFactory(code="same", name="As it was")
    file = sent("one First\nold New name\nsame As it was\nbad\n")

    assert file.state == State.READY
    assert file.counts() == {Verdict.NEW: 1, Verdict.CHANGED: 1, Verdict.SAME: 1, Verdict.BAD: 1}
    assert [row.chosen for row in file.rows.all()] == [True, True, False, False]
    assert not Area.objects.filter(code="one").exists()


def test_commit_writes_what_is_chosen_and_undo_puts_all_back(old):
    file = sent("one First\ntwo Second\nold New name\nbad\n")
    file.rows.filter(number=2).update(chosen=False)

    assert commit(file, by=None) == 2
    assert set(Area.objects.values_list("code", "name_en")) == {("one", "First"), ("old", "New name")}
    with pytest.raises(StagingError, match="not ready"):
        commit(file, by=None)

    assert undo(file, by=None) == 2
    assert set(Area.objects.values_list("code", "name_en")) == {("old", "Old name")}
    with pytest.raises(StagingError, match="not imported"):
        undo(file, by=None)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["stage", "import", "undo"]


def test_row_that_was_changed_since_keeps_the_import(old):
    file = sent("one First\nold New name\n")
    commit(file, by=None)
    Area.objects.filter(code="old").update(name_en="An editor’s")

    with pytest.raises(StagingError, match="changed or used since, so nothing was undone: 2: New name"):
        undo(file, by=None)
    assert Area.objects.filter(code="one").exists()


def test_new_row_that_something_refers_to_keeps_the_import(db):
    file = sent("one First\n")
    commit(file, by=None)
    AreaFactory(parent=Area.objects.get(code="one"))

    with pytest.raises(StagingError, match="Other rows depend on these"):
        undo(file, by=None)


def test_what_fails_at_half_writes_nothing(db):
    file = sent("one First\nno Nowhere\n")
    with pytest.raises(StagingError, match="no Nowhere"):
        commit(file, by=None)
    assert not Area.objects.exists()
    assert StagedFile.objects.get().state == State.READY


def test_what_is_no_such_file_is_refused_with_each_reason(db):
    file = sent("\0")
    assert (file.state, file.told) == (State.REFUSED, ["regions.txt is no text.", "Nothing of it was read."])


def test_file_of_bad_rows_alone_is_refused(db):
    assert sent("bad\n").state == State.REFUSED


def test_large_file_is_left_to_the_worker(db):
    file = sent("\n".join(f"c{n} Country {n}" for n in range(30)))
    assert file.state == State.LOOKING

    look_through_waiting(file.pk)
    file.refresh_from_db()
    assert commit_or_defer(file, by=None) is None
    commit_waiting(file.pk, None)
    commit_waiting(file.pk, None)  # a job may run twice
    look_through_waiting(file.pk)

    assert StagedFile.objects.get().state == State.IMPORTED
    assert Area.objects.count() == 30


def test_file_that_fails_by_a_fault_says_so_and_can_be_tried_again(db):
    file = sent("\n".join(f"c{n} Country {n}" for n in range(30)))
    with pytest.raises(StagingError, match="worker is at it"):
        try_again(file, by=None)
    fault = AreaFactory(code="fault")
    look_through_waiting(file.pk)
    file.refresh_from_db()
    assert file.state == State.FAILED
    assert file.told[0].endswith("nobody foresaw: LookupError: a fault")
    fault.delete()

    try_again(file, by=None)
    look_through_waiting(file.pk)
    file.refresh_from_db()
    commit_or_defer(file, by=None)
    ProcrastinateJob.objects.all().delete()  # as where the worker was killed, and its job given up
    try_again(file, by=None)
    file.refresh_from_db()
    assert (file.state, file.rows.count()) == (State.READY, 30)


def test_large_file_that_cannot_be_imported_says_why(db):
    file = sent("\n".join([*(f"c{n} Country {n}" for n in range(30)), "no Nowhere"]))
    look_through_waiting(file.pk)
    file.refresh_from_db()
    commit_or_defer(file, by=None)
    commit_waiting(file.pk, None)

    file.refresh_from_db()
    assert (file.state, file.told) == (State.READY, ["There is no Nowhere."])
    assert not Area.objects.exists()
