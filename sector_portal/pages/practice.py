from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundwork.near import get_or_near
from sectors.models import GoodPractice

OTHERS = 4


@require_safe
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """A good practice: what was tried, what came of it, on which conditions, and how one knows."""
    user = request.user
    practices = GoodPractice.objects.visible_to(user)
    this = get_or_near(practices.with_parts(user), slug)
    sectors = list(this.sectors.all())
    context = {
        "practice": this,
        "sectors": sectors,
        "lit": sectors[0].pane.order if sectors else None,
        "others": practices.beside(this).in_brief()[:OTHERS],
    }
    return render(request, "pages/practice.html", context)
