"""RIS: lines of a tag, a hyphen, a value. Read here: rispy knows no line numbers, and drops a record without ER."""

import re
from collections.abc import Iterator
from pathlib import Path

from research.imports.formats.entries import Entry, Given, entry_of, refused
from research.imports.formats.names import names_of
from research.models import Contribution, Publication
from research.models.identifiers import isbn_forms

Kind, EDITOR = Publication.Kind, Contribution.Role.EDITOR
TYPES = {
    "BOOK": Kind.BOOK,
    "CHAP": Kind.BOOK_CHAPTER,
    "CONF": Kind.CONFERENCE_PAPER,
    "CPAPER": Kind.CONFERENCE_PAPER,
    "EBOOK": Kind.BOOK,
    "ECHAP": Kind.BOOK_CHAPTER,
    "EDBOOK": Kind.BOOK,
    "EJOUR": Kind.JOURNAL_ARTICLE,
    "GEN": Kind.OTHER,
    "GOVDOC": Kind.REPORT,
    "INPR": Kind.JOURNAL_ARTICLE,
    "JFULL": Kind.JOURNAL_ARTICLE,
    "JOUR": Kind.JOURNAL_ARTICLE,
    "JOURNAL ARTICLE": Kind.JOURNAL_ARTICLE,
    "MGZN": Kind.JOURNAL_ARTICLE,
    "RPRT": Kind.REPORT,
    "THES": Kind.THESIS,
    "UNPB": Kind.PREPRINT,
    "WORK": Kind.WORKING_PAPER,  # not of RIS, but written
}
LINE = re.compile(r"\s{0,3}([A-Z][A-Z0-9])\s{1,2}-(?:\s+(.*))?$")
NOTE = re.compile(r"(kind|handle|licence|access|record): (.+)")  # of our own exports
TITLES, CONTAINERS = ("TI", "T1", "CT"), ("JF", "JO", "T2", "BT", "J2", "JA")
READ = {
    *("TY", "ID", "AU", "A1", "A2", "ED", "AB", "N2", "KW", "UR", "DO", "SN", "VL", "VO", "IS", "SP", "EP", "T3"),
    *("M3", "PB", "LA", "PY", "Y1", "DA"),
}
LISTS = {"KW", "UR"}  # of which each line is one, with a tag before it or not
MOST_LINES = 50_000  # of one record
Tags = dict[str, list[str]]


def read_ris(text: Path, source: str) -> Iterator[Entry]:
    """The records of a file in UTF-8; their number is that of the line with TY."""
    first, tags, last, lines = 0, None, "", 0
    with text.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            found = LINE.match(line)
            if found and found[1] == "TY":
                if tags is not None:
                    yield _entry(first, tags, source)
                first, tags, last, lines = number, {"TY": [found[2] or ""]}, "TY", 0
            elif tags is None:
                continue  # what stands between records is none of theirs
            elif found and found[1] == "ER":
                yield _entry(first, tags, source)
                tags = None
            else:
                lines += 1
                last = _add(tags, found, last, line) if lines <= MOST_LINES else last
    if tags is not None:
        yield refused(first, "The file ends before this record does.", _first(tags, *TITLES))


def _add(tags: Tags, found: re.Match | None, last: str, line: str) -> str:
    """A value, or the next line of the last. Returns the tag it is of."""
    if found:
        tags.setdefault(found[1], []).append((found[2] or "").strip())
        return found[1]
    if line.strip() and last in LISTS:
        tags[last].append(line.strip())
    elif line.strip():
        tags[last][-1] = f"{tags[last][-1]} {line.strip()}"
    return last


def _entry(number: int, tags: Tags, source: str) -> Entry:
    return entry_of(number, _given(tags), source)


def _first(tags: Tags, *names: str) -> str:
    return next((value for name in names for value in tags.get(name, ()) if value), "")


def _given(tags: Tags) -> Given:
    stated = _first(tags, "TY")
    own = {found[1]: found[2] for note in tags.get("N1", ()) if (found := NOTE.fullmatch(note))}
    kind = own.get("kind") or TYPES.get(stated.upper(), Kind.OTHER)
    title_tag = next((tag for tag in (*TITLES, "BT") if _first(tags, tag)), "")
    container_tag = next((tag for tag in CONTAINERS if tag != title_tag and _first(tags, tag)), "")
    is_number = "record" in own or kind != Kind.JOURNAL_ARTICLE  # which M1 is
    addresses, number = tags.get("UR", []), _first(tags, "SN")
    taken = READ | {title_tag, container_tag} | ({"M1"} if is_number else set())
    extra = {tag: "\n".join(values) for tag, values in tags.items() if tag not in taken}
    extra["N1"] = "\n".join(note for note in tags.get("N1", ()) if not NOTE.fullmatch(note))
    extra["UR"] = "\n".join(addresses[1:])
    extra["SN"] = "" if isbn_forms(number) else number
    extra["TY"] = "" if stated.upper() in TYPES else stated
    return Given(
        key=_first(tags, "ID"),
        title=_first(tags, title_tag),
        abstract=_first(tags, "AB", "N2"),
        kind=kind,
        date=_date(tags),
        language=_first(tags, "LA"),
        texts={
            "container": _first(tags, container_tag),
            "series": _first(tags, "T3"),
            "volume": _first(tags, "VL", "VO"),
            "issue": _first(tags, "IS"),
            "pages": "-".join(part for part in (_first(tags, "SP"), _first(tags, "EP")) if part),
            "publisher": _first(tags, "PB"),
            "symbol": _first(tags, "M1") if is_number else "",
            "handle": own.get("handle", ""),
            "licence": own.get("licence", ""),
            "kind_as_given": _first(tags, "M3"),
        },
        doi=_first(tags, "DO"),
        isbn=number if isbn_forms(number) else "",
        url=addresses[0] if addresses else "",
        access=own.get("access", ""),
        keywords=tags.get("KW", ()),
        names=[
            *names_of([*tags.get("AU", ()), *tags.get("A1", ())]),
            *names_of([*tags.get("ED", ()), *tags.get("A2", ())], EDITOR),
        ],
        record=own.get("record", ""),
        extra=extra,
    )


def _date(tags: Tags) -> str:
    """DA where it says the year's day or month too: PY often has the year alone."""
    year, date = _first(tags, "PY", "Y1"), _first(tags, "DA")
    return date if date and date[:4] == year[:4] and len(date.strip("/ ")) > len(year.strip("/ ")) else year or date
