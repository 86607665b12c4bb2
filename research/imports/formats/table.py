"""CSV with a heading. Its columns are those of our own files (docs/importing.md), or as other systems name them."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from groundwork.cleaning import clean_line
from groundwork.folding import fold
from groundwork.tabular import FORMULA_STARTS, UnreadableFileError
from research.imports.formats.entries import Entry, Given, entry_of, refused
from research.imports.formats.names import name_of, names_of, whole
from research.imports.kinds import kind_of
from research.imports.records import Name
from research.models import Contribution, Publication

AUTHOR, EDITOR = Contribution.Role.AUTHOR, Contribution.Role.EDITOR
COLUMNS = {  # ours, and what others call them, folded
    "title": ("document title", "article title", "titre", "titulo"),
    "authors": ("author", "author(s)", "creator", "creators", "auteurs", "autores"),
    "editors": ("editor",),
    "kind": ("item type", "publication type"),
    "kind_as_given": ("document type", "type"),
    "date": ("year", "publication year", "publication date", "date published", "annee", "ano"),
    "language": ("language of original document", "langue", "idioma"),
    "published_in": ("journal", "source title", "publication title", "book title", "container", "periodical"),
    "volume": ("vol",),
    "issue": ("number", "no"),
    "pages": ("page", "pages range"),
    "series": ("series title",),
    "publisher": ("institution", "organization"),
    "symbol": ("report number", "document symbol"),
    "doi": ("digital object identifier",),
    "isbn": (),
    "handle": (),
    "url": ("link", "address", "web address"),
    "access": (),
    "licence": ("license", "rights"),
    "keywords": ("author keywords", "manual tags", "keyword", "mots-cles", "palabras clave"),
    "abstract": ("abstract note", "description", "summary", "resume", "resumen"),
    "in_house": (),
    "all_sectors": (),
    "sectors": ("sector",),
    "themes": ("theme",),
    "id": ("key", "eid", "identifier"),
    "record": (),
}
BY_NAME = {name: ours for ours, others in COLUMNS.items() for name in (ours, *others)}
TAKEN = {"suggested_sectors", "countries", "sources"}  # of our own files: what the portal finds out anew
PAGES = ("page start", "page end")
DELIMITERS = ",;\t|"
LONGEST_CELL = 2 * 2**20
YES = {"yes", "true", "1", "oui", "si"}
WITH_INITIALS = re.compile(r"[^\s,]+(?:[ -][^\s,]+)* (?:-?[^\W\d_]\.)+")


def read_table(text: Path, source: str) -> Iterator[Entry]:
    """The rows of a file in UTF-8, numbered as a spreadsheet does: the heading is 1.

    Raises UnreadableFileError where no column holds titles.
    """
    csv.field_size_limit(LONGEST_CELL)
    with text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(text), strict=True)
        heading = _heading(reader)
        number = 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield refused(number, f"It is no CSV from line {reader.line_num} on: {error}")
                continue
            if any(cell.strip() for cell in cells):
                yield _entry(number, heading, cells, source)


def _delimiter(text: Path) -> str:
    """The sign that parts the heading most often."""
    with text.open(encoding="utf-8") as file:
        first = next((line for line in file if line.strip()), "")
    return max(DELIMITERS, key=first[:LONGEST_CELL].count)


def _heading(reader: Iterator[list[str]]) -> list[str]:
    """Our name for each column, or its own where it is none of ours."""
    try:
        cells = next((row for row in reader if any(cell.strip() for cell in row)), [])
    except csv.Error as error:
        raise UnreadableFileError(f"It cannot be read as CSV: {error}.") from error
    names: list[str] = []
    for cell in cells:
        name = BY_NAME.get(fold(cell.replace("_", " ")).replace(" ", "_"), BY_NAME.get(fold(cell), clean_line(cell)))
        while name in names:  # of two of a name, the first counts
            name += "+"
        names.append(name)
    if "title" not in names:
        raise UnreadableFileError(
            "No column is named “title”; the columns of a file of records are in docs/importing.md. "
            f"It has: {', '.join(name[:40] for name in names[:20]) or 'none'}."
        )
    return names


def _entry(number: int, heading: list[str], cells: list[str], source: str) -> Entry:
    if len(cells) != len(heading):
        name = cells[heading.index("title")] if heading.index("title") < len(cells) else ""
        return refused(number, f"It has {len(cells)} cells where the heading has {len(heading)}.", name)
    row = {name: _plain(cell) for name, cell in zip(heading, cells, strict=True)}
    return entry_of(number, _given(row), source)


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking it for a formula (groundwork.tabular.safe_cell)."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS and len(cell) > 1 else cell


def _given(row: dict[str, str]) -> Given:
    folded = {fold(name): value for name, value in row.items()}
    pages = row.get("pages") or "-".join(folded[name] for name in PAGES if folded.get(name))
    stated = row.get("kind", "").strip()
    is_ours = stated in Publication.Kind.values
    kind_word = row.get("kind_as_given", "") or ("" if is_ours else stated)
    return Given(
        key=row.get("id", ""),
        title=row["title"],
        abstract=row.get("abstract", ""),
        kind=stated if is_ours else kind_of(kind_word).value,
        date=row.get("date", ""),
        language=row.get("language", ""),
        texts={
            "container": row.get("published_in", ""),
            "pages": pages,
            "kind_as_given": kind_word,
            **{name: row.get(name, "") for name in ("series", "volume", "issue", "publisher", "symbol", "handle")},
            "licence": row.get("licence", ""),
        },
        doi=row.get("doi", ""),
        isbn=row.get("isbn", ""),
        url=row.get("url", ""),
        access=row.get("access", ""),
        keywords=row.get("keywords", "").split(";"),
        names=_own_names(row) if row.get("record") else _names(row),
        record=row.get("record", ""),
        in_house=fold(row.get("in_house", "")) in YES,
        all_sectors=fold(row.get("all_sectors", "")) in YES,
        sectors=_codes(row.get("sectors", "")),
        themes=_codes(row.get("themes", "")),
        extra={
            name: value
            for name, value in row.items()
            if name not in COLUMNS and name not in TAKEN and fold(name) not in PAGES
        },
    )


def _own_names(row: dict[str, str]) -> list[Name]:
    """In our own files what has no comma is not to be taken apart."""
    cells = ((row.get("authors", ""), AUTHOR), (row.get("editors", ""), EDITOR))
    texts = [(text.strip(), role) for cell, role in cells for text in cell.split(";") if text.strip()]
    return [name_of(text, role) if "," in text else whole(text, role) for text, role in texts]


def _names(row: dict[str, str]) -> list[Name]:
    return [*_authors(row.get("authors", "")), *names_of(row.get("editors", "").split(";"), EDITOR)]


def _authors(cell: str) -> list[Name]:
    """Names parted by semicolons; or, as Scopus once wrote, by commas: "Abbas C.C., Schmid J.P."."""
    pieces = [piece.strip() for piece in cell.split(",") if piece.strip()]
    if ";" not in cell and len(pieces) > 1 and all(WITH_INITIALS.fullmatch(piece) for piece in pieces):
        return [Name(*piece.rsplit(" ", 1)) for piece in pieces]
    return names_of(cell.split(";"))


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in cell.split(";") if code.strip())
