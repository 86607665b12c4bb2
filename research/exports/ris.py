"""RIS, as EndNote, Zotero and RefWorks read it: a tag of two signs, two spaces, a hyphen, a space; lines end in CRLF.

Notes (N1) of the form "name: value" carry what RIS has no tag for.
"""

from collections.abc import Iterable, Iterator

from groundwork.cleaning import clean_line
from groundwork.partial_dates import PartialDate
from research.exports.csl import Absolute
from research.exports.names import authors, editors, inverted, is_whole
from research.models import Contribution, Publication
from research.record import web_address

Kind = Publication.Kind
TYPES = {
    Kind.JOURNAL_ARTICLE: "JOUR",
    Kind.BOOK: "BOOK",
    Kind.MANUAL: "BOOK",
    Kind.BOOK_CHAPTER: "CHAP",
    Kind.CONFERENCE_PAPER: "CPAPER",
    Kind.THESIS: "THES",
    Kind.PREPRINT: "UNPB",
    Kind.OTHER: "GEN",
}
REPORT = "RPRT"
LINE = "{}  - {}\r\n"


def ris(publications: Iterable[Publication], absolute: Absolute) -> Iterator[str]:
    """A record for each publication with_parts."""
    return (ris_record(publication, absolute) for publication in publications)


def ris_record(publication: Publication, absolute: Absolute) -> str:
    lines = [
        *(LINE.format(tag, clean_line(value)) for tag, value in _lines(publication) if value),
        *(LINE.format("N1", f"{name}: {clean_line(value)}") for name, value in _notes(publication, absolute) if value),
    ]
    return "".join((*lines, LINE.format("ER", "")))


def _lines(publication: Publication) -> Iterator[tuple[str, str]]:
    date = publication.date or (PartialDate(publication.year) if publication.year else None)
    yield "TY", TYPES.get(Kind(publication.kind), REPORT)
    yield "ID", str(publication.pk)
    for author in authors(publication):
        yield "AU", _name(author)
    for editor in editors(publication):
        yield "ED", _name(editor)
    yield "TI", publication.title
    yield "T2", publication.container
    yield "T3", publication.series
    yield "VL", publication.volume
    yield "IS", publication.issue
    first, _, last = publication.pages.partition("–")
    yield "SP", first
    yield "EP", last
    yield "M1", publication.symbol
    yield "M3", publication.kind_as_given
    yield "PY", str(date.year) if date else ""
    yield "DA", _date(date) if date else ""
    yield "PB", publication.publisher
    yield "SN", publication.isbn
    yield "DO", publication.doi or ""
    yield "UR", web_address(publication)
    yield "LA", publication.language
    for keyword in publication.keywords:
        yield "KW", keyword
    yield "AB", publication.abstract


def _name(contribution: Contribution) -> str:
    """A comma ends what is not to be taken apart, as EndNote has it."""
    return f"{contribution.contributor}," if is_whole(contribution) else inverted(contribution.contributor)


def _notes(publication: Publication, absolute: Absolute) -> Iterator[tuple[str, str]]:
    yield "kind", publication.kind
    yield "handle", publication.handle
    yield "licence", publication.licence
    yield "access", publication.access
    yield "record", absolute(publication.get_absolute_url())


def _date(date: PartialDate) -> str:
    """ "2013/03/20/": a part that is not known stays empty, its slash does not."""
    month, day = (f"{part:02}" if part else "" for part in (date.month, date.day))
    return f"{date.year}/{month}/{day}/"
