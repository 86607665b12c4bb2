import re
from operator import attrgetter
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from groundwork.near import NearMissError, get_or_near
from meetings.models import Meeting
from research.search.naming import found_by, in_titles
from sectors.models import GoodPractice, Instrument, Sector
from sectors.search import called

NEWEST = 5
OTHERS = 10
YEAR_AND_AFTER = re.compile(r"(?: \(Revised\))?, \d{4}\b.*")  # of "Maritime Labour Convention, 2006, as amended"


@require_safe
def instrument(request: HttpRequest, slug: str) -> HttpResponse:
    """An instrument: its names, its sectors, the research that names it, and what else there is in its sectors."""
    user = request.user
    instruments = Instrument.objects.visible_to(user).with_standing()
    of_sectors = Prefetch("sectors", Sector.objects.with_group())
    try:
        this = get_or_near(instruments.prefetch_related(of_sectors), slug, names=attrgetter("names"))
    except NearMissError:
        others = called(instruments, slug.replace("-", " "))
        if len(others) == 1:  # /instruments/mlc/, /instruments/C186/
            return HttpResponsePermanentRedirect(others[0].get_absolute_url())
        raise
    sectors = list(this.sectors.all())
    panes = {sector.pane.order for sector in sectors}
    search = in_titles(_searched(this))
    research = found_by(search, user)
    others = instruments.in_sectors(sectors).exclude(pk=this.pk).conventions_first()
    context = {
        "instrument": this,
        "sectors": sectors,
        "lit": panes.pop() if len(panes) == 1 else None,
        "names": _names(this),
        "revises": Instrument.objects.visible_to(user).filter(revised_by=this).conventions_first(),
        **_practices(this, user),
        **_meetings(this, user),
        "research": research.in_brief()[:NEWEST],
        "research_count": research.count(),
        "search": search,
        "others": others[:OTHERS],
        "other_count": others.count(),
    }
    return render(request, "pages/instrument.html", context)


def _practices(instrument: Instrument, user: Any) -> dict[str, Any]:
    """The good practices that put it to use."""
    every = GoodPractice.objects.visible_to(user).filter(instruments=instrument)
    practices = list(every.counted().works_first().in_a_row()[:NEWEST])
    return {"practices": practices, "practice_count": practices[0].total if practices else 0}


def _meetings(instrument: Instrument, user: Any) -> dict[str, Any]:
    meetings = list(Meeting.objects.visible_to(user).filter(instruments=instrument).counted().newest()[:NEWEST])
    return {"meetings": meetings, "meeting_count": meetings[0].total if meetings else 0}


def _searched(instrument: Instrument) -> list[str]:
    """The names that mean it and nothing else: a short one has a number in it, a title goes without its year."""
    short = [name for name in instrument.short_names if any(letter.isdigit() for letter in name)]
    return [*short, *(YEAR_AND_AFTER.sub("", title) for title in instrument.titles.values())]


def _names(instrument: Instrument) -> list[dict[str, object]]:
    """Rows of parts/_terms.html."""
    rows = [
        {"term": get_language_info(code)["name_translated"], "values": [{"text": title, "lang": code}]}
        for code, title in instrument.titles.items()
    ]
    short = ", ".join(instrument.short_names)
    return [*rows, *([{"term": _("Also found as"), "values": [short]}] if short else [])]
