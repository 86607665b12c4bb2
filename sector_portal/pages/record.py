from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from research.models import Publication


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One publication."""
    publication = get_object_or_404(Publication.objects.visible_to(request.user).with_parts(request.user), pk=pk)
    return render(request, "pages/record.html", {"publication": publication})
