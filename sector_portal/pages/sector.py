from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.models import Meeting
from research.models import Publication
from research.search import facets
from research.search.spread import spread_of
from sector_portal.near import get_or_near
from sector_portal.pages.sector_parts import parts_with_content
from sectors.models import GoodPractice, Instrument, Sector, SectorPage

NEWEST = 5


@require_safe
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """A sector or branch: its text, instruments, research and meetings."""
    user = request.user
    sectors = Sector.objects.visible_to(user).select_related("group", "parent__group")
    this = get_or_near(sectors, slug)
    context = {
        "sector": this,
        "lit": this.pane.order,
        "branches": Sector.objects.visible_to(user).filter(parent=this),
        "activities": this.sectoractivity_set.select_related("activity"),
        "instruments": Instrument.objects.visible_to(user).in_sector(this),
        **_written(this, user),
        **_research(this, user),
        **_meetings(this, user),
        **_practices(this, user),
    }
    return render(request, "pages/sector.html", context | {"parts": parts_with_content(context)})


def _written(sector: Sector, user: Any) -> dict[str, Any]:
    """What its editors wrote."""
    page = SectorPage.objects.visible_to(user).with_parts().filter(sector=sector).first()
    if page is None:
        return {"page": None}
    return {
        "page": page,
        "overview": page.overview,
        "key_issues": page.key_issues.all(),
        "links": page.links.all(),
    }


def _research(sector: Sector, user: Any) -> dict[str, Any]:
    publications = Publication.objects.visible_to(user).about(sector)
    records = spread_of(facets.SECTOR, sector.pk, user)
    return {
        "research": publications.stated_first(sector).in_brief()[:NEWEST],
        "research_count": publications.count(),
        "themes": records.themes,
        "countries": records.countries,
    }


def _meetings(sector: Sector, user: Any) -> dict[str, Any]:
    meetings = Meeting.objects.visible_to(user).in_sector(sector)
    return {"meetings": meetings.newest()[:NEWEST], "meeting_count": meetings.count()}


def _practices(sector: Sector, user: Any) -> dict[str, Any]:
    practices = GoodPractice.objects.visible_to(user).about(sector)
    return {"practices": practices.works_first().in_brief()[:NEWEST], "practice_count": practices.count()}
