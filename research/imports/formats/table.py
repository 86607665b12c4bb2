"""CSV with a heading. Its columns are those of our own files (docs/importing.md), or as other systems name them.

Those systems are Zotero, Scopus, Web of Science, PubMed, Dimensions, Google Scholar, and DSpace ("dc.title[en]").
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from groundwork.cleaning import clean_line
from groundwork.folding import fold
from groundwork.tabular import FORMULA_STARTS, UnreadableFileError
from research.imports.formats.entries import HANDLE, Entry, Given, entry_of, refused
from research.imports.formats.names import name_of, names_of, whole, with_initials
from research.imports.kinds import kind_of
from research.imports.records import Name
from research.models import Contribution, Publication

AUTHOR, EDITOR = Contribution.Role.AUTHOR, Contribution.Role.EDITOR
COLUMNS = {  # ours, and what others call them, folded
    "title": ("document title", "article title", "titre", "titulo", "ti"),
    "authors": ("author", "author(s)", "creator", "creators", "auteur", "auteurs", "autor", "autores", "au"),
    "editors": ("editor", "be"),
    "kind": ("item type", "publication type"),
    "kind_as_given": ("document type", "type", "dt"),
    "date": ("publication date", "date published", "date issued", "fecha"),
    "year": ("publication year", "pubyear", "annee", "ano", "py"),  # told if there is no date
    "language": ("language of original document", "language iso", "langue", "idioma", "la"),
    "published_in": (
        *("journal", "source title", "publication title", "book title", "container", "periodical"),
        *("journal/book", "publication", "so"),
    ),
    "volume": ("vol", "vl"),
    "issue": ("number", "no", "is"),
    "pages": ("page", "pages range", "pagination", "page range"),
    "series": ("series title", "se", "relation ispartofseries"),
    "publisher": ("institution", "organization", "pu"),
    "symbol": ("report number", "document symbol"),
    "doi": ("digital object identifier", "di", "identifier doi"),
    "isbn": ("bn", "identifier isbn"),
    "handle": ("identifier uri",),
    "url": ("link", "address", "web address"),
    "access": (),
    "licence": ("license", "rights"),
    "keywords": ("author keywords", "manual tags", "keyword", "mots-cles", "palabras clave", "subject", "de"),
    "abstract": ("abstract note", "description abstract", "description", "summary", "resume", "resumen", "ab"),
    "in_house": (),
    "all_sectors": (),
    "sectors": ("sector",),
    "themes": ("theme",),
    "id": ("key", "eid", "identifier", "pmid", "publication id", "ut"),
    "record": (),
}
BY_NAME = {name: ours for ours, others in COLUMNS.items() for name in (ours, *others)}
TAKEN = {"suggested_sectors", "countries", "sources"}  # of our own files: what the portal finds out anew
PAGES = (("page start", "bp"), ("page end", "ep"))
WOS_ONLY = re.compile(r"[A-Z][A-Z0-9]")  # a column of Web of Science, which tells nothing in another table
DUBLIN_CORE = re.compile(r"dc(?:terms)?\.(?:contributor\.(?=author|editor))?([\w.]+?)(?:\[\w*\])?$", re.IGNORECASE)
SEVERAL = "||"  # between values, as DSpace writes them
MOST_COLUMNS = 500
MOST_BEFORE = 10  # rows before the heading: what was searched for, on which day
NOTHING = re.compile(r"\[No [^\]]* available\]", re.IGNORECASE)  # as Scopus says so
DELIMITERS = ",;\t|"
LONGEST_CELL = 2 * 2**20
YES = {"yes", "true", "1", "oui", "si"}


def read_table(text: Path, source: str) -> Iterator[Entry]:
    """The rows of a file in UTF-8, numbered as a spreadsheet does: the heading is 1.

    Raises UnreadableFileError where no column holds titles.
    """
    csv.field_size_limit(LONGEST_CELL)
    with text.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(text), strict=True)
        number, heading = _heading(reader)
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
    """The sign that parts the first lines most often, or that "sep=;" names, as Excel has it."""
    with text.open(encoding="utf-8") as file:
        lines = list(islice((line for line in file if line.strip()), MOST_BEFORE))
    if lines and (stated := re.fullmatch(r"sep=(.)\s*", lines[0])):
        return stated[1]
    likely = next((line for line in lines if _is_heading(re.split(f"[{DELIMITERS}]", line))), lines[0] if lines else "")
    return max(DELIMITERS, key=likely[:LONGEST_CELL].count)


def _heading(reader: Iterator[list[str]]) -> tuple[int, list[str]]:
    """The row that it is; our name for each column, or its own where it is none of ours."""
    first: list[str] = []
    try:
        for number, cells in enumerate(islice(reader, MOST_BEFORE), start=1):
            first = first or [cell for cell in cells if cell.strip()]
            if len(cells) > MOST_COLUMNS:
                raise UnreadableFileError(f"It has {len(cells)} columns; at most {MOST_COLUMNS} are read.")
            if _is_heading(cells):
                return number, _names_of_columns(cells)
    except csv.Error as error:
        if not first:
            raise UnreadableFileError(f"It cannot be read as CSV: {error}.") from error
    raise UnreadableFileError(
        "No column is named “title”; the columns of a file of records are in docs/importing.md. "
        f"It has: {', '.join(clean_line(name)[:40] for name in first[:20]) or 'none'}."
    )


def _is_heading(cells: list[str]) -> bool:
    return "title" in _names_of_columns(cells)


def _names_of_columns(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS:
        return []
    is_wos = "PT" in cells and "TI" in cells
    names: list[str] = []
    for cell in cells:
        name = _name_of_column(cell.strip().strip('"'), is_wos=is_wos)
        while name in names:  # of two of a name, the first counts
            name += "+"
        names.append(name)
    return names


def _name_of_column(text: str, *, is_wos: bool) -> str:
    if found := DUBLIN_CORE.match(text):
        text = found[1].replace(".", " ")
    if WOS_ONLY.fullmatch(text) and (not is_wos or text == "ID"):  # there it is the index's own keywords
        return "id" if text == "ID" and not is_wos else clean_line(text)
    return BY_NAME.get(fold(text.replace("_", " ")).replace(" ", "_"), BY_NAME.get(fold(text), clean_line(text)))


def _entry(number: int, heading: list[str], cells: list[str], source: str) -> Entry:
    while len(cells) > len(heading) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(heading):
        name = cells[heading.index("title")] if heading.index("title") < len(cells) else ""
        return refused(number, f"It has {len(cells)} cells where the heading has {len(heading)}.", name)
    row = {name: _plain(cell) for name, cell in zip(heading, cells, strict=True)}
    return entry_of(number, _given(row), source)


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking it for a formula (groundwork.tabular.safe_cell)."""
    if NOTHING.fullmatch(cell):
        return ""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS and len(cell) > 1 else cell


