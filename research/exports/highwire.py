"""The `citation_*` tags of a page's head, which Google Scholar and Zotero read (Google Scholar, Inclusion guidelines).

`citation_pdf_url` leads to a full text that is kept here and shown to everybody; a restricted one is named to nobody.
"""

from collections.abc import Iterable, Iterator

from groundwork.cleaning import clean_line
from groundwork.partial_dates import PartialDate
from groundwork.publishing import Visibility
from research.exports.csl import Absolute
from research.exports.names import authors, editors, inverted
from research.models import Publication, PublicationFile

Kind = Publication.Kind
APPEARED_IN = {
    Kind.JOURNAL_ARTICLE: "citation_journal_title",
    Kind.BOOK_CHAPTER: "citation_inbook_title",
    Kind.CONFERENCE_PAPER: "citation_conference_title",
}
ISSUED_BY = {
    Kind.THESIS: "citation_dissertation_institution",
    **dict.fromkeys(
        (Kind.JOURNAL_ARTICLE, Kind.BOOK, Kind.BOOK_CHAPTER, Kind.CONFERENCE_PAPER, Kind.MANUAL), "citation_publisher"
    ),
}
REPORT = "citation_technical_report_institution"


def highwire(
    publication: Publication, absolute: Absolute, files: Iterable[PublicationFile] = ()
) -> list[tuple[str, str]]:
    """Names and contents of the tags of a publication with_parts and of its files, in the order of its names."""
    tags = [*_tags(publication, absolute), *_pdf(files, absolute)]
    return [(name, clean_line(content)) for name, content in tags if content]


def _pdf(files: Iterable[PublicationFile], absolute: Absolute) -> Iterator[tuple[str, str]]:
    for file in files:
        if file.visibility == Visibility.PUBLIC:
            yield "citation_pdf_url", absolute(file.get_absolute_url())


def _tags(publication: Publication, absolute: Absolute) -> Iterator[tuple[str, str]]:
    kind = Kind(publication.kind)
    yield "citation_title", publication.title
    for author in authors(publication):
        yield "citation_author", inverted(author.contributor)
        yield "citation_author_orcid", author.contributor.orcid
    for editor in editors(publication):
        yield "citation_editor", inverted(editor.contributor)
    yield "citation_publication_date", _date(publication)
    yield APPEARED_IN.get(kind, ""), publication.container if kind in APPEARED_IN else ""
    first, _, last = publication.pages.partition("–")
    yield "citation_volume", publication.volume
    yield "citation_issue", publication.issue
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_series_title", publication.series
    yield ISSUED_BY.get(kind, REPORT), publication.publisher
    yield "citation_technical_report_number", publication.symbol
    yield "citation_doi", publication.doi or ""
    yield "citation_isbn", publication.isbn
    yield "citation_language", publication.language
    for keyword in publication.keywords:
        yield "citation_keywords", keyword
    yield "citation_abstract_html_url", absolute(publication.get_absolute_url())


def _date(publication: Publication) -> str:
    """ "2013/03/20", or as much of it as is known."""
    date = publication.date or (PartialDate(publication.year) if publication.year else None)
    return str(date).replace("-", "/") if date else ""
