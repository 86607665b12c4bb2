from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from groundwork.places import Area
from research.models import Publication
from research.search import facets
from research.search.spread import spread, spread_of
from sector_portal.pages import statistics
from sectors.directory import entries
from sectors.models import FocalPoint, GoodPractice, TeamMember

NEWEST = 5


@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Countries by region: those with something on record and how much, then the others, plainly."""
    records = {choice["value"]: choice["count"] for choice in spread(request.user).countries}
    regions = [
        (
            region,
            [(country, records[country.code]) for country in inside if country.code in records],
            [country for country in inside if country.code not in records],
        )
        for region, inside in Area.objects.visible_to(request.user).by_region()
    ]
    return render(request, "pages/countries.html", {"regions": regions})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """What there is on a country. Its code may be written in capitals, as ISO does."""
    if code != code.lower():
        return HttpResponsePermanentRedirect(reverse("country", args=[code.lower()]))
    user = request.user
    places = Area.objects.visible_to(user).countries().with_regions()
    this = get_object_or_404(places, code=code)
    practices = list(GoodPractice.objects.visible_to(user).about(this).counted().works_first().in_a_row()[:NEWEST])
    context = {
        "country": this,
        "records": spread_of(facets.COUNTRY, this.pk, user),
        "statistics": statistics.of_country(this, user),
        "research": Publication.objects.visible_to(user).about(this).stated_first(this).in_brief()[:NEWEST],
        "practices": practices,
        "practice_count": practices[0].total if practices else 0,
        "team": entries(TeamMember.objects.none(), FocalPoint.objects.visible_to(user).of_country(this)),
    }
    return render(request, "pages/country.html", context)
