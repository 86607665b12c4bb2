"""Files of a whole indicator. They hold what anyone may see, for signed-in people too."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from indicators.exports import FORMATS, stored
from indicators.models import Vintage


@require_safe
def indicator_file(
    request: HttpRequest,  # noqa: ARG001 - a view
    code: str,
    ending: str,
    number: int | None = None,
) -> StreamingHttpResponse:
    """Every stored value of the newest vintage, or of that with the number."""
    if ending not in FORMATS:
        raise Http404
    vintages = Vintage.objects.visible_to(None).select_related("indicator")
    vintages = vintages.current() if number is None else vintages.filter(pk=number)
    vintage = get_object_or_404(vintages, indicator__code=code)
    form = FORMATS[ending]
    response = StreamingHttpResponse(form.written(stored(vintage, None)), content_type=form.content_type)
    response["Content-Disposition"] = f'attachment; filename="{vintage.indicator.code}-{vintage.pk}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response
