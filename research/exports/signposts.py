"""Signposting (signposting.org): typed links that tell a machine at a record's page where everything is.

The same links are the page's Link header (RFC 8288) and its link set as JSON (RFC 9264).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.encoding import iri_to_uri

from groundwork.publishing import Visibility
from research.exports.csl import Absolute
from research.exports.files import FORMATS
from research.models import Publication, PublicationFile
from research.record import address_of

LINK_SET = "application/linkset+json"
MOST_AUTHORS = 50  # that a header has room for
WEB = ("https://", "http://")
SAFE = str.maketrans({sign: f"%{ord(sign):02X}" for sign in '<>"\\^`{|} '})


class Signpost(NamedTuple):
    rel: str
    href: str
    media_type: str = ""


def signposts(
    publication: Publication, absolute: Absolute, schema_type: str, files: Iterable[PublicationFile] = ()
) -> list[Signpost]:
    """The links of a publication with_parts and of its files; `schema_type` is its type at schema.org ("Report")."""
    free = publication.access == Publication.Access.FREE
    authors = [one.contributor.orcid for one in publication.contributions.all() if one.contributor.orcid]
    return [
        Signpost("cite-as", _lasting_address(publication, absolute)),
        *(
            Signpost("item", absolute(file.get_absolute_url()), "application/pdf")
            for file in files
            if file.visibility == Visibility.PUBLIC
        ),
        *(Signpost("item", address) for address in [address_of(publication)] if address and free),
        *(Signpost("author", f"https://orcid.org/{orcid}") for orcid in authors[:MOST_AUTHORS]),
        Signpost("type", "https://schema.org/AboutPage"),
        Signpost("type", f"https://schema.org/{schema_type}"),
        *(Signpost("license", licence) for licence in [publication.licence] if licence.startswith(WEB)),
        *(
            Signpost("describedby", absolute(reverse("record-file", args=[publication.pk, ending])), form.media_type)
            for ending, form in FORMATS.items()
        ),
    ]


def link_header(links: Iterable[Signpost], publication: Publication, absolute: Absolute) -> str:
    """The links and where to find them as a set, as the value of a Link header."""
    link_set = Signpost("linkset", absolute(reverse("record-links", args=[publication.pk])), LINK_SET)
    return ", ".join(_in_header(link) for link in [*links, link_set])


def link_set(links: Iterable[Signpost], publication: Publication, absolute: Absolute) -> dict[str, Any]:
    """The links as RFC 9264 writes them, with the way back from each description to the record."""
    links, page = list(links), absolute(publication.get_absolute_url())
    by_rel: dict[str, list[dict[str, str]]] = defaultdict(list)
    for link in links:
        by_rel[link.rel].append({"href": link.href} | ({"type": link.media_type} if link.media_type else {}))
    back = {"describes": [{"href": page, "type": "text/html"}]}
    return {
        "linkset": [
            {"anchor": page, **by_rel},
            *({"anchor": link.href, **back} for link in links if link.rel == "describedby"),
        ]
    }


def _lasting_address(publication: Publication, absolute: Absolute) -> str:
    if publication.doi:
        return f"https://doi.org/{publication.doi}"
    if publication.handle:
        return f"https://hdl.handle.net/{publication.handle}"
    return absolute(publication.get_absolute_url())


def _in_header(link: Signpost) -> str:
    media_type = f'; type="{link.media_type}"' if link.media_type else ""
    return f'<{iri_to_uri(link.href).translate(SAFE)}>; rel="{link.rel}"{media_type}'
