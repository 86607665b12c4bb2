"""Files of records: of one, of a search, of a reading list. They hold what anyone may see, for signed-in people too."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from groundwork.uploads import private_file_response
from research.exports.files import FORMATS, records
from research.filters import PublicationFilterSet
from research.models import Publication, PublicationFile, SearchRow
from research.reading_list import chosen, followed
from research.record import merged_into


@require_safe
def record_file(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    publications = Publication.objects.visible_to(None).with_parts(None)
    publication = publications.filter(pk=pk).first()
    if publication is None:
        kept = get_object_or_404(publications, pk=merged_into(pk))
        return redirect("record-file", pk=kept.pk, ending=ending, permanent=True)
    response = _file(request, [publication], f"record-{pk}.{ending}")
    page = request.build_absolute_uri(publication.get_absolute_url())
    response["Link"] = f'<{page}>; rel="describes"; type="text/html"'
    return response


@require_safe
def search_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """All that a search finds, in its order, however much."""
    rows = SearchRow.objects.visible_to(None)
    filters = PublicationFilterSet(request.GET, queryset=rows, request=request).strict()
    return _file(request, records(filters.keys()), f"records.{ending}")


@require_safe
def reading_list_file(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    return _file(request, records(followed(chosen(request.GET))), f"reading-list.{ending}")


def full_text(request: HttpRequest, publication: int, pk: int) -> HttpResponse:
    """A full text that is kept here. Who may have it is asked each time."""
    files = PublicationFile.objects.visible_to(request.user).filter(publication=publication)
    return private_file_response(request, get_object_or_404(files, pk=pk))


def _file(request: HttpRequest, publications: Iterable[Publication], name: str) -> StreamingHttpResponse:
    form = FORMATS[name.rpartition(".")[2]]
    response = StreamingHttpResponse(
        form.written(publications, request.build_absolute_uri), content_type=form.content_type
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
