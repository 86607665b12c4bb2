"""BibTeX and BibLaTeX, parsed by bibtexparser a few hundred entries at a time."""

import logging
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import Any

import bibtexparser
from bibtexparser import Library
from bibtexparser.middlewares import NameParts, RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as Block

from research.imports.formats.dates import month_of
from research.imports.formats.entries import Entry, Given, entry_of, refused
from research.imports.formats.latex import plain
from research.imports.formats.names import whole, with_initials
from research.imports.kinds import kind_of
from research.imports.records import Name
from research.imports.seen import Kept, Seen
from research.models import Contribution, Publication

logging.getLogger("bibtexparser").setLevel(logging.ERROR)  # it says of each bad entry what we say with its line

Kind = Publication.Kind
TYPES = {
    "article": Kind.JOURNAL_ARTICLE,
    "book": Kind.BOOK,
    "booklet": Kind.OTHER,
    "electronic": Kind.OTHER,
    "misc": Kind.OTHER,
    "online": Kind.OTHER,
    "www": Kind.OTHER,
    "collection": Kind.BOOK,
    "conference": Kind.CONFERENCE_PAPER,
    "inbook": Kind.BOOK_CHAPTER,
    "incollection": Kind.BOOK_CHAPTER,
    "inproceedings": Kind.CONFERENCE_PAPER,
    "manual": Kind.MANUAL,
    "mastersthesis": Kind.THESIS,
    "mvbook": Kind.BOOK,
    "phdthesis": Kind.THESIS,
    "proceedings": Kind.BOOK,
    "report": Kind.REPORT,
    "suppbook": Kind.BOOK_CHAPTER,
    "techreport": Kind.REPORT,
    "thesis": Kind.THESIS,
    "unpublished": Kind.PREPRINT,
}
PARTS = {Kind.BOOK_CHAPTER, Kind.CONFERENCE_PAPER}
CONTAINERS = ("journal", "journaltitle", "booktitle", "maintitle", "howpublished")
LICENCES = ("license", "licence", "copyright", "rights")
ISSUERS = ("publisher", "institution", "school", "organization")
VERBATIM = {"doi", "url", "handle", "file", "eprint", "record", "isbn", "issn", "crossref"}
READ = {
    *("title", "subtitle", "author", "editor", "series", "volume", "number", "issue", "pages", "year", "month", "day"),
    *("date", "doi", "isbn", "url", "handle", "language", "langid", "keywords", "abstract", "license", "licence"),
    *("type", "kind", "access", "record", "symbol", "crossref", "in-house", "copyright", "rights"),
    *CONTAINERS,
    *ISSUERS,
}
START = re.compile(r"^\s*@\s*\w+\s*[{(]")
REFERENCE = re.compile(r"(?:^|[\s,])(?:crossref|xdata)\s*=\s*[{\"]\s*([^}\",]+?)\s*[}\"]", re.IGNORECASE)
LEFT_OVER = re.compile(r"^,?\s*[\w-]+\s*=\s*[{\"\d]")  # fields after the end of an entry
CHUNK = 200  # entries
LONGEST = 5 * 2**20  # characters of one entry
READABLE = (DuplicateFieldKeyBlock, DuplicateBlockKeyBlock)  # in spite of their fault
OTHERS = "others"
MOST_DEEP = 5  # entries that refer to others, which refer to others …
MOST_PARENTS = 5  # named under xdata by one entry
LONGEST_STRING = 5_000  # characters of a definition, which may be made of others, each twice as long as the last
MOST_STRINGS = 20_000  # definitions of a file; an entry that names a later one keeps the name
NAMED = re.compile(r"[=#]\s*([^\W\d][^\s,#{}\"=]*)")  # a string, by what stands before its name
ESCAPED = re.compile(r"\{?\\([_%&#$~])(?:\{\})?\}?")  # in what should stand as it is
COMMAND = re.compile(r"\\(?:url|href|doi|path)\s*\{([^{}]*)\}.*", re.DOTALL)
WEB = re.compile(r"https?://\S+", re.IGNORECASE)
ARXIV = "arxiv"
MIDDLEWARE = [ResolveStringReferencesMiddleware, RemoveEnclosingMiddleware]


