from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from meetings.figures import bar_of
from meetings.models import Meeting, Outcome
from research.models import SearchRow
from sector_portal.headlines import headlines
from sectors.models import SectorGroup

NEWEST = 4
LATEST = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search first, then the sectors, follow-up at a glance, and what is newest."""
    user = request.user
    meetings = Meeting.objects.visible_to(user)
    outcomes = Outcome.objects.visible_to(user).with_status()
    bar = bar_of(outcomes.counted(), address=reverse("follow-up"))
    context = {
        "groups": SectorGroup.objects.visible_to(user).in_force().with_sectors(user),
        "bar": bar.segments,
        "outcome_count": bar.base,
        "record_count": SearchRow.objects.visible_to(user).count(),
        "meeting_count": meetings.count(),
        "news": headlines(),
        "upcoming": meetings.upcoming()[:NEWEST],
        "latest": meetings.past().newest()[:LATEST],
    }
    return render(request, "pages/home.html", context)
