from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from research import record as reading
from research.models import Publication

NEWEST = 5


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One publication: what it is, where to read it, where the record comes from, and what stands beside it."""
    publications = Publication.objects.visible_to(request.user)
    publication = get_object_or_404(publications.with_parts(request.user), pk=pk)
    sectors = [tag.sector for tag in publication.sector_tags.all() if not tag.is_suggested]
    context = {
        "publication": publication,
        "sectors": sectors,
        "lit": sectors[0].pane.order if sectors else None,
        "facts": reading.facts(publication),
        "full_text": reading.full_text(publication),
        "identifiers": reading.identifiers(publication),
        "versions": reading.language_versions(publication, publications.versions_of(publication)),
        "provenance": reading.provenance(publication),
        "subjects": reading.subjects(publication),
        "related": publications.beside(publication).in_brief().newest()[:NEWEST],
    }
    return render(request, "pages/record.html", context)