def read_bibtex(text: Path, source: str) -> Iterator[Entry]:
    """The entries of a file in UTF-8; their number is that of the line on which they begin."""
    parents = _parents(text)
    seen = Seen()
    strings: dict[str, String] = {}
    for line, chunk in _chunks(text):
        for block in _parsed(chunk, strings):
            number = line + (block.start_line or 0)
            if isinstance(block, ParsingFailedBlock) and not isinstance(block, READABLE):
                yield refused(number, _why(block), _beginning(block))
                continue
            if isinstance(block, ImplicitComment) and LEFT_OVER.match(block.comment.strip()):
                yield refused(
                    number, "A brace before it closes the entry too early, so it belongs to none.", _beginning(block)
                )
                continue
            entry = block.ignore_error_block if isinstance(block, READABLE) else block
            if isinstance(entry, Block) and entry.entry_type.lower() not in {"xdata", "set"}:
                yield _entry(number, entry, parents, seen, source)


def _entry(number: int, block: Block, parents: Kept, seen: Seen, source: str) -> Entry:
    key = block.key.strip()
    if key and (first := seen.first([key], number)):
        return refused(number, f"Line {first} has the same key.", key)
    return entry_of(number, _given(key, block.entry_type.lower(), _inherited(_fields(block), parents)), source)


def _beginning(block: Any) -> str:
    return (block.raw or "").strip()[:80]


def _why(block: ParsingFailedBlock) -> str:
    reason = getattr(block.error, "abort_reason", None) or str(block.error)
    return f"It cannot be read: {' '.join(str(reason).split())}"[:300]


def _chunks(text: Path) -> Iterator[tuple[int, str]]:
    """Pieces that begin with an entry, each with the number of its first line; and over-long ones cut short."""
    held: list[str] = []
    first, entries, size = 1, 0, 0
    with text.open(encoding="utf-8") as file:
        for number, line in enumerate(_lines(file), start=1):
            starts = START.match(line) is not None
            if starts and (entries >= CHUNK or size > LONGEST):
                yield first, "".join(held)
                held, first, entries, size = [], number, 0, 0
            entries += starts
            size += len(line)
            if size <= LONGEST * (entries + 1):
                held.append(line)
    if held:
        yield first, "".join(held)


def _lines(file: Iterable[str]) -> Iterator[str]:
    """Lines; what is longer than any entry may be is cut, so that it fails by itself."""
    return (line[:LONGEST] for line in file)


def _parsed(chunk: str, strings: dict[str, String]) -> Iterator[object]:
    """The blocks of a piece; its @string definitions count from here on."""
    named = {name.lower() for name in NAMED.findall(chunk)}
    library = Library(deepcopy([strings[name] for name in named if name in strings]))
    known = len(library.blocks)
    parsed = bibtexparser.parse_string(chunk, parse_stack=[], library=library)
    for one in parsed.strings:
        one.value = _joined(one.value, strings, LONGEST_STRING)
        if len(strings) < MOST_STRINGS:
            strings.setdefault(one.key.lower(), deepcopy(one))
    for entry in parsed.entries:
        for one in entry.fields:
            one.value = _joined(one.value, strings)
    for middleware in MIDDLEWARE:  # in place: to copy each entry is a third of what reading costs
        parsed = middleware(allow_inplace_modification=True).transform(parsed)
    return iter(parsed.blocks[known:])


def _joined(value: str, strings: dict[str, String], longest: int = LONGEST) -> str:
    """ "jan # { and } # feb" as one value in braces, cut where it gets too long; one without the sign as it is."""
    parts = _parts(value) if "#" in value else [value]
    if len(parts) < 2:
        return value
    joined, size = [], 0
    for part in parts:
        found = strings[part.lower()].value if part.lower() in strings else part
        text = found[1:-1] if found[:1] in ENDS and found[-1:] == ENDS[found[:1]] else found
        joined.append(text[: longest - size])
        size += len(joined[-1])
    return f"{{{''.join(joined)}}}"


def _parts(value: str) -> list[str]:
    """What stands between the signs # outside of braces and quotation marks."""
    parts, depth, is_quoted = [""], 0, False
    for sign in value:
        depth += (sign == "{") - (sign == "}")
        if sign == '"' and not depth:
            is_quoted = not is_quoted
        if sign == "#" and not depth and not is_quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


ENDS = {"{": "}", '"': '"'}


