"""A file of rows, in whatever encoding and with whatever mark between its cells a spreadsheet saved it."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from groundwork.cleaning import CONTROLS
from groundwork.tables.cells import tidied
from groundwork.tabular import FORMULA_STARTS, UnreadableFileError

MOST_ROWS = 2_000
MARKS = ",;\t"
LONGEST_CELL = 100_000
FORMULAS = ("=", "@")  # a text may well begin with a minus or a plus: a list, a telephone number
# What the accented letters of old Macs become when they are read as those of Windows: “SŽcuritŽ”, “‡rea”
MISREAD = re.compile(r"[a-zß-ÿ][ŠŽ]|[ƒ†‡ˆ‰˜]\w|\w[ƒ‡ˆ˜]")


def text_of(content: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 where it is that, else what Excel writes on Windows.

    Raises UnicodeError for what is none of these, like a table that an old program on a Mac saved.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    if MISREAD.search(text):
        raise UnicodeError
    return text


def read_table(path: Path, known: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row by column, with its number as a spreadsheet counts (the heading is 1; empty rows are passed over).

    Raises UnreadableFileError for what is no text, for a column that cannot be imported, for a row of another length,
    and for a formula. An apostrophe that a download wrote before what looks like a formula is taken off again.
    """
    try:
        text = text_of(path.read_bytes())
    except UnicodeError as error:
        sentence = _("%(file)s is no text that can be read. Save it as “CSV UTF-8”.")
        raise UnreadableFileError(sentence % {"file": path.name}) from error
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
            _check_row(path, number, row, len(heading))
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


def _check_row(path: Path, number: int, row: list[str], length: int) -> None:
    where = {"file": path.name, "row": number}
    if len(row) != length and any(row):
        raise UnreadableFileError(_("%(file)s, row %(row)s: as many cells as the heading has are wanted.") % where)
    if formula := next((cell.strip() for cell in row if cell.lstrip().startswith(FORMULAS)), None):
        sentence = _("%(file)s, row %(row)s: “%(cell)s” is a formula. Write what it says, or an apostrophe before it.")
        raise UnreadableFileError(sentence % (where | {"cell": formula[:40]}))


def _plain(cell: str) -> str:
    return tidied(cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell)
