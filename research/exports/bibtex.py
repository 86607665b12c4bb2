"""BibTeX, in UTF-8, with the fields of BibLaTeX where BibTeX has none.

What neither has a field for (kind, licence, handle, access) is written under our own names, which both ignore.
"""

import re
from collections.abc import Iterable, Iterator

from groundwork.cleaning import clean_line
from groundwork.partial_dates import PartialDate
from research.exports.csl import Absolute
from research.exports.names import authors, editors, is_whole
from research.models import Contribution, Publication
from research.record import web_address

Kind = Publication.Kind
ENTRY_TYPES = {  # with the fields in which each says who issued it and where it appeared
    Kind.JOURNAL_ARTICLE: ("article", "publisher", "journal"),
    Kind.BOOK: ("book", "publisher", "booktitle"),
    Kind.MANUAL: ("manual", "organization", "booktitle"),
    Kind.BOOK_CHAPTER: ("incollection", "publisher", "booktitle"),
    Kind.CONFERENCE_PAPER: ("inproceedings", "publisher", "booktitle"),
    Kind.THESIS: ("phdthesis", "school", "booktitle"),
    Kind.PREPRINT: ("unpublished", "publisher", "howpublished"),
    Kind.OTHER: ("misc", "publisher", "howpublished"),
}
REPORT = ("techreport", "institution", "booktitle")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
TO_ESCAPE = re.compile("|".join(map(re.escape, SPECIAL)))
GAP = "\ue000"
LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")
VERBATIM = {"doi", "url", "handle"}  # BibLaTeX reads these as they are


def bibtex(publications: Iterable[Publication], absolute: Absolute) -> Iterator[str]:
    """An entry for each publication with_parts, with a line between; empty if there are none."""
    between = ""
    for publication in publications:
        yield between + bibtex_entry(publication, absolute)
        between = "\n"


def bibtex_entry(publication: Publication, absolute: Absolute) -> str:
    entry_type, issuer, container = ENTRY_TYPES.get(Kind(publication.kind), REPORT)
    date = publication.date or (PartialDate(publication.year) if publication.year else None)
    is_article = publication.kind == Kind.JOURNAL_ARTICLE  # whose number is its issue
    fields = {
        "author": _names(authors(publication)),
        "editor": _names(editors(publication)),
        "title": _text(publication.title),
        container: _text(publication.container),
        "series": _text(publication.series),
        "volume": _text(publication.volume),
        "number": _text(publication.issue if is_article else publication.symbol),
        "issue": "" if is_article else _text(publication.issue),
        "symbol": _text(publication.symbol) if is_article else "",
        "pages": _text(publication.pages).replace("–", "--"),
        issuer: _text(publication.publisher),
        "year": str(date.year) if date else "",
        "month": MONTHS[date.month - 1] if date and date.month else "",
        "date": str(date) if date and date.day else "",
        "doi": publication.doi,
        "isbn": publication.isbn,
        "url": web_address(publication),
        "handle": publication.handle,
        "language": publication.language,
        "keywords": _text(", ".join(publication.keywords)),
        "abstract": _text(publication.abstract),
        "license": _text(publication.licence),
        "type": _text(publication.kind_as_given),
        "kind": publication.kind,
        "access": publication.access,
        "record": absolute(publication.get_absolute_url()),
    }
    lines = ",\n".join(f"  {name} = {_value(name, value)}" for name, value in fields.items() if value)
    return f"@{entry_type}{{sector{publication.pk},\n{lines}\n}}\n"


def _value(name: str, value: str) -> str:
    if name == "month":
        return value  # a macro, which each style writes in its own language
    return f"{{{_balanced(value) if name in VERBATIM else value}}}"


def _balanced(value: str) -> str:
    """Braces of an address in the code of addresses, since a stray one would end the entry."""
    return clean_line(value).replace("{", "%7B").replace("}", "%7D")


def _text(text: str) -> str:
    """Special signs escaped; and an empty group between those that TeX would set as one: "--" is no dash."""
    return TO_ESCAPE.sub(lambda sign: SPECIAL[sign[0]], LIGATURES.sub("\ue000", clean_line(text))).replace(
        "\ue000", "{}"
    )


def _names(contributions: Iterable[Contribution]) -> str:
    return " and ".join(_name(one) for one in contributions)


def _name(contribution: Contribution) -> str:
    """In braces of its own where it is not to be taken apart, or would be at its "and" or its comma."""
    name = contribution.contributor
    if is_whole(contribution):
        return f"{{{_text(str(name))}}}"
    parts = (_text(name.family), _text(name.given))
    family, given = (f"{{{part}}}" if "," in part or " and " in f" {part} " else part for part in parts)
    return f"{family}, {given}"
