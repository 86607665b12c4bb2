"""What a page is about in the words of schema.org, for search engines and reference managers.

Says only what the page shows to anyone: of an unpublished row, nothing.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language

from groundwork.places import Area
from groundwork.publishing import Publishable, PublishingState
from groundwork.translated import shown_language
from indicators.exports import FORMATS
from indicators.models import Indicator, Vintage
from meetings.models import Meeting
from research.models import Contribution, Publication
from sectors.models import GoodPractice, Instrument, PracticeSource, Sector, SectorPage, Theme

Absolute = Callable[[str], str]  # makes an address of this site absolute
Facts = dict[str, Any]
CONTEXT = "https://schema.org"
LONGEST = 60  # words of a description

KINDS = Publication.Kind
TYPES = {
    **dict.fromkeys(
        (KINDS.JOURNAL_ARTICLE, KINDS.WORKING_PAPER, KINDS.PREPRINT, KINDS.CONFERENCE_PAPER), "ScholarlyArticle"
    ),
    **dict.fromkeys((KINDS.REPORT, KINDS.BRIEF, KINDS.MEETING_REPORT, KINDS.ISSUES_PAPER, KINDS.GB_DOCUMENT), "Report"),
    KINDS.BOOK: "Book",
    KINDS.BOOK_CHAPTER: "Chapter",
    KINDS.THESIS: "Thesis",
}
CONTAINERS = {KINDS.JOURNAL_ARTICLE: "Periodical", KINDS.BOOK_CHAPTER: "Book"}
ATTENDANCE = {
    (False, True): "https://schema.org/OnlineEventAttendanceMode",
    (True, True): "https://schema.org/MixedEventAttendanceMode",
    (True, False): "https://schema.org/OfflineEventAttendanceMode",
}


def website(absolute: Absolute) -> Facts:
    """The portal, and how it is searched."""
    home = absolute(reverse("home"))
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": "SECTOR",
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(trail: Iterable[Any], absolute: Absolute) -> Facts:
    """The way back as the page shows it: [{label, url}]."""
    items = [
        {"@type": "ListItem", "position": number, "name": str(crumb["label"]), "item": absolute(crumb["url"])}
        for number, crumb in enumerate(trail, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def describe(row: Model, absolute: Absolute, **more: Any) -> Facts:
    """The facts of one row's page; empty if the row is not published."""
    if isinstance(row, Publishable) and row.state != PublishingState.PUBLISHED:
        return {}
    address = absolute(row.get_absolute_url())
    facts = {"@context": CONTEXT, "@id": address, "url": address} | DESCRIBE[type(row)](row, absolute, **more)
    return {name: value for name, value in facts.items() if value not in ("", None, [])}


def _publication(row: Publication, absolute: Absolute) -> Facts:
    contributions = row.contributions.all()
    roles = Contribution.Role
    doi, handle = row.doi, row.handle
    return {
        "@type": work_type(row),
        "name": row.title,
        "description": Truncator(row.abstract).words(LONGEST),
        "inLanguage": row.language,
        "datePublished": str(row.date or row.year or ""),
        "author": [_contributor(one) for one in contributions if one.role != roles.EDITOR],
        "editor": [_contributor(one) for one in contributions if one.role == roles.EDITOR],
        "publisher": {"@type": "Organization", "name": row.publisher} if row.publisher else None,
        "isPartOf": {"@type": CONTAINERS.get(KINDS(row.kind), "CreativeWork"), "name": row.container}
        if row.container
        else None,
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": value}
            for name, value in (("DOI", doi), ("ISBN", row.isbn), ("Handle", handle), ("Symbol", row.symbol))
            if value
        ],
        "sameAs": [
            f"{host}{value}"
            for host, value in (("https://doi.org/", doi), ("https://hdl.handle.net/", handle))
            if value
        ],
        "license": row.licence if row.licence.startswith(("https://", "http://")) else None,
        "isAccessibleForFree": True if row.access == Publication.Access.FREE else None,
        "keywords": row.keywords,
        "about": _subjects((tag.sector for tag in row.sector_tags.all() if not tag.is_suggested), absolute),
    }


def work_type(row: Publication) -> str:
    """The type of a publication: "Report"."""
    return TYPES.get(KINDS(row.kind), "CreativeWork")


def _contributor(one: Contribution) -> Facts:
    """A person where the source gives given names; a bare name may be either, so it is not called a person."""
    person = one.contributor
    facts: Facts = {"name": str(person)}
    if one.role == Contribution.Role.CORPORATE_AUTHOR:
        facts["@type"] = "Organization"
    elif person.given:
        facts |= {"@type": "Person", "givenName": person.given, "familyName": person.family}
    return facts | ({"sameAs": f"https://orcid.org/{person.orcid}"} if person.orcid else {})


