"""Records in MODS 3.7 (loc.gov/standards/mods), in which nothing that the record says is lost."""

import re
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

from groundwork.cleaning import clean_line
from research.exports.csl import Absolute
from research.exports.names import is_whole
from research.models import Contribution, Publication
from research.record import web_address

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XLINK = "http://www.w3.org/1999/xlink"
E = ElementMaker(namespace=NAMESPACE, nsmap={"mods": NAMESPACE, "xsi": XSI, "xlink": XLINK})
UNESCAPED = re.compile(r"[\[\]#]|%(?![0-9A-Fa-f]{2})")  # what no part of a URI has as such, but addresses of the web do
ROLES = {Contribution.Role.EDITOR: "edt"}  # else "aut" (MARC relators)

Element = etree._Element


def mods(publication: Publication, absolute: Absolute) -> Element:
    root = E.mods(
        E.titleInfo(_text("title", publication.title)),
        *(_name(one) for one in publication.contributions.all()),
        E.typeOfResource("text"),
        E.genre(publication.kind, authority="local"),
        *_texts("genre", publication.kind_as_given),
        *_origin(publication),
        *(
            E.language(E.languageTerm(code, type="code", authority="rfc3066"))
            for code in [clean_line(publication.language)]
            if code
        ),
        *_texts("abstract", publication.abstract),
        *_subjects(publication),
        *_hosts(publication),
        *_identifiers(publication),
        *(E.location(E.url(_uri(address))) for address in [clean_line(web_address(publication))] if address),
        *_texts("accessCondition", publication.licence),
        E.location(E.url(absolute(publication.get_absolute_url()), usage="primary")),
        E.recordInfo(E.recordIdentifier(str(publication.pk))),
        version="3.7",
    )
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    return root


def _uri(address: str) -> str:
    """An address as the schema wants it; that of a URI is the same."""
    return "#".join(UNESCAPED.sub(lambda found: quote(found[0]), part) for part in address.split("#", 1))


def _text(name: str, value: str, **attributes: str) -> Element:
    return E(name, clean_line(value), **attributes)


def _texts(name: str, value: str, **attributes: str) -> list[Element]:
    """One element, or none where nothing is said."""
    return [_text(name, value, **attributes)] if value else []


def _name(contribution: Contribution) -> Element:
    person = contribution.contributor
    corporate = contribution.role == Contribution.Role.CORPORATE_AUTHOR
    role = E.role(E.roleTerm(ROLES.get(contribution.role, "aut"), type="code", authority="marcrelator"))
    parts = (
        [_text("namePart", str(person))]
        if is_whole(contribution)
        else [
            _text("namePart", person.family, type="family"),
            _text("namePart", person.given, type="given"),
        ]
    )
    orcid = _texts("nameIdentifier", person.orcid, type="orcid")
    kind = {"type": "corporate"} if corporate else ({} if is_whole(contribution) else {"type": "personal"})
    return E.name(*parts, role, *orcid, **kind)


def _origin(publication: Publication) -> list[Element]:
    date = str(publication.date or publication.year or "")
    parts = [*_texts("publisher", publication.publisher), *_texts("dateIssued", date, encoding="w3cdtf")]
    return [E.originInfo(*parts)] if parts else []


def _subjects(publication: Publication) -> list[Element]:
    return [
        *(
            E.subject(_text("topic", tag.sector.name), authority="sector")
            for tag in publication.sector_tags.all()
            if not tag.is_suggested
        ),
        *(
            E.subject(_text("topic", tag.theme.name), authority="theme")
            for tag in publication.theme_tags.all()
            if not tag.is_suggested
        ),
        *(E.subject(_text("geographic", tag.area.name)) for tag in publication.area_tags.all()),
        *(E.subject(_text("topic", keyword)) for keyword in publication.keywords),
    ]


def _hosts(publication: Publication) -> list[Element]:
    host = [*_titles(publication.container), *_place(publication)]
    series = _titles(publication.series)
    return [E.relatedItem(*parts, type=kind) for kind, parts in (("host", host), ("series", series)) if parts]


def _titles(title: str) -> list[Element]:
    return [E.titleInfo(_text("title", title))] if title else []


def _place(publication: Publication) -> list[Element]:
    """Where in the journal or book it stands."""
    details = [
        E.detail(_text("number", value), type=kind)
        for kind, value in (("volume", publication.volume), ("issue", publication.issue))
        if value
    ]
    pages = [E.extent(_text("list", publication.pages), unit="pages")] if publication.pages else []
    return [E.part(*details, *pages)] if details or pages else []


def _identifiers(publication: Publication) -> list[Element]:
    known = (
        ("doi", publication.doi or ""),
        ("isbn", publication.isbn),
        ("hdl", publication.handle),
        ("document symbol", publication.symbol),
    )
    return [_text("identifier", value, type=kind) for kind, value in known if value]
