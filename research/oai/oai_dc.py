"""Records in unqualified Dublin Core (`oai_dc`, which every provider has)."""

from collections.abc import Iterator

from lxml import etree

from groundwork.cleaning import clean_line
from research.exports.csl import Absolute
from research.exports.names import authors, editors, inverted
from research.models import Publication
from research.record import web_address

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def dublin_core(publication: Publication, absolute: Absolute) -> etree._Element:
    root = etree.Element(f"{{{NAMESPACE}}}dc", nsmap={"oai_dc": NAMESPACE, "dc": DC, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    for name, value in _elements(publication, absolute):
        if value:
            etree.SubElement(root, f"{{{DC}}}{name}").text = clean_line(value)
    return root


def _elements(publication: Publication, absolute: Absolute) -> Iterator[tuple[str, str]]:
    yield "title", publication.title
    for author in authors(publication):
        yield "creator", inverted(author.contributor)
    for editor in editors(publication):
        yield "contributor", inverted(editor.contributor)
    for subject in subjects(publication):
        yield "subject", subject
    yield "description", publication.abstract
    yield "publisher", publication.publisher
    yield "date", str(publication.date or publication.year or "")
    yield "type", publication.kind
    for identifier in identifiers(publication, absolute):
        yield "identifier", identifier
    yield "source", publication.container
    yield "relation", publication.series
    yield "language", publication.language
    for tag in publication.area_tags.all():
        yield "coverage", tag.area.name
    yield "rights", publication.licence


def subjects(publication: Publication) -> Iterator[str]:
    """Sectors and themes that somebody vouches for, and the keywords of the source."""
    yield from (tag.sector.name for tag in publication.sector_tags.all() if not tag.is_suggested)
    yield from (tag.theme.name for tag in publication.theme_tags.all() if not tag.is_suggested)
    yield from publication.keywords


def identifiers(publication: Publication, absolute: Absolute) -> Iterator[str]:
    yield absolute(publication.get_absolute_url())
    yield web_address(publication)
    yield f"https://doi.org/{publication.doi}" if publication.doi else ""
    yield f"https://hdl.handle.net/{publication.handle}" if publication.handle else ""
    yield f"ISBN {publication.isbn}" if publication.isbn else ""
    yield publication.symbol
