"""What a reader makes of one entry of a file, and how its texts become the fields of a record.

Nothing is lost: what has no field, does not fit, or cannot be read stands in `Record.extra`, under the name that the
format has for it, and `Entry.notes` says so.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from groundwork.cleaning import CONTROLS, clean_line
from research.imports.formats.dates import read_loosely
from research.imports.formats.languages import language_code
from research.imports.records import Name, Record
from research.imports.works import title_mark
from research.models import Contribution, Contributor, Publication, SourceRecord
from research.models.identifiers import doi_of, isbn_forms
from research.models.publications import FIRST_YEAR, LAST_YEAR

MOST_KEYWORDS = 200
MOST_NAMES = 5_000
LONGEST_TITLE = 2_000
LONGEST_EXTRA = 20_000  # characters of one value
DEEPEST = 6  # levels of it
LONGEST_ABSTRACT = 50_000
LINES = ("container", "series", "volume", "issue", "pages", "publisher", "symbol", "handle", "licence", "kind_as_given")
ISBN = re.compile(r"(?:97[89][-\u2010-\u2015 ]?)?(?:\d[-\u2010-\u2015 ]?){9}[\dXx]")
ISSN = re.compile(r"(?<![\d-])\d{4}-\d{3}[\dXx](?![\d-])")  # of which the first digits of an ISBN make no other
SPAN = re.compile(r"^(\w+)\s*(?:-+|–|—)\s*(\w+)$")
WEB = re.compile(r"https?://\S+", re.IGNORECASE)
DOI_ADDRESS = re.compile(r"^https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
HANDLE = re.compile(r"^(?:https?://hdl\.handle\.net/|hdl:)(?=\S)", re.IGNORECASE)


@dataclass
class Given:
    """One entry in the format's own texts, sorted into our fields. All may be empty."""

    key: str = ""
    is_key_lasting: bool = False  # whether its source gives a key to one record only
    title: str = ""
    abstract: str = ""
    kind: str = ""  # ours
    date: str = ""
    language: str = ""
    texts: dict[str, str] = field(default_factory=dict)  # by LINES
    doi: str = ""
    isbn: str = ""
    url: str = ""
    access: str = ""
    keywords: Iterable[str] = ()
    names: Iterable[Name] = ()
    record: str = ""  # address of the record in a portal that gave it out
    in_house: bool = False
    all_sectors: bool = False
    sectors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Entry:
    """`record` is None where the entry cannot be taken; then `reason` says why."""

    number: int  # of its line or row, as a person would look it up
    record: Record | None = None
    reason: str = ""
    name: str = ""
    notes: list[str] = field(default_factory=list)
    is_key_lasting: bool = False
    is_deleted: bool = False  # the source says that its record is gone


def refused(number: int, reason: str, name: str = "") -> Entry:
    return Entry(number, reason=reason, name=clean_line(name)[:LONGEST_TITLE])


def entry_of(number: int, given: Given, source: str) -> Entry:
    """A record of this source, or the reason why it is none."""
    made = _Making(given)
    title = made.line("title", given.title, LONGEST_TITLE)
    if not title:
        return refused(number, "It has no title.", given.key)
    record = Record(source=source, key=made.key(), title=title, **made.fields())
    return Entry(number, record, name=title, notes=made.notes, is_key_lasting=given.is_key_lasting)


