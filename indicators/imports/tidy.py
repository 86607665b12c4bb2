"""Tidy CSV: one observation a row, as docs/statistics.md describes it; plain or gzipped, read row by row."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from groundwork.tabular import UnreadableFileError
from indicators.codes import TIDY_COLUMNS
from indicators.imports.rows import RawRow

GZIP = b"\x1f\x8b"
DELIMITERS = (",", ";", "\t")
MOST_LETTERS = 100_000  # of a line; what is longer is no observation, however well it is packed
MOST_ROWS = 10_000_000
MOST_BYTES = 4_000_000_000  # unpacked; what is more is a bomb
UNREADABLE = (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error)


class Unpacked(gzip.GzipFile):
    """Ends in an OSError where it unpacks to more than MOST_BYTES."""

    def read(self, size: int | None = -1) -> bytes:
        return self._within(super().read(size))

    def read1(self, size: int = -1) -> bytes:
        return self._within(super().read1(size))

    def _within(self, data: bytes) -> bytes:
        if self.tell() > MOST_BYTES:
            raise OSError(f"more than {MOST_BYTES} bytes when it is unpacked")
        return data


def open_bytes(path: Path) -> BinaryIO:
    """The file's bytes, unpacked where it is gzipped."""
    with path.open("rb") as begun:
        packed = begun.read(2) == GZIP
    return Unpacked(path) if packed else path.open("rb")  # type: ignore[return-value]  # a GzipFile reads like a file


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """The file as text in UTF-8, unpacked where it is gzipped. Raises UnreadableFileError, while it is read too."""
    try:
        with open_bytes(path) as packed, io.TextIOWrapper(packed, encoding="utf-8-sig", newline="") as file:
            yield file
    except UNREADABLE as error:
        words = {"file": path.name, "error": error}
        raise UnreadableFileError(_("%(file)s cannot be read: %(error)s.") % words) from error


def read_heading(path: Path) -> list[str]:
    """The columns in upper case, without what SDMX-CSV may write behind: "REF_AREA: Reference area", "NOTE[]"."""
    with open_text(path) as file:
        return _columns(next(_cells(file), []))


def read_records(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record, by column in upper case, with its number.

    Raises UnreadableFileError for a missing column or a record of another length.
    """
    with open_text(path) as file:
        reader = _cells(file)
        heading = _columns(next(reader, []))
        missing = sorted(column for column in columns if column.upper() not in heading)
        if missing:
            words = {"file": path.name, "columns": ", ".join(missing)}
            raise UnreadableFileError(_("%(file)s has no column %(columns)s.") % words)
        for number, cells in enumerate(reader, start=2):
            if number > MOST_ROWS:
                words = {"file": path.name, "most": MOST_ROWS}
                raise UnreadableFileError(_("%(file)s has more than %(most)s rows; part it.") % words)
            if not cells:  # an empty line is no record
                continue
            if len(cells) != len(heading):
                words = {"file": path.name, "row": number}
                raise UnreadableFileError(
                    _("%(file)s, row %(row)s: as many cells as the heading has are wanted.") % words
                )
            yield number, dict(zip(heading, cells, strict=True))


def read_tidy(path: Path) -> Iterator[RawRow]:
    for number, record in read_records(path, TIDY_COLUMNS):
        yield RawRow(number, *(record[column.upper()].strip() for column in TIDY_COLUMNS))


def _cells(file: TextIO) -> Iterator[list[str]]:
    """Parted by what parts the heading: a comma, or what programs write where the comma parts decimals."""
    heading = file.readline(MOST_LETTERS)
    lines = chain([heading], iter(partial(file.readline, MOST_LETTERS), ""))
    return csv.reader(lines, delimiter=max(DELIMITERS, key=heading.count), strict=True)


def _columns(heading: list[str]) -> list[str]:
    return [cell.partition(":")[0].partition("[")[0].strip().upper() for cell in heading]
