from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from research.models import Publication
from research.search import facets
from research.search.spread import spread, spread_of
from sector_portal.near import get_or_near
from sector_portal.pages import statistics
from sectors.models import GoodPractice, Theme

NEWEST = 5


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Every theme with its goals and the number of its records."""
    records = {choice["value"]: choice["count"] for choice in spread(request.user).themes}
    shown = [(theme, records.get(theme.slug, 0)) for theme in Theme.objects.visible_to(request.user)]
    return render(request, "pages/themes.html", {"themes": shown})


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme: what it is, the sectors it occurs in, and its research."""
    user = request.user
    every = Theme.objects.visible_to(user)
    this = get_or_near(every, slug)
    practices = list(GoodPractice.objects.visible_to(user).about(this).counted().works_first().in_a_row()[:NEWEST])
    context = {
        "theme": this,
        "records": spread_of(facets.THEME, this.pk, user),
        "statistics": statistics.of_theme(this, user),
        "research": Publication.objects.visible_to(user).about(this).stated_first(this).in_brief()[:NEWEST],
        "others": every.exclude(pk=this.pk),
        "practices": practices,
        "practice_count": practices[0].total if practices else 0,
    }
    return render(request, "pages/theme.html", context)