def _fields(block: Block) -> dict[str, str]:
    """By name in small letters; of two of one name the first counts, and the other is kept under another name."""
    fields: dict[str, str] = {}
    for one in block.fields:
        name = one.key.lower()
        while name in fields:
            name += "+"
        fields[name] = str(one.value)
    return fields


def _parents(text: Path) -> Kept:
    """Fields of the entries to which others refer, wherever in the file they stand, and however many they are."""
    wanted, parents, strings = Kept(), Kept(), {}
    with text.open(encoding="utf-8") as file:
        for line in _lines(file):
            for found in REFERENCE.findall(line):
                for key in found.split(","):
                    wanted.add(key.strip(), True)
    if wanted.is_empty:
        return parents
    for _line, chunk in _chunks(text):
        for block in _parsed(chunk, strings):
            if isinstance(block, Block) and wanted.get(block.key):
                parents.add(block.key, _fields(block) | {"": block.entry_type.lower()})
    return parents


def _inherited(fields: dict[str, str], parents: Kept, depth: int = 0) -> dict[str, str]:
    """With what the entry named under crossref has and this one lacks; its title is that of the whole."""
    keys = [fields.get("crossref", ""), *fields.get("xdata", "").split(",")][: 1 + MOST_PARENTS]
    for key in filter(None, map(str.strip, keys)):
        parent = parents.get(key) if depth < MOST_DEEP else None
        if parent is None:
            continue
        given = _inherited(parent, parents, depth + 1)
        if given.pop("", "") != "xdata":
            title = ": ".join(given.pop(part) for part in ("title", "subtitle") if given.get(part))
            given = {name: value for name, value in given.items() if name not in {"doi", "url", "isbn", "abstract"}}
            given.setdefault("booktitle", title)
        fields = given | fields
    return fields


def _given(key: str, entry_type: str, fields: dict[str, str]) -> Given:
    texts = {name: _verbatim(value) if name in VERBATIM else plain(value) for name, value in fields.items() if name}
    if "record" in fields:  # our own file, in which these stand as they are
        texts |= {name: fields[name] for name in VERBATIM & set(fields)}
    elsewhere = _addresses(texts)
    kind = texts.get("kind") or _kind(entry_type, texts)
    numbered = kind == Kind.JOURNAL_ARTICLE or "journal" in texts or "journaltitle" in texts
    container = next((name for name in CONTAINERS if texts.get(name)), "")
    issuer = next((name for name in ISSUERS if texts.get(name)), "")
    left = {name: value for name, value in texts.items() if name not in READ}
    left |= {
        name: texts[name] for name in (*CONTAINERS, *ISSUERS) if texts.get(name) and name not in {container, issuer}
    }
    if texts.get("issue") and numbered and texts.get("number"):
        left["issue"] = texts["issue"]
    licence = next((name for name in LICENCES if texts.get(name)), "")
    left |= {name: texts[name] for name in LICENCES if texts.get(name) and name != licence}
    keywords = left.pop("author_keywords", "") or texts.get("keywords", "")  # Scopus writes its index beside
    if keywords != texts.get("keywords", ""):
        left["keywords"] = texts.get("keywords", "")
    return Given(
        key=key,
        title=": ".join(texts[part] for part in ("title", "subtitle") if texts.get(part)),
        abstract=texts.get("abstract", ""),
        kind=kind,
        date=_date(texts),
        language=texts.get("language") or texts.get("langid", ""),
        texts={
            "container": texts.get(container, ""),
            "publisher": texts.get(issuer, ""),
            "series": texts.get("series", ""),
            "volume": texts.get("volume", ""),
            "issue": (texts.get("number") if numbered else "") or texts.get("issue", ""),
            "pages": texts.get("pages", ""),
            "symbol": texts.get("symbol", "") if numbered else texts.get("number", ""),
            "handle": texts.get("handle") or elsewhere.get("handle", ""),
            "licence": texts.get(licence, ""),
            "kind_as_given": texts.get("type", ""),
        },
        doi=texts.get("doi", "").replace("%7B", "{").replace("%7D", "}"),  # as our own exports have braces
        isbn=texts.get("isbn", ""),
        url=texts.get("url") or elsewhere.get("url", ""),
        access=texts.get("access", ""),
        keywords=re.split(r"[,;]", keywords),
        names=list(chain(_names(fields, "author"), _names(fields, "editor"))),
        record=texts.get("record", ""),
        extra=left | ({"entry type": entry_type} if entry_type not in TYPES else {}),
    )


