"""What the search over everything looks in besides the research, in the order of its page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundwork.places import Area
from indicators.models import Indicator
from meetings.models import Document, Meeting, Outcome, Review
from research.search.entries import Kind
from sectors.models import (
    FocalPoint,
    GoodPractice,
    Instrument,
    KeyIssue,
    Sector,
    SectorPage,
    TeamMember,
    Theme,
    Tool,
)


def _of_sector(sector: Sector) -> str:
    return _("Branch of %(sector)s") % {"sector": sector.parent} if sector.parent else _("Sector")


def _place_in_words(area: Area) -> str:
    return str(area.regions[-1]) if area.regions else ""


def _directory(sector: Sector | None) -> str:
    """The directory of people, for one sector where that is known: all of it has several pages."""
    return reverse("people", query={"sector": sector.slug} if sector else None)


def kinds() -> list[Kind]:
    """Two may have one code: a sector is found by its name and by its page."""
    sectors, tools = gettext_lazy("Sectors"), gettext_lazy("Instruments and tools")
    people = gettext_lazy("Teams and focal points")
    return [
        Kind("sectors", sectors, Sector, "name", made_from=["parent"], detail=_of_sector),
        Kind(
            "sectors",
            sectors,
            SectorPage,
            "sector__name",
            text=["summary", "overview"],
            made_from=["sector", "sector__parent"],
            detail=lambda page: _of_sector(page.sector),
        ),
        Kind(
            "issues",
            gettext_lazy("Key issues"),
            KeyIssue,
            "title",
            text=["text"],
            made_from=["page", "page__sector"],
            detail=lambda issue: issue.page.sector.name,
            address=lambda issue: f"{issue.page.get_absolute_url()}#issue-{issue.pk}",
        ),
        Kind("themes", gettext_lazy("Themes"), Theme, "name", text=["description"]),
        Kind(
            "countries",
            gettext_lazy("Countries"),
            Area,
            "name",
            made_from=["parent", "parent__parent", "parent__parent__parent", "parent__parent__parent__parent"],
            detail=_place_in_words,
            names=lambda area: [area.code],
            rows=lambda areas: areas.countries(),
        ),
        Kind(
            "instruments",
            tools,
            Instrument,
            "title",
            text=["note", "how_to_use"],
            detail=lambda one: ", ".join(filter(None, (one.get_kind_display(), one.number))),
            names=lambda one: one.short_names,
        ),
        Kind(
            "instruments",
            tools,
            Tool,
            "title",
            text=["how_to_use"],
            made_from=["page", "page__sector"],
            detail=lambda tool: tool.page.sector.name,
            address=lambda tool: f"{tool.page.get_absolute_url()}#tool-{tool.pk}",
        ),
        Kind(
            "practices",
            gettext_lazy("What works"),
            GoodPractice,
            "title",
            text=["text", "conditions"],
            detail=lambda practice: practice.get_outcome_display(),
        ),
        Kind(
            "indicators",
            gettext_lazy("Statistics"),
            Indicator,
            "name",
            text=["definition"],
            detail=lambda indicator: indicator.source,
            names=lambda indicator: [indicator.code, indicator.short_name],
        ),
        Kind(
            "meetings",
            gettext_lazy("Meetings"),
            Meeting,
            "title",
            text=["place", "note"],
            detail=lambda meeting: ", ".join(filter(None, (meeting.period, meeting.place))),
            names=lambda meeting: [meeting.symbol],
        ),
        Kind(
            "documents",
            gettext_lazy("Meeting documents"),
            Document,
            "title",
            made_from=["meeting"],
            detail=lambda paper: ", ".join([str(paper.get_kind_display()), paper.meeting.title]),
            names=lambda paper: [paper.symbol],
            address=lambda paper: f"{paper.meeting.get_absolute_url()}#document-{paper.pk}",
        ),
        Kind(
            "reviews",
            gettext_lazy("Reviews and evaluations"),
            Review,
            "title",
            text=["note"],
            detail=lambda review: review.get_kind_display(),
            names=lambda review: [review.symbol],
        ),
        Kind(
            "outcomes",
            gettext_lazy("Outcomes and follow-up"),
            Outcome,
            "text",
            text=["section"],
            made_from=["meeting", "review"],
            detail=lambda outcome: outcome.origin.title,
        ),
        Kind(
            "people",
            people,
            TeamMember,
            "person__name",
            text=["responsibility", "person__unit__name", "sector__name", "group__name"],
            made_from=["person", "person__unit", "sector", "group"],
            detail=lambda one: ", ".join(filter(None, (one.responsibility, str(one.sector or one.group)))),
            address=lambda one: f"{_directory(one.sector)}#team-{one.pk}",
            rows=lambda members: members.filter(person__is_active=True),
        ),
        Kind(
            "people",
            people,
            FocalPoint,
            "function",
            text=["unit__name", "organisation__name", "area__name"],
            made_from=["unit", "organisation", "person", "area"],
            joined=["sectors"],
            detail=lambda one: ", ".join(filter(None, (one.shown_name, one.place))),
            names=lambda one: [one.shown_name],
            address=lambda one: f"{_directory(one.sectors.first())}#focal-{one.pk}",
        ),
    ]
