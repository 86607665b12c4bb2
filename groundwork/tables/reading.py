"""A file of rows, in whatever encoding and with whatever mark between its cells a spreadsheet saved it."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from groundwork.cleaning import CONTROLS
from groundwork.tables.cells import tidied
from groundwork.tabular import FORMULA_STARTS, UnreadableFileError

MOST_ROWS = 2_000
MARKS = ",;\t"
LONGEST_CELL = 100_000


def text_of(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else what Excel writes on Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def read_table(path: Path, known: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by column, with its number as a spreadsheet counts (the heading is 1; empty rows are passed over).

    Raises UnreadableFileError for what is no text, for a column that cannot be imported, and for a row of another
    length. An apostrophe that a download wrote before what looks like a formula is taken off again.
    """
    try:
        text = text_of(path.read_bytes())
    except UnicodeError as error:
        raise UnreadableFileError(_("%(file)s is no text that can be read.") % {"file": path.name}) from error
    if CONTROLS.search(text):
        raise UnreadableFileError(_("%(file)s is no text that can be read.") % {"file": path.name})
    first = text.partition("\n")[0]
    mark = max(MARKS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        _check(path, heading, list(known))
        for number, row in enumerate(rows, start=2):
            if number > MOST_ROWS + 1:
                raise UnreadableFileError(_("At most %(most)d rows are taken at a time.") % {"most": MOST_ROWS})
            if len(row) != len(heading) and any(row):
                raise UnreadableFileError(
                    _("%(file)s, row %(row)s: as many cells as the heading has are wanted.")
                    % {"file": path.name, "row": number}
                )
            if any(cell.strip() for cell in row):
                yield number, {name: _plain(cell) for name, cell in zip(heading, row, strict=True)}
    except csv.Error as error:
        raise UnreadableFileError(
            _("%(file)s cannot be read: %(error)s.") % {"file": path.name, "error": error}
        ) from error


def _check(path: Path, heading: list[str], known: list[str]) -> None:
    if unknown := [name[:60] for name in heading if name not in known]:
        raise UnreadableFileError(
            _("%(file)s has columns that cannot be imported: %(columns)s. There are: %(known)s.")
            % {"file": path.name, "columns": ", ".join(unknown), "known": ", ".join(known)}
        )
    if known[0] not in heading or len(set(heading)) < len(heading):
        raise UnreadableFileError(
            _("%(file)s needs the column “id” (empty for a new row), and each column once.") % {"file": path.name}
        )


def _plain(cell: str) -> str:
    return tidied(cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell)
