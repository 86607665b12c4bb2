import datetime as dt
import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from groundwork.uploads import IMAGES, UploadError, remove_orphans, storing
from groundwork.uploads.storing import path_of
from tests.groundwork.uploads.documents import PDF, upload
from tests.groundwork.uploads.keeping import disk_with_room_for, files, store

AT_ONCE = dt.timedelta(0)


def refusal(folder: Path, file, **options) -> str:
    """The code with which a file is refused; nothing is left of it."""
    with pytest.raises(UploadError) as caught, storing(file, **options):
        pytest.fail("the block began")
    assert files(folder) == []
    return caught.value.code


def test_file_and_row_are_kept(folder, paper):
    content = PDF + os.urandom(3_000_000)
    stored = store(paper, content, "../Étude\u202e 2016.pdf")
    assert path_of(stored.stored_as).read_bytes() == content
    assert (stored.name, stored.size, stored.content_type) == ("Étude 2016.pdf", len(content), "application/pdf")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    stored.full_clean()
    assert str(paper.objects.get()) == "Étude 2016.pdf"


def test_kept_file_is_private_and_named_by_nothing_that_was_sent(folder, paper):
    stored = store(paper)
    assert files(folder) == [stored.stored_as]
    assert "paper" not in stored.stored_as
    assert stat.S_IMODE(path_of(stored.stored_as).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_same_file_twice_is_two_files(folder, paper):
    assert store(paper).stored_as != store(paper).stored_as


@pytest.mark.parametrize(
    "name", ["", "../x", "a" * 31, "A" * 32, "0" * 32 + "\n", f"../{'0' * 32}", f"{'0' * 32}.part"]
)
def test_no_other_name_leads_to_a_path(name):
    with pytest.raises(ValueError, match="no name of a stored file"):
        path_of(name)


def test_size_is_bounded_whatever_is_stated(folder):
    lying = upload(PDF * 100)
    lying.size = 1
    assert refusal(folder, lying, most_bytes=len(PDF) * 100 - 1) == "too-large"


def test_refused_content_leaves_nothing(folder):
    assert refusal(folder, upload(b"<html>", "paper.pdf")) == "kind"
    assert refusal(folder, upload(PDF), kinds=IMAGES) == "kind"
    assert refusal(folder, upload(b"")) == "empty"


def test_file_goes_where_its_row_cannot_be_written(folder, paper):
    known = store(paper)
    with pytest.raises(IntegrityError), storing(upload(PDF)) as fields:
        paper.objects.create(**fields | {"stored_as": known.stored_as})
    assert (files(folder), paper.objects.count()) == ([known.stored_as], 1)


def test_file_of_a_transaction_that_is_rolled_back_later_is_an_orphan(folder, paper):
    with transaction.atomic():
        lost = store(paper)
        transaction.set_rollback(True)
    assert (files(folder), paper.objects.count()) == ([lost.stored_as], 0)
    assert remove_orphans(older_than=AT_ONCE, registry=paper._meta.apps) == 1
    assert files(folder) == []


@pytest.mark.django_db(transaction=True)
def test_file_stays_where_only_the_commit_fails(folder, paper):
    """As nobody can know there whether the row was written."""
    once = "ADD CONSTRAINT once UNIQUE (name) DEFERRABLE INITIALLY DEFERRED"  # looked at when the transaction ends
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {paper._meta.db_table} {once}")
    known = store(paper)
    with pytest.raises(IntegrityError):
        store(paper)
    assert (len(files(folder)), paper.objects.count()) == (2, 1)
    assert remove_orphans(older_than=AT_ONCE, registry=paper._meta.apps) == 1
    assert files(folder) == [known.stored_as]


@pytest.mark.parametrize("size", [100_000, 1_000_000, 3_000_000], ids=lambda size: f"{size:,} bytes")
def test_full_disk_leaves_nothing_and_is_said(folder, size, caplog):
    with disk_with_room_for(size // 2):
        assert refusal(folder, ContentFile(PDF + bytes(size), name="paper.pdf")) == "storage-full"
    assert "No room for uploads" in caplog.text


KILLED = """
import django, sys, time
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from pathlib import Path
from groundwork.uploads import storing
settings.PRIVATE_ROOT = Path(sys.argv[1])

class Slow(ContentFile):
    def chunks(self, chunk_size=None):
        yield b"%PDF-1.7" + bytes(100_000)
        print("half", flush=True)
        sys.stdin.read()

with storing(Slow(b"", name="paper.pdf")):
    pass
"""


def test_kill_in_the_middle_leaves_no_file_with_a_name(folder, db):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "sector_portal.settings"}
    command = [sys.executable, "-W", "ignore", "-c", KILLED, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=portal.BASE_DIR
    ) as child:
        assert child.stdout.readline() == "half\n"
        child.send_signal(signal.SIGKILL)
    assert [path.suffix for path in folder.iterdir()] == [".part"]
    assert remove_orphans(older_than=AT_ONCE) == 1
    assert files(folder) == []
