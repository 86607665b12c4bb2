"""What was published or changed lately, of every floor: publications, meetings, outcomes, texts of sectors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundwork.publishing import Publishable
from groundwork.translated import shown_language
from meetings.models import Meeting, Outcome
from research.models import Publication
from sectors.models import Sector, SectorPage

MOST = 50
NOT_STATED = "und"  # BCP 47 for a language that nobody stated


class Words(NamedTuple):
    text: str
    language: str


@dataclass(frozen=True)
class News:
    """One row of any floor, in the words that announce it."""

    row: Publishable
    title: Words
    summary: Words
    kind: tuple[str, str | Promise]  # code and label
    sectors: Iterable[Sector]
    authors: Iterable[str] = ()


def latest(sector: Sector | None = None, *, most: int = MOST) -> list[News]:
    """The last changes of what anyone may see, newest first; of a sector, with those of its branches."""
    rows = [row for rows in _sources(sector) for row in rows.order_by("-updated_at", "-pk")[:most]]
    rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [ANNOUNCE[type(row)](row) for row in rows[:most]]


def _sources(sector: Sector | None) -> list[QuerySet]:
    publications = Publication.objects.visible_to(None).in_brief()
    meetings = Meeting.objects.visible_to(None).with_parts()
    outcomes = Outcome.objects.visible_to(None).with_origin()
    pages = SectorPage.objects.visible_to(None).select_related("sector")
    if sector is None:
        return [publications, meetings, outcomes, pages]
    return [publications.about(sector), *(rows.in_sector(sector) for rows in (meetings, outcomes, pages))]


def _publication(row: Publication) -> News:
    language = row.language or NOT_STATED
    return News(
        row,
        title=Words(row.title, language),
        summary=Words(row.abstract, language),
        kind=(row.kind, row.get_kind_display()),
        sectors=[tag.sector for tag in row.sector_tags.all() if not tag.is_suggested],
        authors=[str(one) for one in row.contributions.all()],
    )


def _meeting(row: Meeting) -> News:
    facts = (row.get_kind_display(), row.period, row.place or (_("Online") if row.online else ""))
    return News(
        row,
        title=Words(row.title, shown_language(row, "title")),
        summary=Words(", ".join(str(fact) for fact in facts if fact), get_language()),
        kind=("meeting", _("Meeting")),
        sectors=row.sectors.all(),
    )


def _outcome(row: Outcome) -> News:
    number = _("No. %(number)s") % {"number": row.number} if row.number else ""
    return News(
        row,
        title=Words(", ".join(filter(None, (row.origin.title, number))), shown_language(row.origin, "title")),
        summary=Words(row.text, shown_language(row, "text")),
        kind=("outcome", _("Outcome")),
        sectors=row.sectors.all(),
    )


def _page(row: SectorPage) -> News:
    return News(
        row,
        title=Words(row.sector.name, shown_language(row.sector, "name")),
        summary=Words(row.summary, shown_language(row, "summary")),
        kind=("sector-page", _("Sector page")),
        sectors=[row.sector],
    )


ANNOUNCE: dict[type, Callable[[Any], News]] = {
    Publication: _publication,
    Meeting: _meeting,
    Outcome: _outcome,
    SectorPage: _page,
}
