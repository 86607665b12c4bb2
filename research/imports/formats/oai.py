"""Records of OAI-PMH in oai_dc, from an answer that was saved, or from one that a harvester gets."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from groundwork.folding import fold
from groundwork.safe_xml import SAFE, declares_type
from groundwork.tabular import UnreadableFileError
from research.imports.formats.dates import read_loosely
from research.imports.formats.entries import HANDLE, WEB, Entry, Given, entry_of, refused
from research.imports.formats.names import names_of
from research.imports.kinds import kind_of
from research.models import Contribution, Publication
from research.models.identifiers import doi_of, isbn_forms, symbol_of

Kind = Publication.Kind
KINDS = {  # words of dc:type besides those of research/imports/kinds.py, folded
    "journalarticle": Kind.JOURNAL_ARTICLE,
    "bookpart": Kind.BOOK_CHAPTER,
    "book part": Kind.BOOK_CHAPTER,
    "conferenceobject": Kind.CONFERENCE_PAPER,
    "conference object": Kind.CONFERENCE_PAPER,
    "conferencepaper": Kind.CONFERENCE_PAPER,
    "doctoralthesis": Kind.THESIS,
    "masterthesis": Kind.THESIS,
    "bachelorthesis": Kind.THESIS,
    "workingpaper": Kind.WORKING_PAPER,
}
SINGLE = (
    "title",
    "description",
    "publisher",
    "language",
    "rights",
    "source",
)  # of which one is taken
READ = {*SINGLE, "creator", "contributor", "subject", "date", "type", "identifier"}
URN = re.compile(r"[a-z][a-z0-9-]+:\S+$", re.IGNORECASE)  # "info:eu-repo/…", "issn:1234-5678"
Fields = dict[str, list[str]]


def read_oai(path: Path, source: str) -> Iterator[Entry]:
    """The records of a file, numbered from 1. Raises UnreadableFileError for XML that holds none."""
    number = 0
    try:
        with path.open("rb") as file:
            for record in _records(file, path.name):
                number += 1
                yield read_record(number, record, source)
    except etree.XMLSyntaxError as error:
        if not number:
            raise UnreadableFileError(f"{path.name} cannot be read as XML: {_said(error)}") from error
        yield refused(number + 1, f"The file breaks off or is no XML from here on: {_said(error)}")
        return
    if not number:
        raise UnreadableFileError(f"{path.name} has no record of OAI-PMH.")


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:150]


def _records(file: BinaryIO, name: str) -> Iterator[etree._Element]:
    """Elements "record", or "dc" where they stand alone; what has been read is let go."""
    inside = 0
    for event, element in etree.iterparse(file, events=("start", "end"), **SAFE):
        if event == "start":
            _refuse_declarations(element, name)
            inside += _local(element) == "record"
            continue
        if _local(element) == "error" and _local(element.getparent()) == "OAI-PMH":
            raise UnreadableFileError(
                f"The source answered {element.get('code')}: {(element.text or '').strip()[:200]}"
            )
        is_record = _local(element) == "record"
        inside -= is_record
        if is_record or (_local(element) == "dc" and not inside):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _refuse_declarations(element: etree._Element, name: str) -> None:
    if element.getparent() is None and declares_type(element):
        raise UnreadableFileError(f"{name} declares a document type, which may hide harm: take that line out.")


def _local(element: etree._Element | None) -> str:
    return etree.QName(element).localname if element is not None and isinstance(element.tag, str) else ""


def read_record(number: int, record: etree._Element, source: str) -> Entry:
    """A record of OAI-PMH (or its oai_dc alone); one that the source has deleted says so."""
    fields, headers = _fields(record)
    key = next(iter(headers.get("identifier", ())), "")
    if any(_local(one) == "header" and one.get("status") == "deleted" for one in record):
        entry = refused(number, "Its source has deleted it.", key)
        entry.is_deleted = True
        return entry
    if not fields:
        return refused(number, "It has no title." if _has_dublin_core(record) else "It has no oai_dc.", key)
    entry = entry_of(number, _given(key, fields), source)
    if headers.get("datestamp") and entry.record:
        entry.record.extra["datestamp"] = headers["datestamp"][0]
    return entry


def _has_dublin_core(record: etree._Element) -> bool:
    return any(_local(element) == "dc" for element in record.iter())


def _fields(record: etree._Element) -> tuple[Fields, Fields]:
    """Texts of Dublin Core and of the header, by name."""
    fields, headers = defaultdict(list), defaultdict(list)
    for element in record.iter():
        text = " ".join("".join(element.itertext()).split()) if len(element) == 0 else ""
        if text and _local(element.getparent()) == "header":
            headers[_local(element)].append(text)
        elif text and str(element.tag).startswith(
            ("{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}")
        ):
            fields[_local(element)].append(text)
    return fields, headers


def _given(key: str, fields: Fields) -> Given:
    identifiers = _Identifiers([*fields["identifier"], *fields["relation"]], len(fields["identifier"]))
    longest = max(fields["description"], key=len, default="")
    extra = {name: "\n".join(texts) for name, texts in fields.items() if name not in READ | {"relation"}}
    extra |= {name: "\n".join(fields[name][1:]) for name in SINGLE}
    extra |= {"identifier": "\n".join(identifiers.left), "type": "\n".join(fields["type"][1:])}
    extra |= {"description": "\n".join(text for text in fields["description"] if text != longest)}
    dates = sorted(
        (text for text in fields["date"] if read_loosely(text)[0]), key=lambda text: str(read_loosely(text)[0])
    )
    return Given(
        key=key,
        is_key_lasting=bool(key),
        title=_first(fields, "title"),
        abstract=longest,
        kind=next(filter(None, map(_kind, fields["type"])), Kind.OTHER),
        date=dates[0] if dates else _first(fields, "date"),
        language=_first(fields, "language"),
        texts={
            "container": _first(fields, "source"),
            "series": identifiers.series,
            "publisher": _first(fields, "publisher"),
            "licence": _first(fields, "rights"),
            "kind_as_given": _first(fields, "type"),
            "handle": identifiers.handle,
            "symbol": identifiers.symbol,
        },
        doi=identifiers.doi,
        isbn=identifiers.isbn,
        url=identifiers.url,
        keywords=[word for text in fields["subject"] for word in text.split(";")],
        names=[*names_of(fields["creator"]), *names_of(fields["contributor"], Contribution.Role.EDITOR)],
        extra=extra,
    )


def _kind(text: str) -> str:
    """Ours for a word of dc:type: "info:eu-repo/semantics/article" and "Article" are one. Empty if it is not known."""
    word = fold(re.split(r"[/#:]", text)[-1])
    if word in Kind.values:
        return word
    known = KINDS.get(word) or kind_of(word).value
    return "" if known == Kind.OTHER else known


def _first(fields: Fields, name: str) -> str:
    return fields[name][0] if fields[name] else ""


class _Identifiers:
    """dc:identifier holds whatever names the work; the first of each kind counts. dc:relation may say DOI or series."""

    def __init__(self, texts: list[str], own: int) -> None:
        self.doi = self.isbn = self.handle = self.url = self.symbol = self.series = ""
        self.left: list[str] = []
        for place, text in enumerate(texts):
            name = self._kind_of(text)
            if place >= own and name != "doi":
                name = "" if name in {"url", "handle", "isbn"} or URN.match(text) else "series"
            if name and not getattr(self, name):
                setattr(self, name, text)
            else:
                self.left.append(text)

    def _kind_of(self, text: str) -> str:
        if doi_of(text):
            return "doi"
        if HANDLE.match(text):
            return "handle"
        if WEB.fullmatch(text):
            return "url"
        if isbn_forms(re.sub(r"^urn:isbn:", "", text, flags=re.IGNORECASE)):
            return "isbn"
        return "symbol" if symbol_of(text) else ""
