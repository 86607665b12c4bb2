from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundwork.near import get_or_near
from groundwork.publishing import PublishingState
from meetings.models import Meeting, Outcome
from research.models import Publication
from research.search import facets
from research.search.spread import spread, spread_of
from sector_portal.headlines import headlines
from sector_portal.pages import statistics
from sector_portal.pages.glance import at_a_glance
from sectors.filters import ThemeFilterSet
from sectors.models import GoodPractice, Theme

NEWEST = 5


@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    """Every theme, or those that serve a goal, with its goals and the number of its records."""
    filters = ThemeFilterSet(request.GET, queryset=Theme.objects.visible_to(request.user), request=request).checked()
    records = {choice["value"]: choice["count"] for choice in spread(request.user).themes}
    shown = [(theme, records.get(theme.slug, 0)) for theme in filters.qs]
    return render(request, "pages/themes.html", {"themes": shown, "filters": filters})


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """A theme: what it is, the sectors it occurs in, and its research."""
    user = request.user
    every = Theme.objects.visible_to(user)
    this = get_or_near(every, slug)
    practices = list(GoodPractice.objects.visible_to(user).about(this).counted().works_first().in_a_row()[:NEWEST])
    outcomes = list(Outcome.objects.visible_to(user).about(this).in_a_row()[:NEWEST])
    of_theme = Meeting.objects.visible_to(user).that_spoke_of(Outcome.objects.visible_to(user).about(this))
    context = {
        "theme": this,
        "news": headlines(this) if this.state == PublishingState.PUBLISHED else [],
        "records": spread_of(facets.THEME, this.pk, user),
        "statistics": statistics.of_theme(this, user),
        "research": Publication.objects.visible_to(user).about(this).stated_first(this).in_a_row()[:NEWEST],
        "others": every.exclude(pk=this.pk),
        "practices": practices,
        "practice_count": practices[0].total if practices else 0,
        "outcomes": outcomes,
        "outcome_count": outcomes[0].total if outcomes else 0,
        "meetings": of_theme.newest()[:NEWEST] if outcomes else [],
    }
    glance = at_a_glance(
        research=context["records"].total,
        practices=context["practice_count"],
        outcomes=context["outcome_count"],
        statistics=len(context["statistics"].figures.known),
    )
    return render(request, "pages/theme.html", context | {"glance": glance})
