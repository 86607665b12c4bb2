"""Keeping a file: the whole file first, then its row, and neither without the other."""

import hashlib
import logging
import os
import re
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from groundwork.uploads.errors import NO_ROOM, UploadError
from groundwork.uploads.kinds import DOCUMENTS, Kind, kind_of
from groundwork.uploads.names import clean_name

MOST_BYTES = 25 * 2**20
STORED_NAME = re.compile(r"[0-9a-f]{32}")
UNFINISHED = ".part"
logger = logging.getLogger(__name__)


@contextmanager
def storing(
    upload: File, *, kinds: Collection[Kind] = DOCUMENTS, most_bytes: int = MOST_BYTES
) -> Iterator[dict[str, Any]]:
    """Check and keep an uploaded file; the block writes its row. Raises UploadError before the block begins.

        with storing(form.cleaned_data["file"]) as fields:
            Paper.objects.create(meeting=meeting, **fields)

    If the block fails, row and file are gone. Where only the commit fails, here or of a transaction round this one,
    nobody can say for certain whether the row is there: then the file stays, and `remove_orphans` decides.
    """
    fields = _kept(upload, kinds, most_bytes)
    with transaction.atomic():
        try:
            yield fields
        except BaseException:
            path_of(fields["stored_as"]).unlink()
            raise


def path_of(stored_as: str) -> Path:
    """Where a file lies. Raises ValueError for any name that was not made here."""
    if not STORED_NAME.fullmatch(stored_as):
        raise ValueError(f"{stored_as!r} is no name of a stored file")
    return settings.PRIVATE_ROOT / stored_as


def _kept(upload: File, kinds: Collection[Kind], most_bytes: int) -> dict[str, Any]:
    """Write, check, make durable, and only then give the file its name. Returns the columns of a StoredFile."""
    stored_as = uuid.uuid4().hex
    with _whole_or_nothing(path_of(stored_as)) as file:
        size, sha256 = _copied(upload, file, most_bytes)
        kind = kind_of(file, upload.name or "", kinds)
    return {
        "name": clean_name(upload.name or "", kind.extensions),
        "size": size,
        "content_type": kind.content_type,
        "sha256": sha256,
        "stored_as": stored_as,
    }


def _copied(upload: File, file: BinaryIO, most_bytes: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for chunk in upload.chunks():
        size += len(chunk)
        if size > most_bytes:
            most = filesizeformat(most_bytes)
            raise UploadError(_("The file is too large; send at most %(most)s.") % {"most": most}, "too-large")
        digest.update(chunk)
        file.write(chunk)
    return size, digest.hexdigest()


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[BinaryIO]:
    """A new file that has its name once all of it is on the disk; if anything fails there is none."""
    unfinished = path.with_suffix(UNFINISHED)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(unfinished, "x+b", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        _sync_folder(path.parent)
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            logger.exception("No room for uploads in %s", path.parent)
            raise UploadError(
                _("The file could not be kept, because the portal has no room left. Try again later."), "storage-full"
            ) from error
        raise


def _sync_folder(folder: Path) -> None:
    """The name is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
