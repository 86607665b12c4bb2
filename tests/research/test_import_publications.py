from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from groundwork.staging import StagedFile
from research.models import Publication

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent / "samples"
GOOD, BAD = "@book{a, title={First}}\n@book{b, title={Second}}\n", "@book{c, year=1999}\n"


@pytest.fixture
def run(tmp_path):
    def command(text, *arguments):
        path = tmp_path / "records.bib"
        path.write_text(text)
        told, code = StringIO(), 0
        try:
            call_command("import_publications", str(path), *arguments, stdout=told)
        except CommandError as error:
            code = error.returncode
        return code, told.getvalue()

    return command


def test_samples_are_read_as_is_said_of_them():
    """What COUNTS.txt says; after a change of the readers it is written anew (docs/importing.md)."""
    told = StringIO()
    folders = sorted(path for path in SAMPLES.iterdir() if path.is_dir())
    with pytest.raises(CommandError, match="dry run"):
        call_command("import_publications", *folders, "--dry-run", stdout=told)
    assert told.getvalue() == (SAMPLES / "COUNTS.txt").read_text()


def test_file_is_imported_and_safe_to_import_twice(run):
    assert run(GOOD) == (0, "records.bib: imported: 2 read, 2 new\n")
    assert run(GOOD) == (0, "records.bib: imported: 2 read, 2 same\n")
    assert Publication.objects.filter(state="draft").count() == 2


def test_dry_run_writes_nothing(run):
    assert run(GOOD, "--dry-run") == (0, "records.bib: would be imported: 2 read, 2 new\n")
    assert not Publication.objects.exists()
    assert not StagedFile.objects.exists()


def test_bad_rows_write_nothing_unless_the_rest_is_confirmed(run):
    code, told = run(GOOD + BAD)
    assert (code, Publication.objects.count(), StagedFile.objects.count()) == (3, 0, 0)
    assert told == "records.bib: refused: 3 read, 2 new, 1 bad\n  row 3: It has no title.\n"
    assert run(GOOD + BAD, "--dry-run")[0] == 3
    assert run(GOOD + BAD, "--leave-out-bad", "--state", "published")[0] == 0
    assert Publication.objects.filter(state="published").count() == 2


def test_what_cannot_be_read_is_told(run, tmp_path):
    code, told = run("\0\1\2" * 99)
    assert (code, told) == (1, "records.bib: refused: records.bib is no text.\n")
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_publications", str(tmp_path / "nowhere.bib"))
