"""Tidy CSV: one observation a row, as docs/statistics.md describes it; plain or gzipped, read row by row."""

import csv
import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from groundwork.tabular import UnreadableFileError
from indicators.codes import TIDY_COLUMNS
from indicators.imports.rows import RawRow

GZIP = b"\x1f\x8b"
UNREADABLE = (OSError, EOFError, UnicodeDecodeError, csv.Error)


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """The file as text in UTF-8, unpacked where it is gzipped. Raises UnreadableFileError, while it is read too."""
    try:
        with path.open("rb") as begun:
            packed = begun.read(2) == GZIP
        with (gzip.open if packed else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
            yield file
    except UNREADABLE as error:
        words = {"file": path.name, "error": error}
        raise UnreadableFileError(_("%(file)s cannot be read: %(error)s.") % words) from error


def read_heading(path: Path) -> list[str]:
    with open_text(path) as file:
        return next(csv.reader(file), [])


def read_records(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record with its number. Raises UnreadableFileError for a missing column or a record of another length."""
    with open_text(path) as file:
        reader = csv.DictReader(file, restkey="", strict=True)
        missing = sorted(set(columns) - set(reader.fieldnames or ()))
        if missing:
            words = {"file": path.name, "columns": ", ".join(missing)}
            raise UnreadableFileError(_("%(file)s has no column %(columns)s.") % words)
        for number, record in enumerate(reader, start=2):
            if "" in record or None in record.values():
                words = {"file": path.name, "row": number}
                raise UnreadableFileError(
                    _("%(file)s, row %(row)s: as many cells as the heading has are wanted.") % words
                )
            yield number, record


def read_tidy(path: Path) -> Iterator[RawRow]:
    for number, record in read_records(path, TIDY_COLUMNS):
        yield RawRow(number, *(record[column].strip() for column in TIDY_COLUMNS))
