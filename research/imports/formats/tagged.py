"""Lists with tags that are not RIS but much like it: PubMed's (MEDLINE), Web of Science's, EndNote's (refer).

Each line becomes one of RIS; what RIS has no tag for keeps its own under the name of the list.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from research.imports.formats.entries import Entry, refused
from research.imports.formats.ris import TITLES, Tags


@dataclass(frozen=True)
class Dialect:
    name: str
    first: str  # the tag that begins a record
    line: re.Pattern[str]  # tag and value
    tags: dict[str, str]  # its tag: that of RIS
    last: str = ""  # the tag that ends a record, where one does; else an empty line
    parted: frozenset[str] = frozenset()  # tags that hold several values, with semicolons between
    each: frozenset[str] = frozenset()  # tags of which each further line is one more value
    kinds: dict[str, str] | None = None  # what its first tag says: TY

    def ends(self, line: str, found: re.Match | None) -> bool:
        """Whether a record ends with this line."""
        return (found is not None and found[1] == self.last) if self.last else not line.strip()


def _pairs(text: str) -> dict[str, str]:
    """ "VI:VL IP:IS" as a dictionary."""
    return dict(pair.rsplit(":", 1) for pair in text.split())


MEDLINE = Dialect(
    "PubMed",
    first="PMID",
    line=re.compile(r"([A-Z]{2,4})\s{0,2}- (.*)$"),
    tags=_pairs(
        "PMID:ID FAU:AU CN:AU ED:ED FED:ED TI:TI BTI:T2 JT:T2 TA:J2 VI:VL IP:IS PG:SP DP:DA AB:AB LA:LA PT:M3 "
        "OT:KW LID:DO AID:DO ISBN:SN PB:PB CTI:T3"
    ),
)
WEB_OF_SCIENCE = Dialect(
    "Web of Science",
    first="PT",
    last="ER",
    line=re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"),
    tags=_pairs(
        "AF:AU BE:ED ED:ED TI:TI SO:T2 SE:T3 JI:J2 VL:VL IS:IS BP:SP EP:EP AR:C7 PD:DA PY:PY DI:DO UT:ID "
        "LA:LA DT:M3 DE:KW AB:AB BN:SN PU:PB CA:AU"
    ),
    parted=frozenset({"DE"}),
    each=frozenset({"AF", "AU", "BE", "ED", "CA"}),
    kinds={"J": "JOUR", "B": "BOOK", "S": "BOOK"},
)
REFER = Dialect(
    "EndNote",
    first="%0",
    line=re.compile(r"(%[A-Z0-9@!*(>+&$#\]\[?^~<|=,;:.'\"_-])(?: (.*))?$"),
    tags=_pairs(
        "%A:AU %E:ED %T:TI %J:JF %B:T2 %S:T3 %V:VL %N:IS %P:SP %D:PY %8:DA %R:DO %K:KW %X:AB %U:UR %@:SN "
        "%I:PB %G:LA %9:M3 %F:ID %M:ID"
    ),
    each=frozenset({"%K"}),
    kinds={
        "Journal Article": "JOUR",
        "Book": "BOOK",
        "Edited Book": "BOOK",
        "Electronic Book": "BOOK",
        "Book Section": "CHAP",
        "Conference Paper": "CPAPER",
        "Conference Proceedings": "CONF",
        "Report": "RPRT",
        "Thesis": "THES",
        "Government Document": "RPRT",
        "Unpublished Work": "UNPB",
        "Generic": "GEN",
    },
)
DOI_OF_PUBMED = re.compile(r"(\S+) \[doi\]$")


def reader_of(dialect: Dialect) -> Callable[[Path, str], Iterator[Entry]]:
    return lambda text, source: read_tagged(text, source, dialect)


def read_tagged(text: Path, source: str, dialect: Dialect) -> Iterator[Entry]:
    """The records of a file in UTF-8; their number is that of their first line."""
    record = None
    with text.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            found = dialect.line.match(line.rstrip("\n"))
            begins = found is not None and found[1] == dialect.first
            if record and (begins or dialect.ends(line, found)):
                yield _as_ris(record, dialect).entry(source)
                record = None
            if begins:
                record = Tags(number, found[2] or "")
                record.add(found[1], found[2] or "")
            elif record:
                record.add_line(line, found, each=dialect.each)
    if record and dialect.last:
        yield refused(record.number, "The file ends before this record does.", record.first(*TITLES))
    elif record:
        yield _as_ris(record, dialect).entry(source)


def _as_ris(record: Tags, dialect: Dialect) -> Tags:
    given, kinds = record.values, dialect.kinds
    ris = Tags(record.number, kinds.get(record.stated, record.stated) if kinds else "JOUR")
    if "AF" in given:  # authors in full, beside the same with initials
        given.pop("AU", None)
    if "FAU" in given and dialect is MEDLINE:
        given.pop("AU", None)
    if dialect is WEB_OF_SCIENCE and "AU" in given:
        given["AF"] = given.pop("AU")
    for tag, values in given.items():
        ours = dialect.tags.get(tag, "" if tag == dialect.first and kinds else f"{dialect.name} {tag}")
        for value in values:
            _put(ris, ours, value, parted=tag in dialect.parted)
    return ris


def _put(ris: Tags, tag: str, value: str, *, parted: bool) -> None:
    if tag == "DO" and value.endswith("]"):  # PubMed's, which lists other identifiers beside
        found = DOI_OF_PUBMED.fullmatch(value)
        value, tag = (found[1], tag) if found else (value, "PubMed AID")
        if value in ris.values.get(tag, ()):
            return
    for part in value.split(";") if parted else [value]:
        if tag:
            ris.add(tag, part)