def _given(row: dict[str, str]) -> Given:
    row = _with_values_of_languages(row)
    folded = {fold(name): value for name, value in row.items()}
    ends = [next((folded[name] for name in names if folded.get(name)), "") for names in PAGES]
    pages = row.get("pages") or "-".join(filter(None, ends))
    handle, url = row.get("handle", ""), row.get("url", "")
    if "://" in handle and not HANDLE.match(handle):  # dc.identifier.uri may be any address
        handle, url = "", url or handle
    stated = row.get("kind", "").strip()
    is_ours = stated in Publication.Kind.values
    kind_word = row.get("kind_as_given", "") or ("" if is_ours else stated)
    return Given(
        key=row.get("id", ""),
        title=row["title"],
        abstract=row.get("abstract", ""),
        kind=stated if is_ours else kind_of(kind_word).value,
        date=_date(row, folded),
        language=row.get("language", ""),
        texts={
            "container": row.get("published_in", ""),
            "pages": pages,
            "kind_as_given": kind_word,
            **{name: row.get(name, "") for name in ("series", "volume", "issue", "publisher", "symbol")},
            "handle": handle,
            "licence": row.get("licence", ""),
        },
        doi=row.get("doi", ""),
        isbn=row.get("isbn", ""),
        url=url,
        access=row.get("access", ""),
        keywords=row.get("keywords", "").replace(SEVERAL, ";").split(";"),
        names=_own_names(row) if row.get("record") else _names(row),
        record=row.get("record", ""),
        in_house=fold(row.get("in_house", "")) in YES,
        all_sectors=fold(row.get("all_sectors", "")) in YES,
        sectors=_codes(row.get("sectors", "")),
        themes=_codes(row.get("themes", "")),
        extra={
            name: value
            for name, value in row.items()
            if name not in COLUMNS and name not in TAKEN and fold(name) not in {*PAGES[0], *PAGES[1], "pd"}
        },
    )


def _with_values_of_languages(row: dict[str, str]) -> dict[str, str]:
    """Of columns of one name, as DSpace has one for each language, the first that says something counts."""
    row = dict(row)
    for name in [name for name in row if name.endswith("+")]:
        plain = name.rstrip("+")
        if plain in COLUMNS and not row.get(plain):
            row[plain], row[name] = row[name], ""
    return row


def _date(row: dict[str, str], folded: dict[str, str]) -> str:
    """The date, unless the year says other; Web of Science has "JUL 15" in a column of its own."""
    year, date = row.get("year", "").strip(), row.get("date", "").strip()
    day = folded.get("pd", "").strip()
    if date and (not year or year in date):
        return date
    return f"{year} {day}".strip() if year else date


def _own_names(row: dict[str, str]) -> list[Name]:
    """In our own files what has no comma is not to be taken apart."""
    cells = ((row.get("authors", ""), AUTHOR), (row.get("editors", ""), EDITOR))
    texts = [(text.strip(), role) for cell, role in cells for text in cell.split(";") if text.strip()]
    return [name_of(text, role) if "," in text else whole(text, role) for text, role in texts]


def _names(row: dict[str, str]) -> list[Name]:
    editors = row.get("editors", "").replace(SEVERAL, ";")
    return [*_authors(row.get("authors", "").replace(SEVERAL, ";")), *names_of(editors.split(";"), EDITOR)]


def _authors(cell: str) -> list[Name]:
    """Names parted by semicolons; or, as PubMed does and Scopus did, by commas: "Abbas C.C., Schmid JP."."""
    pieces = [piece.strip() for piece in cell.split(",") if piece.strip(" .")]
    if ";" not in cell and len(pieces) > 1:
        names = [with_initials(piece) or with_initials(piece.removesuffix(".")) for piece in pieces]
        if all(names):
            return [name for name in names if name]
    return names_of(cell.split(";"))


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in cell.split(";") if code.strip())