def _meeting(row: Meeting, absolute: Absolute) -> Facts:
    places = [{"@type": "Place", "name": row.place}] if row.place else []
    if row.online:
        places.append({"@type": "VirtualLocation", "url": absolute(row.get_absolute_url())})
    return {
        "@type": "Event",
        "name": row.title,
        "startDate": str(row.start or ""),  # as much as is known: ISO 8601 allows 2006 and 2006-05
        "endDate": str(row.end or ""),
        "location": places,
        "eventAttendanceMode": ATTENDANCE.get((bool(row.place), row.online)),
        "about": _subjects(row.sectors.all(), absolute),
    }


def _practice(row: GoodPractice, absolute: Absolute) -> Facts:
    places = [{"@type": "Country", "name": area.name, "identifier": area.code.upper()} for area in row.areas.all()]
    return {
        "@type": "Article",
        "headline": row.title,
        "description": row.first_sentence,
        "inLanguage": shown_language(row, "text"),
        "datePublished": row.published_at.date().isoformat(),
        "dateModified": row.updated_at.date().isoformat(),
        "about": _subjects(row.sectors.all(), absolute),
        "spatialCoverage": places,
        "temporalCoverage": "/".join(str(date) for date in (row.start, row.end) if date),
        "citation": [_source(source) for source in row.sources.all()],
        "isPartOf": {"@id": absolute(reverse("practices"))},
    }


def _source(source: PracticeSource) -> Facts:
    return {"@type": "CreativeWork", "name": source.citation} | ({"url": source.url} if source.url else {})


def _sector(row: Sector, absolute: Absolute, page: SectorPage | None = None) -> Facts:
    shown = page if page and page.state == PublishingState.PUBLISHED else None
    facts = _collection(row.name, _term(row, absolute(reverse("sectors"))), absolute)
    return facts | (_text(shown.summary, shown.reviewed_on) if shown else {})


def _instrument(row: Instrument, absolute: Absolute) -> Facts:
    """A standard is legislation in the words of schema.org, which is wider than law; guidance is a work."""
    facts = {
        "name": row.title,
        "alternateName": row.short_names,
        "inLanguage": shown_language(row, "title"),
        "datePublished": str(row.year or ""),
        "about": _subjects(row.sectors.all(), absolute),
        "sameAs": row.normlex_address,
    }
    if row.is_guidance:
        return {"@type": "CreativeWork"} | facts
    force = {True: "InForce", False: "NotInForce"}.get(row.in_force)
    return {
        "@type": "Legislation",
        "legislationIdentifier": row.number,
        "legislationType": str(row.get_kind_display()),
        "legislationLegalForce": f"{CONTEXT}/{force}" if force else None,
    } | facts


def _theme(row: Theme, absolute: Absolute) -> Facts:
    facts = _collection(row.name, _term(row, absolute(reverse("themes"))), absolute)
    return facts | _text(row.description, row.reviewed_on)


def _country(row: Area, absolute: Absolute) -> Facts:
    return _collection(row.name, {"@type": "Country", "name": row.name, "identifier": row.code.upper()}, absolute)


def _collection(name: str, about: Facts, absolute: Absolute) -> Facts:
    home = {"@id": absolute(reverse("home"))}
    return {"@type": "CollectionPage", "name": name, "inLanguage": get_language(), "isPartOf": home, "about": about}


def _term(row: Sector | Theme, of: str) -> Facts:
    return {"@type": "DefinedTerm", "name": row.name, "termCode": row.slug, "inDefinedTermSet": of}


def _text(text: str, reviewed_on: dt.date | None) -> Facts:
    reviewed = reviewed_on.isoformat() if reviewed_on else None
    return {"description": Truncator(text).words(LONGEST), "lastReviewed": reviewed}


def _subjects(sectors: Iterable[Sector], absolute: Absolute) -> list[Facts]:
    return [
        {"@type": "DefinedTerm", "name": sector.name, "url": absolute(sector.get_absolute_url())} for sector in sectors
    ]


def _dataset(row: Indicator, absolute: Absolute, vintage: Vintage | None = None, years: str = "") -> Facts:
    """An indicator as a data set with all its stored values as files. `years`: "1969/2023"."""
    files = [(ending, absolute(reverse("statistics-data", args=[row.code, ending]))) for ending in FORMATS]
    is_address = row.licence.startswith(("https://", "http://"))
    return {
        "@type": "Dataset",
        "name": row.name,
        "description": row.definition,
        "identifier": row.code,
        "inLanguage": get_language(),
        "creditText": row.credit,
        "license": row.licence if is_address else {"@type": "CreativeWork", "name": row.licence},
        "isBasedOn": row.source_url,
        "isAccessibleForFree": True,
        "version": vintage.version if vintage else None,
        "dateModified": vintage.loaded_at.date().isoformat() if vintage else None,
        "temporalCoverage": years,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": FORMATS[ending].content_type.partition(";")[0],
                "contentUrl": url,
            }
            for ending, url in files
        ]
        if vintage
        else [],
    }


DESCRIBE: dict[type[Model], Callable[..., Facts]] = {
    Publication: _publication,
    Meeting: _meeting,
    GoodPractice: _practice,
    Instrument: _instrument,
    Sector: _sector,
    Theme: _theme,
    Area: _country,
    Indicator: _dataset,
}
