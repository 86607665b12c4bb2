"""A file of records of any format: which it is, and its entries."""

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from groundwork.tabular import UnreadableFileError
from research.imports.formats.bibtex import read_bibtex
from research.imports.formats.entries import Entry
from research.imports.formats.items import read_json_items
from research.imports.formats.oai import read_oai
from research.imports.formats.ris import read_ris
from research.imports.formats.table import read_table
from research.imports.formats.tagged import MEDLINE, REFER, WEB_OF_SCIENCE, reader_of
from research.imports.formats.texts import as_utf8, head_of, unpacked

FORMATS: dict[str, tuple[str, Callable[[Path, str], Iterator[Entry]]]] = {
    "bibtex": ("BibTeX", read_bibtex),
    "ris": ("RIS", read_ris),
    "json": ("CSL-JSON or Crossref JSON", read_json_items),
    "csv": ("CSV", read_table),
    "oai": ("OAI-PMH (oai_dc)", read_oai),
    "pubmed": ("PubMed (MEDLINE)", reader_of(MEDLINE)),
    "wos": ("Web of Science (tagged)", reader_of(WEB_OF_SCIENCE)),
    "endnote": ("EndNote (refer)", reader_of(REFER)),
}
BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte order marks and spaces
HEAD = 2**20  # characters by which a format is known
LOOKS = (  # in this order
    ("oai", re.compile(r"\s*<(?:\?xml|!|[A-Za-z])")),
    ("json", re.compile(r"\s*(?:\{|\[\s*[\[{\]])")),
    ("ris", re.compile(r"(?:.*\n){0,50}?\s{0,3}TY\s{1,2}-")),
    ("pubmed", re.compile(r"\s*PMID- \d")),
    ("wos", re.compile(r"(?:(?:FN|VR|\s).*\n|\n){0,9}PT [A-Z]\n")),
    ("endnote", re.compile(r"\s*%0 [A-Z]")),
    ("bibtex", re.compile(r"(?:.*\n)*?\s*@\s*[A-Za-z]+\s*[{(]")),
)
TABLE = re.compile(r"[^\n]*[,;\t|][^\n]*")


def read_entries(path: Path, source: str, form: str = "") -> Iterator[Entry]:
    """The entries of a file as records of this source; `form` is a key of FORMATS, or empty to be found out.

    Memory is that of a few hundred entries. Raises UnreadableFileError where the file cannot be read at all.
    """
    with tempfile.TemporaryDirectory(prefix="portal-records-") as folder:
        if _is_xml(path, form):
            yield from read_oai(unpacked(path, Path(folder)), source)  # which says its encoding itself
            return
        text = as_utf8(path, Path(folder))
        form = form or form_of(text, path.name)
        yield from FORMATS[form][1](text, source)


def _is_xml(path: Path, form: str) -> bool:
    return form == "oai" if form else head_of(path).replace(b"\0", b"").lstrip(BLANK).startswith(b"<")


def form_of(text: Path, name: str) -> str:
    """Key of FORMATS for a text in UTF-8. Raises UnreadableFileError if it looks like none."""
    with text.open(encoding="utf-8") as file:
        head = file.read(HEAD)
    if found := next((form for form, look in LOOKS if look.match(head)), ""):
        return found
    first = next((line for line in head.splitlines() if line.strip()), "")
    if TABLE.fullmatch(first) or Path(name).suffix.lower() in {".csv", ".tsv"}:
        return "csv"
    known = ", ".join(label for label, _reader in FORMATS.values())
    raise UnreadableFileError(f"{name} looks like none of the formats that can be read: {known}.")
