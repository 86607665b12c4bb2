"""RIS: lines of a tag, a hyphen, a value. Read here: rispy knows no line numbers, and drops a record without ER.

What PubMed, Web of Science and EndNote write under other tags (research/imports/formats/tagged.py) is read as RIS too.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from research.imports.formats.entries import Entry, Given, entry_of, has_isbn, refused
from research.imports.formats.names import names_of
from research.imports.kinds import kind_of
from research.models import Contribution, Publication

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
TIGHT = re.compile(  # as some write it, where the tag is one that cannot be a word of the line before
    r"\s{0,3}(TY|ER|ID|A[UBDN1-4]|T[I1-3]|J[OFA12]|P[YB]|Y1|DA|VL|IS|SP|EP|SN|DO|UR|KW|N[12]|LA|ED|CY|M[13])\s{1,2}-(.*)$"
)
NOTE = re.compile(r"(kind|handle|licence|access|record): (.+)")  # of our own exports
TITLES, CONTAINERS = ("TI", "T1", "CT"), ("JF", "JO", "T2", "BT", "J2", "JA")
ISSUED_IN_SERIES = {Kind.BOOK, Kind.REPORT, Kind.THESIS, Kind.WORKING_PAPER}  # whose T2 names the series
LISTS = {"KW", "UR"}  # of which each line is one, with a tag before it or not
MOST_LINES = 50_000  # of one record


def read_ris(text: Path, source: str) -> Iterator[Entry]:
    """The records of a file in UTF-8; their number is that of the line with TY.

    The last may lack its ER if the one before does too, or if it is the only one and its last line is whole.
    """
    record, without_end, line = None, False, ""
    with text.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            found = LINE.match(line) or TIGHT.match(line)
            if found and found[1] == "TY":
                if record:
                    without_end = True
                    yield record.entry(source)
                record = Tags(number, found[2] or "")
            elif record is None:
                continue  # what stands between records is none of theirs
            elif found and found[1] == "ER":
                yield record.entry(source)
                record, without_end = None, False
            else:
                record.add_line(line, found)
    if record and without_end and line.endswith("\n"):
        yield record.entry(source)
    elif record:
        yield refused(record.number, "The file ends before this record does.", record.first(*TITLES))


class Tags:
    """The values of a record by tag. What nobody asks for is left, and kept."""

    def __init__(self, number: int, stated: str) -> None:
        self.number, self.stated = number, stated.strip()
        self.values: dict[str, list[str]] = {}
        self._last, self._lines = "", 0

    def add(self, tag: str, value: str) -> None:
        self.values.setdefault(tag, []).append(value.strip())
        self._last = tag

    def add_line(self, line: str, found: re.Match | None, each: Collection[str] = LISTS) -> None:
        """A tag with its value, or the next line of the last: of those in `each` one more value."""
        self._lines += 1
        if self._lines > MOST_LINES:
            return
        if found:
            self.add(found[1], found[2] or "")
        elif line.strip() and self._last in each:
            self.values[self._last].append(line.strip())
        elif line.strip() and self._last:
            values = self.values[self._last]
            values[-1] = f"{values[-1]} {line.strip()}".strip()

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        for tag in tags:
            for place, value in enumerate(self.values.get(tag, ())):
                if value:
                    del self.values[tag][place]
                    return value
        return ""

    def all(self, *tags: str) -> list[str]:
        return [value for tag in tags for value in self.values.pop(tag, ())]

    def left(self) -> dict[str, str]:
        return {tag: "\n".join(filter(None, values)) for tag, values in self.values.items()}

    def entry(self, source: str) -> Entry:
        return entry_of(self.number, _given(self), source)


def _given(tags: Tags) -> Given:
    notes = tags.all("N1")
    own = {found[1]: found[2] for note in notes if (found := NOTE.fullmatch(note))}
    if rest := [note for note in notes if not NOTE.fullmatch(note)]:
        tags.values["N1"] = rest
    if tags.stated.upper() not in TYPES:
        tags.values["TY"] = [tags.stated]
    kind_as_given = tags.first("M3")
    kind = own.get("kind") or _kind(tags.stated, kind_as_given)
    is_ours = "record" in own
    title = tags.first(*TITLES, "BT")
    in_series = kind in ISSUED_IN_SERIES and not is_ours and not tags.values.get("T3")
    series = tags.first("T3", *(["T2"] if in_series else []))
    return Given(
        key=tags.first("ID"),
        title=title,
        abstract=tags.first("AB", "N2"),
        kind=kind,
        date=_date(tags),
        language=tags.first("LA"),
        texts={
            "container": tags.first(*CONTAINERS),
            "series": series,
            "volume": tags.first("VL", "VO"),
            "issue": tags.first("IS"),
            "pages": "-".join(part for part in (tags.first("SP"), tags.first("EP")) if part) or tags.first("C7"),
            "publisher": tags.first("PB"),
            "symbol": tags.first("M1") if is_ours or kind != Kind.JOURNAL_ARTICLE else "",  # of an article it is more
            "handle": own.get("handle", ""),
            "licence": own.get("licence", ""),
            "kind_as_given": kind_as_given,
        },
        doi=tags.first("DO"),
        isbn=_isbn(tags),
        url=tags.first("UR"),
        access=own.get("access", ""),
        keywords=tags.all("KW"),
        names=[*names_of(tags.all("AU", "A1")), *names_of(tags.all("ED", "A2"), EDITOR)],
        record=own.get("record", ""),
        extra=tags.left(),
    )


def _kind(stated: str, kind_as_given: str) -> str:
    """By TY; a report, or what TY leaves open, by the source's own word where it is known."""
    kind = TYPES.get(stated.upper(), Kind.OTHER)
    said = kind_of(kind_as_given).value if kind in {Kind.OTHER, Kind.REPORT} else Kind.OTHER
    return kind if said == Kind.OTHER else said


def _isbn(tags: Tags) -> str:
    """The first of SN that holds one; an ISSN is left."""
    numbers = tags.values.get("SN", [])
    place = next((place for place, number in enumerate(numbers) if has_isbn(number)), None)
    return "" if place is None else numbers.pop(place)


def _date(tags: Tags) -> str:
    """DA where it says the year's month or day too, as PY often has the year alone; "JUL 15" says them without it."""
    year, date = tags.first("PY", "Y1"), tags.first("DA")
    if not year or not date:
        return year or date
    if date[:4] == year[:4]:
        return date if len(date.strip("/ ")) > len(year.strip("/ ")) else year
    if len(year) == 4 and year not in date:
        return f"{year} {date}"
    tags.values["DA"] = [date]
    return year
