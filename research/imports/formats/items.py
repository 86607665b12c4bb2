"""JSON: CSL-JSON as reference managers write it, and what api.crossref.org answers; an item at a time by ijson."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from groundwork.tabular import UnreadableFileError
from research.imports.formats.entries import Entry, Given, entry_of, refused
from research.imports.formats.names import names_of, whole
from research.imports.kinds import kind_of
from research.imports.records import Name
from research.models import Contribution, Publication

Kind, EDITOR = Publication.Kind, Contribution.Role.EDITOR
CSL_TYPES = {
    "article": Kind.PREPRINT,
    "article-journal": Kind.JOURNAL_ARTICLE,
    "article-magazine": Kind.JOURNAL_ARTICLE,
    "book": Kind.BOOK,
    "chapter": Kind.BOOK_CHAPTER,
    "document": Kind.OTHER,
    "manuscript": Kind.PREPRINT,
    "paper-conference": Kind.CONFERENCE_PAPER,
    "report": Kind.REPORT,
    "thesis": Kind.THESIS,
}
CROSSREF_TYPES = {
    "book": Kind.BOOK,
    "book-chapter": Kind.BOOK_CHAPTER,
    "book-part": Kind.BOOK_CHAPTER,
    "book-section": Kind.BOOK_CHAPTER,
    "dissertation": Kind.THESIS,
    "edited-book": Kind.BOOK,
    "journal-article": Kind.JOURNAL_ARTICLE,
    "monograph": Kind.BOOK,
    "posted-content": Kind.PREPRINT,
    "proceedings": Kind.BOOK,
    "proceedings-article": Kind.CONFERENCE_PAPER,
    "reference-book": Kind.BOOK,
    "report": Kind.REPORT,
}
CSL_READ = {
    *("id", "type", "title", "author", "editor", "issued", "container-title", "collection-title", "number", "volume"),
    *("issue", "page", "publisher", "DOI", "ISBN", "URL", "language", "abstract", "keyword", "custom", "genre"),
}
CROSSREF_READ = {
    *("title", "subtitle", "author", "editor", "container-title", "volume", "issue", "page", "publisher", "DOI"),
    *("ISBN", "URL", "language", "abstract", "subject", "type", "article-number"),
    # not kept: what Crossref notes of its own work, and lists of references
    *("indexed", "reference", "content-domain", "prefix", "member", "score", "deposited", "created", "resource"),
    *("relation", "assertion", "link", "short-container-title", "original-title", "short-title", "source"),
}
CROSSREF_DATES = ("published", "issued", "published-print", "published-online", "posted", "created")
OWN = ("kind", "kind-as-given", "handle", "licence", "access", "in-house")  # under "custom"
MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?: [^<>]*)?>")  # of CSL
DATE_PARTS = {"date-parts", "raw", "literal", "edtf", "year", "month", "day"}
TAG = re.compile(r"<(/?)([\w:.-]+)[^<>]*>")
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
PLACES = {
    ("", "start_array"): "item",
    ("message.items", "start_array"): "message.items.item",
    ("items", "start_array"): "items.item",
    ("message", "start_map"): "message",
}
DEPTHS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
DEEPEST = 50
WORKS = {"work", "work-list"}
RECORD_ADDRESS = re.compile(r"https?://\S+/research/\d+/")


def read_json_items(text: Path, source: str) -> Iterator[Entry]:
    """The items of a file in UTF-8, numbered from 1. Raises UnreadableFileError where there are none to be found."""
    place, number = _place(text), 0
    with text.open("rb") as file:
        try:
            for number, item in enumerate(ijson.items(_events(file), place), start=1):
                yield _entry(number, item, source)
        except (ijson.JSONError, UnicodeDecodeError, OverflowError) as error:
            yield refused(number + 1, f"The file breaks off or is no JSON from here on: {_said(error)}")
            return
    if not number:
        raise UnreadableFileError("There is no record in it.")


def _place(text: Path) -> str:
    """Where in the file the items are, as ijson names it; empty for one that stands alone."""
    kind, place = "", ""
    with text.open("rb") as file:
        try:
            for at in _events(file):
                if at[0] == "message-type":
                    kind = str(at[2])
                place = PLACES.get(at[:2], place)
                if place.endswith("item"):
                    break
        except (ijson.JSONError, UnicodeDecodeError, OverflowError) as error:
            if not place:
                raise UnreadableFileError(f"It cannot be read as JSON: {_said(error)}") from error
    if place.startswith("message") and kind and kind not in WORKS:
        raise UnreadableFileError(f"It holds no works: its message-type is {kind[:80]}.")
    return place


def _events(file: BinaryIO) -> Iterator[tuple[str, str, Any]]:
    """With the places of all; these grow with the depth, which is bounded therefore."""
    return ijson.parse(_shallow(ijson.basic_parse(file, use_float=True, multiple_values=True)))


def _shallow(events: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    depth = 0
    for event, value in events:
        depth += DEPTHS.get(event, 0)
        if depth > DEEPEST:
            raise ijson.JSONError(f"it is nested more than {DEEPEST} deep")
        yield event, value


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:150]


def _entry(number: int, item: Any, source: str) -> Entry:
    if not isinstance(item, dict):
        return refused(number, "It is no object with fields.")
    is_crossref = isinstance(item.get("title"), list) or "message-type" in item or "indexed" in item
    return entry_of(number, _of_crossref(item) if is_crossref else _of_csl(item), source)


def _of_csl(item: dict[str, Any]) -> Given:
    custom = item.get("custom") if isinstance(item.get("custom"), dict) else {}
    key, stated = _text(item.get("id")), _text(item.get("type"))
    extra = {name: value for name, value in item.items() if name not in CSL_READ}
    extra["custom"] = {name: value for name, value in custom.items() if name not in OWN}
    extra["type"] = "" if stated in CSL_TYPES else stated
    if isinstance(item.get("issued"), dict):
        extra["issued"] = {name: value for name, value in item["issued"].items() if name not in DATE_PARTS}
    is_ours = RECORD_ADDRESS.fullmatch(key) is not None
    title, genre = _text(item.get("title")), _text(item.get("genre"))
    said = kind_of(genre).value
    kind = CSL_TYPES.get(stated, Kind.OTHER)
    return Given(
        key=key,
        is_key_lasting=key.startswith(("http://", "https://")),
        title=title if is_ours else MARKUP.sub("", title),
        abstract=_text(item.get("abstract")) if is_ours else _untagged(_text(item.get("abstract"))),
        kind=_text(custom.get("kind")) or (said if kind == Kind.REPORT and said != Kind.OTHER else kind),
        date=_date(item.get("issued")),
        language=_text(item.get("language")),
        texts={
            "container": _text(item.get("container-title")),
            "series": _text(item.get("collection-title")),
            "volume": _text(item.get("volume")),
            "issue": _text(item.get("issue")),
            "pages": _text(item.get("page")),
            "publisher": _text(item.get("publisher")),
            "symbol": _text(item.get("number")),
            "handle": _text(custom.get("handle")),
            "licence": _text(custom.get("licence")),
            "kind_as_given": _text(custom.get("kind-as-given")) or genre,
        },
        doi=_text(item.get("DOI")),
        isbn=_text(item.get("ISBN")),
        url=_text(item.get("URL")),
        access=_text(custom.get("access")),
        keywords=_keywords(item.get("keyword")),
        names=[*_names(item.get("author")), *_names(item.get("editor"), EDITOR)],
        record=key if is_ours else "",
        in_house=custom.get("in-house") is True,
        extra=extra,
    )


def _of_crossref(item: dict[str, Any]) -> Given:
    title, subtitle = _text(item.get("title")), _text(item.get("subtitle"))
    stated = _text(item.get("type"))
    licences = item.get("license") if isinstance(item.get("license"), list) else []
    resource = item.get("resource") if isinstance(item.get("resource"), dict) else {}
    primary = resource.get("primary") if isinstance(resource.get("primary"), dict) else {}
    dated = next((date for name in CROSSREF_DATES if (date := _date(item.get(name)))), "")
    return Given(
        key=_text(item.get("DOI")),
        is_key_lasting=True,
        title=_untagged(f"{title}: {subtitle}" if subtitle and subtitle.lower() not in title.lower() else title),
        abstract=_untagged(_text(item.get("abstract"))),
        kind=CROSSREF_TYPES.get(stated, Kind.OTHER),
        date=dated,
        language=_text(item.get("language")),
        texts={
            "container": _untagged(_text(item.get("container-title"))),
            "volume": _text(item.get("volume")),
            "issue": _text(item.get("issue")),
            "pages": _text(item.get("page")) or _text(item.get("article-number")),
            "publisher": _text(item.get("publisher")),
            "licence": _text(licences[0].get("URL")) if licences and isinstance(licences[0], dict) else "",
            "kind_as_given": stated,
        },
        doi=_text(item.get("DOI")),
        isbn=_text(item.get("ISBN")),
        url=_text(primary.get("URL")) or _text(item.get("URL")),
        keywords=[_text(one) for one in item.get("subject") or () if isinstance(one, str)],
        names=[*_names(item.get("author")), *_names(item.get("editor"), EDITOR)],
        extra={
            **{name: value for name, value in item.items() if name not in CROSSREF_READ | set(CROSSREF_DATES)},
            "affiliations": _affiliations(item.get("author")),
        },
    )


def _text(value: Any) -> str:
    """A text, or the first of several."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _keywords(value: Any) -> list[str]:
    if isinstance(value, list):
        return [_text(one) for one in value if isinstance(one, str)]
    return re.split(r"[,;]", _text(value))


