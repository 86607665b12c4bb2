"""CSL-JSON, which Zotero, Mendeley, pandoc and citeproc read (github.com/citation-style-language/schema, 1.0.2).

What CSL has no variable for stands under "custom", which the schema leaves to us.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from groundwork.partial_dates import PartialDate
from research.exports.names import authors, editors, is_whole
from research.models import Contribution, Publication
from research.record import web_address

Absolute = Callable[[str], str]  # makes an address of this site absolute
Kind = Publication.Kind

TYPES = {
    **dict.fromkeys(
        (
            *(Kind.REPORT, Kind.WORKING_PAPER, Kind.BRIEF, Kind.MEETING_REPORT, Kind.ISSUES_PAPER, Kind.GUIDELINES),
            *(Kind.CODE_OF_PRACTICE, Kind.GB_DOCUMENT),
        ),
        "report",
    ),
    Kind.JOURNAL_ARTICLE: "article-journal",
    Kind.PREPRINT: "article",
    Kind.MANUAL: "book",
    Kind.BOOK: "book",
    Kind.BOOK_CHAPTER: "chapter",
    Kind.CONFERENCE_PAPER: "paper-conference",
    Kind.THESIS: "thesis",
    Kind.OTHER: "document",
}


def csl_json(publications: Iterable[Publication], absolute: Absolute) -> Iterator[str]:
    """One array, written an item at a time."""
    before = "["
    for publication in publications:
        yield f"{before}\n{json.dumps(csl_item(publication, absolute), ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def csl_item(publication: Publication, absolute: Absolute) -> dict[str, Any]:
    """One publication with_parts; its id is the address of its record."""
    item = {
        "id": absolute(publication.get_absolute_url()),
        "type": TYPES[Kind(publication.kind)],
        "title": publication.title,
        "author": [_name(one) for one in authors(publication)],
        "editor": [_name(one) for one in editors(publication)],
        "issued": _date(publication.date or (PartialDate(publication.year) if publication.year else None)),
        "container-title": publication.container,
        "collection-title": publication.series,
        "number": publication.symbol,
        "volume": publication.volume,
        "issue": publication.issue,
        "page": publication.pages,
        "publisher": publication.publisher,
        "DOI": publication.doi,
        "ISBN": publication.isbn,
        "URL": web_address(publication),
        "language": publication.language,
        "abstract": publication.abstract,
        "keyword": ", ".join(publication.keywords),
        "custom": _custom(publication),
    }
    return {variable: value for variable, value in item.items() if value}


def _custom(publication: Publication) -> dict[str, Any]:
    custom = {
        "kind": publication.kind,
        "kind-as-given": publication.kind_as_given,
        "handle": publication.handle,
        "licence": publication.licence,
        "access": publication.access,
        "in-house": publication.in_house,
    }
    return {name: value for name, value in custom.items() if value}


def _name(contribution: Contribution) -> dict[str, str]:
    person = contribution.contributor
    return {"literal": str(person)} if is_whole(contribution) else {"family": person.family, "given": person.given}


def _date(date: PartialDate | None) -> dict[str, Any] | None:
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]} if date else None
