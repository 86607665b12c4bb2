from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.models import Meeting
from research.models import Publication
from research.search import facets
from research.search.spread import spread_of
from sector_portal.near import get_or_near
from sectors.models import Instrument, Sector, SectorPage

NEWEST = 5


@require_safe
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """A sector or branch: its text, instruments, research and meetings."""
    user = request.user
    sectors = Sector.objects.visible_to(user).select_related("group", "parent__group")
    this = get_or_near(sectors, slug)
    publications = Publication.objects.visible_to(user).about(this)
    meetings = Meeting.objects.visible_to(user).in_sector(this)
    records = spread_of(facets.SECTOR, this.pk, user)
    context = {
        "sector": this,
        "lit": this.pane.order,
        "page": SectorPage.objects.visible_to(user).with_parts().filter(sector=this).first(),
        "branches": Sector.objects.visible_to(user).filter(parent=this),
        "activities": this.sectoractivity_set.select_related("activity"),
        "instruments": Instrument.objects.visible_to(user).in_sector(this),
        "research": publications.stated_first(this).in_brief()[:NEWEST],
        "research_count": publications.count(),
        "themes": records.themes,
        "countries": records.countries,
        "meetings": meetings.newest()[:NEWEST],
        "meeting_count": meetings.count(),
    }
    return render(request, "pages/sector.html", context)