def _verbatim(value: str) -> str:
    """What many programs escape or put into braces although it stands as it is: a DOI, an address."""
    value = COMMAND.sub(r"\1", value.strip())
    while value.startswith("{") and value.endswith("}") and _is_one_group(value):
        value = value[1:-1].strip()
    return ESCAPED.sub(r"\1", value)


def _addresses(texts: dict[str, str]) -> dict[str, str]:
    """Address and handle as said in other fields: "howpublished = {\\url{…}}", "eprint" of arXiv or of a handle."""
    found = {}
    if WEB.fullmatch(texts.get("howpublished", "")):
        found["url"] = texts.pop("howpublished") if not texts.get("url") else ""
    eprint, archive = texts.get("eprint", ""), (texts.get("eprinttype") or texts.get("archiveprefix", "")).lower()
    if archive == ARXIV and eprint and not texts.get("doi"):
        found["url"] = f"https://arxiv.org/abs/{eprint}"
    elif archive in {"hdl", "handle"}:
        found["handle"] = eprint
    return found


def _kind(entry_type: str, texts: dict[str, str]) -> str:
    """A report, or what the entry's type leaves open, may be told by the field type: "Working Paper"."""
    kind = TYPES.get(entry_type, Kind.OTHER)
    if kind not in {Kind.OTHER, Kind.REPORT, Kind.PREPRINT}:
        return kind
    if "working paper" in texts.get("type", "").lower():
        return Kind.WORKING_PAPER
    said = kind_of(texts.get("type", "")).value
    if said != Kind.OTHER:
        return said
    is_preprint = kind == Kind.OTHER and (texts.get("eprinttype") or texts.get("archiveprefix", "")).lower() == ARXIV
    return Kind.PREPRINT if is_preprint else kind


def _date(texts: dict[str, str]) -> str:
    """The field date, unless year and month say it with a month's name."""
    if texts.get("date"):
        return texts["date"]
    year, month, day = (texts.get(part, "").strip() for part in ("year", "month", "day"))
    if not (year.isdigit() and month):
        return year
    words = re.split(r"[\s~.,/#-]+", month)
    number = next((found for word in words if not word.isdigit() and (found := month_of(word))), 0) or month_of(month)
    if not number:
        return f"{year} ({month})"
    day = day or next((word for word in words if word.isdigit() and len(words) > 1), "")
    return f"{year}-{number:02}" + (f"-{int(day):02}" if day.isdigit() else "")


def _names(fields: dict[str, str], field: str) -> Iterator[Name]:
    role = Contribution.Role.EDITOR if field == "editor" else Contribution.Role.AUTHOR
    for text in split_multiple_persons_names(" ".join(fields.get(field, "").split())):
        if text.strip() and text.strip().lower() != OTHERS:
            yield _name(text.strip(), role)


def _name(text: str, role: str) -> Name:
    if "=" in text and re.search(r"\b(family|given)\s*=", text):
        return _with_words(text, role)
    if text.startswith("{") and text.endswith("}") and _is_one_group(text):
        return whole(plain(text), role)
    if name := with_initials(text, role):
        return name
    parts: NameParts = parse_single_name_into_parts(text, strict=False)
    family = plain(" ".join([*parts.von, *parts.last, *parts.jr]))
    given = plain(" ".join(parts.first))
    return Name(family, given, role)


def _with_words(text: str, role: str) -> Name:
    """BibLaTeX's long form: "given=Alfred, family=Adler"."""
    said = dict(part.split("=", 1) for part in text.split(",") if "=" in part)
    words = {name.strip(): plain(value.strip().strip('"')) for name, value in said.items()}
    family = " ".join(words[part] for part in ("prefix", "family", "suffix") if words.get(part))
    return Name(family, words.get("given", ""), role)


def _is_one_group(text: str) -> bool:
    """Whether the first brace closes with the last."""
    depth = 0
    for place, sign in enumerate(text):
        if sign in "{}" and (place == 0 or text[place - 1] != "\\"):
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return place == len(text) - 1
    return False