def _affiliations(people: Any) -> list[str]:
    """ "Li, Xu: University of Work", of the authors who say theirs."""
    found = []
    for person in people if isinstance(people, list) else ():
        places = person.get("affiliation") if isinstance(person, dict) else None
        names = [_text(place.get("name")) for place in places or () if isinstance(place, dict)]
        if names := [name for name in names if name]:
            found.append(f"{_text(person.get('family')) or _text(person.get('name'))}: {'; '.join(names)}")
    return found


def _untagged(text: str) -> str:
    """Without the marks of JATS and HTML; a paragraph's end is one in the text."""
    text = TAG.sub(lambda tag: "\n\n" if tag[1] and tag[2].rpartition(":")[2] in {"p", "title", "sec"} else "", text)
    return html.unescape(text)


def _date(value: Any) -> str:
    """ "2014-03" for {"date-parts": [[2014, 3]]}; a span begins with its first."""
    if not isinstance(value, dict):
        return _text(value)
    spans = value.get("date-parts") or [[value.get(part) for part in ("year", "month", "day")]]
    if not isinstance(spans, list):
        spans = []
    if spans and not isinstance(spans[0], list):  # one level too few, as some write it
        spans = [spans]
    parts = spans[0] if spans else []
    numbers = []
    for part in parts[:3]:
        try:
            numbers.append(int(part))
        except (TypeError, ValueError, OverflowError):
            break
    if not numbers or not numbers[0]:
        return next((text for name in ("raw", "edtf", "literal") if (text := _text(value.get(name)))), "")
    text = "-".join([f"{numbers[0]:04}", *(f"{part:02}" for part in numbers[1:])])
    return f"{text}/.." if len(spans) > 1 else text


def _names(people: Any, role: str = Contribution.Role.AUTHOR) -> Iterator[Name]:
    if isinstance(people, str):
        yield from names_of(re.split(r";| and ", people), role)
    for person in people if isinstance(people, list) else ():
        if not isinstance(person, dict):
            continue
        particles = [_text(person.get(part)) for part in ("dropping-particle", "non-dropping-particle")]
        family = " ".join(
            part for part in (*particles, _text(person.get("family")), _text(person.get("suffix"))) if part
        )
        literal = _text(person.get("literal")) or _text(person.get("name"))
        given, orcid = _text(person.get("given")), ORCID.search(_text(person.get("ORCID")))
        if not family and literal:
            yield whole(_untagged(literal), role)
        elif family and given:
            yield Name(_untagged(family), _untagged(given), role, orcid[0] if orcid else "")
        elif family or given:
            yield whole(_untagged(family or given), role)
