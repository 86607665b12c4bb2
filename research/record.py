"""What the page of one record says, as the partials in templates/parts/ take it. Takes a publication with_parts."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from groundwork.partial_dates import PartialDate
from groundwork.places import Area
from groundwork.publishing import Visibility
from research.models import Contributor, Merger, Publication, PublicationFile, SourceRecord
from research.models.languages import language_or_not_stated
from research.models.tags import Tag
from sectors.models import Sector, Theme

Item = str | dict[str, Any]

WHAT_IT_COSTS = {
    Publication.Access.FREE: gettext_lazy("It is free to read."),
    Publication.Access.MAY_COST: gettext_lazy("Reading it may require payment."),
    Publication.Access.UNKNOWN: gettext_lazy("Whether it is free to read is not on record."),
}

PEER_REVIEW = {
    True: gettext_lazy("Peer reviewed"),
    False: gettext_lazy("Not peer reviewed"),
    None: gettext_lazy("No peer review on record"),
}


def merged_into(number: int) -> int | None:
    """The number of the record into which another was merged; None if it was not."""
    return Merger.objects.filter(number=number).values_list("into", flat=True).first()


def facts(publication: Publication) -> list[dict[str, Any]]:
    """The line under the title (parts/_facts.html); what is not known is left out."""
    date = publication.date
    year = str(publication.year) if publication.year else ""
    rows = [
        (_("Kind"), [publication.get_kind_display()]),
        (pgettext("of a work", "Published"), [{"text": date.display(), "datetime": str(date)} if date else year]),
        (_("By"), [_person(one.contributor) for one in publication.contributions.all()]),
        (_("In"), [_appeared_in(publication)]),
        (_("Series"), [publication.series]),
        (_("Publisher"), [publication.publisher]),
        (_("Language"), [publication.language_name]),
        (_("Gender equality"), [publication.get_gender_marker_display() or ""]),
    ]
    return [{"term": term, "values": values} for term, values in rows if any(values)]


def _appeared_in(publication: Publication) -> str:
    """ "Safety Science, 12 (3), pp. 45–67"."""
    number = f"{publication.volume} ({publication.issue})" if publication.issue else publication.volume
    pages = _("pp. %(pages)s") % {"pages": publication.pages} if publication.pages else ""
    return ", ".join(part for part in (publication.container, number.strip(), pages) if part)


def _person(contributor: Contributor) -> Item:
    """With the address of who it is, where an ORCID tells."""
    name = str(contributor)
    return {"text": name, "url": f"https://orcid.org/{contributor.orcid}"} if contributor.orcid else name


def full_text(publication: Publication, files: Iterable[PublicationFile] = ()) -> dict[str, Any]:
    """Where the work can be read (parts/_full_text.html): among these files of it, or elsewhere."""
    address = address_of(publication)
    held = [_held(file) for file in files]
    if held:
        return {"strong": _("The full text is held here."), "files": held, "link": _elsewhere(address)}
    if not address and publication.access == Publication.Access.UNKNOWN:
        return {"strong": _("No copy is known.")}
    if not address:
        return {
            "strong": _("Where to find it is not on record."),
            "text": WHAT_IT_COSTS[Publication.Access(publication.access)],
        }
    return {
        "strong": _("The full text is not held here."),
        "text": WHAT_IT_COSTS[Publication.Access(publication.access)],
        "link": _elsewhere(address),
    }


def _elsewhere(address: str) -> dict[str, str] | None:
    return {"label": _("Find it at %(host)s") % {"host": host_of(address)}, "url": address} if address else None


def _held(file: PublicationFile) -> dict[str, Any]:
    """A file to download, and what a search can find in it."""
    count = file.page_count or 0
    facts = [
        "PDF",
        filesizeformat(file.size),
        ngettext("%(count)d page", "%(count)d pages", count) % {"count": count} if count else "",
        file.get_visibility_display() if file.visibility != Visibility.PUBLIC else "",
    ]
    return {
        "url": file.get_absolute_url(),
        "label": file.name,
        "facts": [fact for fact in facts if fact],
        "text": file.finding_in_words,
    }


def address_of(publication: Publication) -> str:
    """Its address on the web, else by its DOI or handle; empty if there is none."""
    if address := web_address(publication):
        return address
    if publication.doi:
        return f"https://doi.org/{publication.doi}"
    return f"https://hdl.handle.net/{publication.handle}" if publication.handle else ""


def web_address(publication: Publication) -> str:
    """Its address where it is one of the web; sources write other things too."""
    return publication.url if publication.url.startswith(("https://", "http://")) else ""


def host_of(address: str) -> str:
    """The site of an address; the address itself where it is malformed, as imported ones may be."""
    try:
        return (urlsplit(address).hostname or address).removeprefix("www.")
    except ValueError:
        return address


def identifiers(publication: Publication) -> list[Item]:
    doi, handle = publication.doi, publication.handle
    found = [
        _("Symbol: %(symbol)s") % {"symbol": publication.symbol} if publication.symbol else "",
        {"text": f"DOI: {doi}", "url": f"https://doi.org/{doi}"} if doi else "",
        f"ISBN: {publication.isbn}" if publication.isbn else "",
        {"text": _("Handle: %(handle)s") % {"handle": handle}, "url": f"https://hdl.handle.net/{handle}"}
        if handle
        else "",
    ]
    return [item for item in found if item] or [_("None on record")]


def language_versions(publication: Publication, others: Iterable[Publication]) -> list[Item]:
    """This record and the others of the same work; nothing where there are no others."""
    versions = [
        {
            "text": language_or_not_stated(other.language),
            "url": other.get_absolute_url(),
            "hreflang": other.language,
        }
        for other in others
    ]
    this = _("%(language)s (this record)") % {"language": language_or_not_stated(publication.language)}
    return [this, *versions] if versions else []


def subjects(publication: Publication) -> list[Item]:
    """Sectors, themes, countries and keywords; each tag leads to its page, and to the records that have it."""
    tagged = [
        *((tag, "sector", tag.sector, tag.sector.slug) for tag in publication.sector_tags.all()),
        *((tag, "theme", tag.theme, tag.theme.slug) for tag in publication.theme_tags.all()),
        *((tag, "country", tag.area, tag.area.code) for tag in publication.area_tags.all()),
    ]
    items = [_subject(tag, name, what, value) for tag, name, what, value in tagged]
    everywhere = [_("All sectors")] if publication.all_sectors else []
    return [*everywhere, *sorted(items, key=lambda item: item["suggested"]), *publication.keywords]


def _subject(tag: Tag, name: str, what: Sector | Theme | Area, value: str) -> dict[str, Any]:
    return {
        "text": str(what),
        "suggested": tag.is_suggested,
        "url": what.get_absolute_url(),
        "records": f"{reverse('research')}?{urlencode({name: value})}",
    }


def provenance(publication: Publication) -> list[Item]:
    """Who lists the record, since when we have it, and whether anybody has checked it."""
    verified = publication.verified_on
    return [
        _("From the ILO") if publication.in_house else _("From outside the ILO"),
        *(item for record in publication.source_records.all() for item in _source(record)),
        _("Verified on %(date)s") % {"date": PartialDate.of(verified).display()}
        if verified
        else _("Not yet verified by a specialist"),
        PEER_REVIEW[publication.peer_reviewed],
        *([_("Licence: %(licence)s") % {"licence": publication.licence}] if publication.licence else []),
    ]


def _source(record: SourceRecord) -> Iterable[Item]:
    source = record.source
    yield {"text": _("Source: %(source)s") % {"source": source.name}, "url": source.url}
    if source.retrieved_on:
        yield _("Retrieved on %(date)s") % {"date": PartialDate.of(source.retrieved_on).display()}
