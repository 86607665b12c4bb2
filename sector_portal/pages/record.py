from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from groundwork.links import unanswered_on
from groundwork.publishing import PublishingState
from meetings.models import Meeting
from research import record as reading
from research.exports.bibtex import bibtex_entry
from research.exports.citations import citations
from research.exports.files import file_links
from research.exports.highwire import highwire
from research.exports.signposts import LINK_SET, Signpost, link_header, link_set, signposts
from research.models import Publication, PublicationFile
from research.search.related import related
from sector_portal.structured_data import work_type

NEAREST = 5


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One publication: what it is, where to read it, where the record comes from, and what stands beside it."""
    publications = Publication.objects.visible_to(request.user)
    publication = publications.with_parts(request.user).annotate(**unanswered_on("url")).filter(pk=pk).first()
    if publication is None:
        return redirect(get_object_or_404(publications, pk=reading.merged_into(pk)), permanent=True)
    versions = list(publications.versions_of(publication))
    nearest = related(publication.pk, most=NEAREST, leave_out=[version.pk for version in versions])
    sectors = [tag.sector for tag in publication.sector_tags.all() if not tag.is_suggested]
    files = list(publication.files.visible_to(request.user))
    context = {
        "publication": publication,
        "sectors": sectors,
        "lit": sectors[0].pane.order if sectors else None,
        "facts": reading.facts(publication),
        "full_text": reading.full_text(publication, files),
        "identifiers": reading.identifiers(publication),
        "versions": reading.language_versions(publication, versions),
        "provenance": reading.provenance(publication),
        "subjects": reading.subjects(publication),
        "related": publications.related_to(publication, nearest).in_brief()[:NEAREST],
        "meetings": Meeting.objects.visible_to(request.user).filter(publications=publication).newest(),
    }
    if publication.state == PublishingState.PUBLISHED:
        context |= _ways_out(request, publication, files)
    response = render(request, "pages/record.html", context)
    if publication.state == PublishingState.PUBLISHED:
        links = _signposts(request, publication, files)
        response["Link"] = link_header(links, publication, request.build_absolute_uri)
    return response


@require_safe
def record_links(request: HttpRequest, pk: int) -> JsonResponse:
    """The links of a record's Link header, as a set (RFC 9264)."""
    publication = get_object_or_404(Publication.objects.visible_to(None).with_parts(None), pk=pk)
    links = _signposts(request, publication, publication.files.visible_to(None))
    return JsonResponse(link_set(links, publication, request.build_absolute_uri), content_type=LINK_SET)


def _signposts(request: HttpRequest, publication: Publication, files: Iterable[PublicationFile]) -> list[Signpost]:
    return signposts(publication, request.build_absolute_uri, work_type(publication), files)


def _ways_out(request: HttpRequest, publication: Publication, files: list[PublicationFile]) -> dict[str, Any]:
    """How to cite the record and take it elsewhere (research/_cite.html)."""
    return {
        "citations": citations(publication, request.build_absolute_uri, get_language()),
        "bibtex": bibtex_entry(publication, request.build_absolute_uri),
        "files": file_links("record-file", publication.pk),
        "key": str(publication.pk),
        "citation_tags": highwire(publication, request.build_absolute_uri, files),
    }
