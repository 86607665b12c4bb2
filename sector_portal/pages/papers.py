"""The papers that the public expects, and how to search. Each is a template in each language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from research.models import Source
from sector_portal import navigation
from sector_portal.retention import PERSONAL

PAPERS = {name: label for label, name in navigation.PAPERS}
SEARCH_HELP = "search-help"
HEADINGS = PAPERS | {SEARCH_HELP: _("How to search")}


@require_safe
def paper(request: HttpRequest, name: str) -> HttpResponse:
    context = {
        "heading": HEADINGS[name],
        "text": f"papers/{name}.{get_language()}.html",
        "rules": PERSONAL if name == "privacy" else None,
        "sources": Source.objects.visible_to(request.user) if name == "about" else None,
    }
    return render(request, "papers/paper.html", context)
