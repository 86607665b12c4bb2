"""Files of a whole indicator. They hold what anyone may see, for signed-in people too."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from indicators.exports import FORMATS, stored
from indicators.models import Vintage


@require_safe
def indicator_file(request: HttpRequest, code: str, ending: str) -> StreamingHttpResponse:  # noqa: ARG001 - a view
    """Every stored value of the newest vintage."""
    if ending not in FORMATS:
        raise Http404
    newest = Vintage.objects.visible_to(None).current().select_related("indicator")
    vintage = get_object_or_404(newest, indicator__code=code)
    form = FORMATS[ending]
    response = StreamingHttpResponse(form.written(stored(vintage, None)), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{vintage.indicator.code}-{vintage.pk}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
