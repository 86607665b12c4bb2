"""Files of rows: CSV, JSON and JSON lines, plain or gzipped.

What cannot be read is said in one sentence; what is written cannot become a formula in somebody's spreadsheet.
"""

import csv
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class UnreadableFileError(Exception):
    """A file is missing or is not what it should be. Its text says which, where, and what to do."""


def read_csv(path: Path, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Rows by column name, in UTF-8 with or without a byte order mark.

    Raises UnreadableFileError if one of `columns` is missing or a row has more or fewer cells than the heading.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="", strict=True)
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(f"{path.name} cannot be read as CSV: {error}.") from error
    missing = sorted(set(columns) - set(reader.fieldnames or ()))
    if missing:
        raise UnreadableFileError(f"{path.name} has no column {', '.join(missing)}.")
    for number, row in enumerate(rows, start=2):
        if "" in row or None in row.values():
            raise UnreadableFileError(f"{path.name}, record {number}: as many cells as the heading has are wanted.")
    return rows


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"{path.name} cannot be read as JSON: {error}.") from error


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """One object a line, gzipped. Raises UnreadableFileError with the number of the first bad line."""
    rows: list[dict[str, Any]] = []
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows.extend(json.loads(line) for line in file)
    except (OSError, EOFError, ValueError) as error:
        raise UnreadableFileError(f"{path.name}, line {len(rows) + 1}: cannot be read as JSON: {error}.") from error
    return rows


def csv_response(name: str, heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A CSV file to download (RFC 4180, UTF-8 with a byte order mark, which spreadsheets need to see it as such)."""
    response = HttpResponse("".join(csv_lines(heading, rows)), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_lines(heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The same a line at a time, for files that are sent while they are made."""
    writer = csv.writer(_Echo())
    yield f"\ufeff{writer.writerow(heading)}"
    for row in rows:
        yield writer.writerow([safe_cell(value) for value in row])


class _Echo:
    """A file whose `write` hands back what a csv.writer would have written."""

    def write(self, line: str) -> str:
        return line


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
