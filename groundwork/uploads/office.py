"""Office documents are zip archives (ECMA-376, part 2): looked through before anybody else unpacks them."""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from groundwork.uploads.errors import UploadError

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200_000_000  # bytes
MOST_RATIO = 100  # unpacked to packed, past the first megabytes
RATIO_MATTERS_FROM = 10_000_000  # bytes
DIRECTORY_ENTRY = 300  # bytes, of one entry with a long name

END = struct.Struct("<4s4H2LH")  # end of central directory record, APPNOTE.TXT 4.3.16
END_SIGNATURE, ZIP64_LOCATOR, LOCATOR_SIZE = b"PK\x05\x06", b"PK\x06\x07", 20
CONTENT_TYPES = "[Content_Types].xml"
FOLDERS = {"word", "xl", "ppt"}
UNSAFE_NAME = re.compile(r"^/|\\|:|(^|/)\.\.?(/|$)|[\x00-\x1f]")
ENCRYPTED = 0x1
# What zipfile raises on archives that are broken or beyond it
BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, OverflowError, ValueError)


def main_folder(file: BinaryIO) -> str:
    """The folder of the document's main part: word, xl or ppt. Raises UploadError for any other archive."""
    with _as_upload_error():
        _check_directory_size(file)
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries, file.seek(0, 2))
            if archive.testzip():  # reads all, so that sizes and checksums are true and not only said
                raise BadZipFile
            found = FOLDERS & {entry.filename.partition("/")[0] for entry in entries}
            types = archive.read(CONTENT_TYPES).lower() if CONTENT_TYPES in archive.namelist() else b""
    if not types or len(found) != 1:
        raise UploadError(_("This archive is no Word, Excel or PowerPoint document."), "kind")
    if b"macroenabled" in types or b"vbaproject" in types:
        raise UploadError(_("Documents with macros are not taken. Save it without macros and send that."), "unsafe")
    return found.pop()


@contextmanager
def _as_upload_error() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise UploadError(_("The file is damaged. Open and save it again, then send it."), "damaged") from error


def _check_directory_size(file: BinaryIO) -> None:
    """`zipfile` holds the whole directory in memory, so its size is looked at first.

    Only archives that end with their directory's plain record are read: no comment, no zip64, as offices write them.
    """
    end = file.seek(0, 2)
    file.seek(max(0, end - END.size - LOCATOR_SIZE))
    tail = file.read()
    signature, *_numbers, size, _offset, _comment = END.unpack(tail[-END.size :])
    if signature != END_SIGNATURE or tail.startswith(ZIP64_LOCATOR):
        raise BadZipFile
    if size > MOST_ENTRIES * DIRECTORY_ENTRY:
        raise _unsafe()


def _check_entries(entries: list[ZipInfo], size: int) -> None:
    names = [entry.orig_filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if (
        len(names) > MOST_ENTRIES
        or len(set(names)) != len(names)
        or any(UNSAFE_NAME.search(name) for name in names)
        or any(entry.flag_bits & ENCRYPTED for entry in entries)
        or any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries)
        or sum(entry.compress_size for entry in entries) > size  # parts that overlap
        or unpacked > MOST_UNPACKED
        or (unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * size)
    ):
        raise _unsafe()


def _unsafe() -> UploadError:
    return UploadError(_("The document is built in a way that could do harm when it is opened."), "unsafe")