class _Making:
    def __init__(self, given: Given) -> None:
        self.given, self.notes = given, []
        self.extra = {clean_line(name)[:100]: _kept(value) for name, value in given.extra.items() if value}

    def key(self) -> str:
        if key := clean_line(self.given.key):
            return key if len(key) <= _room(SourceRecord, "key") else _digest(key)
        names = list(self.given.names)
        return _digest(title_mark(self.given.title), self.given.date[:4], title_mark(names[0].family) if names else "")

    def fields(self) -> dict[str, Any]:
        given = self.given
        doi, url, handle = self._addresses()
        texts = {name: self.line(name, given.texts.get(name, "")) for name in LINES if name != "handle"}
        texts |= {"handle": handle, "pages": SPAN.sub(r"\1–\2", texts["pages"])}
        kind = given.kind if given.kind in Publication.Kind.values else Publication.Kind.OTHER
        access = given.access if given.access in Publication.Access.values else Publication.Access.UNKNOWN
        return {
            **texts,
            "abstract": self._abstract(),
            "kind": kind,
            "date": self._date(),
            "language": self._language(),
            "doi": doi,
            "isbn": self._isbn(),
            "url": url,
            "access": access,
            "keywords": self._keywords(),
            "authors": self._names(),
            "in_house": given.in_house,
            "all_sectors": given.all_sectors,
            "sectors": given.sectors,
            "themes": given.themes,
            "record_address": clean_line(given.record),
            "extra": self.extra,
        }

    def line(self, name: str, text: str, longest: int = 0) -> str:
        longest, line = longest or _room(Publication, name), clean_line(text)
        if len(line) <= longest:
            return line
        self._keep(name, line, f"{name}: cut to {longest} characters")
        return line[: longest - 1].rstrip() + "…"

    def _keep(self, name: str, value: str, note: str) -> None:
        self.extra.setdefault(name, _kept(value))
        self.notes.append(note)

    def _abstract(self) -> str:
        text = CONTROLS.sub("", self.given.abstract)
        paragraphs = (clean_line(part) for part in re.split(r"\n\s*\n", text))
        return "\n\n".join(part for part in paragraphs if part)[:LONGEST_ABSTRACT]

    def _date(self) -> Any:
        text = clean_line(self.given.date)
        if not text:
            return None
        date, exact = read_loosely(text)
        if date and not FIRST_YEAR <= date.year <= LAST_YEAR:
            date = None
        if date is None:
            self._keep("date", text, "date: cannot be read")
        elif not exact:
            self._keep("date", text, f"date: read as {date}")
        return date

    def _language(self) -> str:
        text = clean_line(self.given.language)
        code = language_code(text)
        if text and not code:
            self._keep("language", text, "language: not known")
        return code

    def _addresses(self) -> tuple[str, str, str]:
        """DOI, address, handle. An address that says no more than the other two is none."""
        url, stated = clean_line(self.given.url), clean_line(self.given.doi)
        doi = doi_of(stated) or (doi_of(url) if DOI_ADDRESS.match(url) else "")
        if stated and not doi_of(stated):
            self._keep("doi", stated, "DOI: malformed")
        handle = self.line("handle", HANDLE.sub("", self.given.texts.get("handle", "")))
        if not handle and HANDLE.match(url):
            handle = self.line("handle", HANDLE.sub("", url))
        if (doi and doi_of(url) == doi) or (handle and HANDLE.match(url) and HANDLE.sub("", url) == handle):
            url = ""
        if url and (not WEB.fullmatch(url) or len(url) > _room(Publication, "url")):
            self._keep("url", url, "address: not one of the web")
            url = ""
        return doi, url, handle

    def _isbn(self) -> str:
        text = clean_line(self.given.isbn)
        found = _isbns(text)
        if text and (not found or len(found) > 1 or ISSN.search(text)):
            self._keep("isbn", text, "ISBN: malformed" if not found else "ISBN: one of several numbers taken")
        return found[0] if found and len(found[0]) <= _room(Publication, "isbn") else ""

    def _keywords(self) -> tuple[str, ...]:
        words = dict.fromkeys(word for word in map(clean_line, self.given.keywords) if word)
        longest = Publication._meta.get_field("keywords").base_field.max_length
        fit = tuple(word for word in words if len(word) <= longest)[:MOST_KEYWORDS]
        if len(fit) < len(words):
            self._keep("keywords", "; ".join(words), "keywords: too long or too many, the rest kept aside")
        return fit

    def _names(self) -> tuple[Name, ...]:
        names: dict[tuple[str, str, str], Name] = {}
        for name in self.given.names:
            family = clean_line(name.family)[: _room(Contributor, "family")]
            given = clean_line(name.given)[: _room(Contributor, "given")]
            is_editor = name.role == Contribution.Role.EDITOR
            if not family:
                family, given = given, ""
            if family:
                names.setdefault(
                    (family, given, "editor" if is_editor else ""), Name(family, given, name.role, name.orcid)
                )
        if len(names) > MOST_NAMES:
            self.notes.append(f"names: the first {MOST_NAMES} of {len(names)} taken")
        return tuple(names.values())[:MOST_NAMES]


def _isbns(text: str) -> list[str]:
    return [one[0] for one in ISBN.finditer(ISSN.sub("", text)) if isbn_forms(one[0])]


def has_isbn(text: str) -> bool:
    return bool(_isbns(text))


def _room(model: Any, name: str) -> int:
    return model._meta.get_field(name).max_length


def _kept(value: Any, depth: int = 0) -> Any:
    """Plain data of a bounded size and depth, that PostgreSQL takes."""
    if depth > DEEPEST:
        return "…"
    if isinstance(value, str):
        return CONTROLS.sub("", value)[:LONGEST_EXTRA]
    if isinstance(value, dict):
        return {CONTROLS.sub("", str(name))[:100]: _kept(part, depth + 1) for name, part in list(value.items())[:200]}
    if isinstance(value, list | tuple):
        return [_kept(part, depth + 1) for part in value[:500]]
    return value if isinstance(value, bool | int | float | type(None)) else str(value)


def _digest(*parts: str) -> str:
    return "sha:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
