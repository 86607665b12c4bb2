from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundwork.near import get_or_near
from meetings.figures import follow_up_of_meetings
from meetings.models import Meeting, Outcome
from research.models import Publication
from research.search import facets
from research.search.spread import spread_of
from sector_portal.headlines import headlines
from sector_portal.pages import statistics
from sector_portal.pages.glance import at_a_glance
from sector_portal.pages.sector_parts import parts_to_write, parts_with_content
from sectors.directory import Entry, entries
from sectors.models import (
    FocalPoint,
    GoodPractice,
    Instrument,
    KeyIssue,
    Link,
    Partner,
    Sector,
    SectorActivity,
    SectorPage,
    Succession,
    TeamMember,
    Tool,
    Update,
)
from sectors.views import to_successor

NEWEST = 5
OF_EACH = 3  # newest records, and most relevant ones


@require_safe
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """A sector or branch: its text, instruments, research and meetings; one that was split leads to its successors."""
    user = request.user
    sectors = Sector.objects.visible_to(user)
    predecessions = Succession.objects.visible_to(user).leading_to(OuterRef(OuterRef("pk"))).rows()
    branches = sectors.in_force().filter(parent=OuterRef("pk")).links()
    siblings = sectors.in_force().filter(parent=OuterRef("parent")).exclude(pk=OuterRef("pk")).links()
    activities = SectorActivity.objects.visible_to(user).filter(sector=OuterRef("pk")).rows()
    beside = {
        "predecessors": predecessions,
        "parts_of_it": branches,
        "beside_it": siblings,
        "activity_rows": activities,
    }
    with_them = {name: ArraySubquery(rows) for name, rows in beside.items()}
    this = get_or_near(sectors.with_group().annotate(**with_them), slug)
    if this.is_over and (heirs := sectors.heirs_of([slug]).get(this)):
        led = to_successor(request, this.slug, heirs)
        return led or render(request, "pages/sector_successors.html", _successors(this, heirs))
    context = {
        "sector": this,
        "lit": this.pane.order,
        "branches": [Sector(**row) for row in this.parts_of_it],
        "siblings": [Sector(**row) for row in this.beside_it],
        "former": [Succession.from_row(row) for row in this.predecessors],
        "activities": [SectorActivity.of_row(row) for row in this.activity_rows],
        "partners": _own_first(Partner.objects.visible_to(user).in_sector_own_first(this).with_link_check().by_kind()),
        "news": headlines(this),
        **_written(this, user),
        **_research(this, user),
        **_meetings(this, user),
        **_practices(this, user),
        "statistics": statistics.of_sector(this, user),
        "team": _team(this, user),
    }
    parts = {
        "parts": parts_with_content(context),
        "missing": parts_to_write(context, user),
        "glance": at_a_glance(
            research=context["research_count"],
            instruments=len(context["instruments"]),
            meetings=context["meeting_count"],
            practices=context["practice_count"],
            statistics=len(context["statistics"].figures.own),
        ),
    }
    return render(request, "pages/sector.html", context | parts)


def _successors(sector: Sector, heirs: list[Sector]) -> dict[str, Any]:
    notes = [one.note for one in sector.successions.all() if one.note]
    return {"sector": sector, "lit": sector.pane.order, "heirs": heirs, "notes": list(dict.fromkeys(notes))}


def _written(sector: Sector, user: Any) -> dict[str, Any]:
    """What its editors wrote, and the instruments of the catalogue: standards, then what is there to work with."""
    every = Instrument.objects.visible_to(user).in_sector_own_first(sector)
    instruments = _own_first(every.with_standing().conventions_first())
    guidance = [one for one in instruments if one.is_guidance]
    shown = {"page": None, "instruments": [one for one in instruments if not one.is_guidance], "tools": guidance}
    page = SectorPage.objects.visible_to(user).with_parts().filter(sector=sector).first()
    if page is None:
        return shown
    return shown | {
        "page": page,
        "overview": page.overview,
        "key_issues": page.parts(KeyIssue),
        "tools": _own_first([*guidance, *page.parts(Tool)]),
        "links": page.parts(Link),
        "updates": page.parts(Update),
    }


def _own_first(rows: Iterable[Any]) -> list[Any]:
    """What is of the sector that a branch belongs to comes after what is of the branch itself."""
    return sorted(rows, key=lambda row: getattr(row, "is_wider", False))


def _research(sector: Sector, user: Any) -> dict[str, Any]:
    """The most relevant and the newest records, where there are few in one list; guesses only where there are few."""
    publications = Publication.objects.visible_to(user).about(sector)
    found = list(publications.newest_and_most_relevant(sector, OF_EACH).in_a_row())
    stated = [one for one in found if not one.suggested]
    guesses = sorted((one for one in found if one.suggested), key=attrgetter("by_date"))
    newest = sorted((one for one in stated if one.by_date <= OF_EACH), key=attrgetter("by_date"))
    few = len(stated) <= OF_EACH
    relevant = stated if few else [one for one in stated if one not in newest][:OF_EACH]
    newest = [] if few else newest
    suggested = guesses[: 2 * OF_EACH - len(relevant) - len(newest)]
    records = spread_of(facets.SECTOR, sector.pk, user)
    return {
        "research": [*relevant, *newest, *suggested],
        "relevant": relevant,
        "newest": newest,
        "suggested": suggested,
        "research_count": found[0].total if found else 0,
        "themes": records.themes,
        "countries": records.countries,
    }


def _meetings(sector: Sector, user: Any) -> dict[str, Any]:
    """The latest meetings, each with where its follow-up stands."""
    meetings = list(Meeting.objects.visible_to(user).in_sector(sector).counted().newest()[:NEWEST])
    follow_up = follow_up_of_meetings(Outcome.objects.visible_to(user), meetings)
    return {
        "meetings": [(meeting, follow_up.get(meeting.pk)) for meeting in meetings],
        "meeting_count": meetings[0].total if meetings else 0,
    }


def _practices(sector: Sector, user: Any) -> dict[str, Any]:
    practices = list(GoodPractice.objects.visible_to(user).about(sector).counted().works_first().in_a_row()[:NEWEST])
    return {"practices": practices, "practice_count": practices[0].total if practices else 0}


def _team(sector: Sector, user: Any) -> list[Entry]:
    """The teams of the Department for it, and focal points elsewhere."""
    members = TeamMember.objects.visible_to(user).of_sectors([sector])
    return entries(members, FocalPoint.objects.visible_to(user).of_sectors([sector]), of_sector=True)
