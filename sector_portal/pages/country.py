from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from groundwork.near import get_or_near
from groundwork.places import Area
from meetings.models import Meeting, Outcome
from research.models import Publication
from research.search import facets
from research.search.spread import spread, spread_of
from sector_portal.headlines import headlines
from sector_portal.pages import statistics
from sector_portal.pages.glance import at_a_glance
from sectors.directory import entries
from sectors.models import CountryPriority, CountryProgramme, FocalPoint, GoodPractice, Instrument, TeamMember

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
    this = get_or_near(places, code, field="code")
    context = {
        "country": this,
        "news": headlines(this),
        "records": spread_of(facets.COUNTRY, this.pk, user),
        "statistics": statistics.of_country(this, user),
        "research": Publication.objects.visible_to(user).about(this).stated_first(this).in_a_row()[:NEWEST],
        "team": entries(TeamMember.objects.none(), FocalPoint.objects.visible_to(user).of_country(this)),
        **_practices(this, user),
        **_meetings(this, user),
        **_agreed(this, user),
    }
    glance = at_a_glance(
        research=context["records"].total,
        practices=context["practice_count"],
        outcomes=context["outcome_count"],
        instruments=len(context["instruments"]),
        statistics=len(context["statistics"].figures.known),
    )
    return render(request, "pages/country.html", context | {"glance": glance})


def _practices(country: Area, user: Any) -> dict[str, Any]:
    """Its good practices, and the instruments that they put to use."""
    every = GoodPractice.objects.visible_to(user).about(country)
    practices = list(every.counted().works_first().in_a_row()[:NEWEST])
    used = Instrument.objects.visible_to(user).filter(
        pk__in=GoodPractice.instruments.through.objects.filter(goodpractice__in=every.values("pk")).values("instrument")
    )
    return {
        "practices": practices,
        "practice_count": practices[0].total if practices else 0,
        "instruments": used.with_standing().conventions_first() if practices else [],
    }


def _meetings(country: Area, user: Any) -> dict[str, Any]:
    """The outcomes that name it, and the meetings that these come from."""
    every = Outcome.objects.visible_to(user).about(country)
    outcomes = list(every.in_a_row()[:NEWEST])
    return {
        "outcomes": outcomes,
        "outcome_count": outcomes[0].total if outcomes else 0,
        "meetings": Meeting.objects.visible_to(user).that_spoke_of(every).newest()[:NEWEST] if outcomes else [],
    }


def _agreed(country: Area, user: Any) -> dict[str, Any]:
    """Its Decent Work Country Programmes, and its priorities by sector."""
    return {
        "programmes": CountryProgramme.objects.visible_to(user).about(country),
        "priorities": CountryPriority.objects.visible_to(user).about(country).with_sectors(),
    }
