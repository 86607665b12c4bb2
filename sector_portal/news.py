"""What was published or changed lately, of every floor: publications, meetings, outcomes, instruments, sector texts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundwork.places import Area
from groundwork.publishing import Publishable
from groundwork.translated import shown_language
from meetings.models import Meeting, Outcome
from research.models import Publication
from sectors.models import Instrument, Sector, SectorPage, Theme

Subject = Sector | Theme | Area  # Area: a country
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


def latest(subject: Subject | None = None, *, most: int = MOST) -> list[News]:
    """The last changes of what anyone may see, newest first; of a sector with those of its branches."""
    rows = [row for rows in _sources(subject) for row in rows.order_by("-updated_at", "-pk")[:most]]
    rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [ANNOUNCE[type(row)](row) for row in rows[:most]]


def _sources(subject: Subject | None) -> list[QuerySet]:
    """What can be about the subject: of themes and countries, publications only, as nothing else carries them yet."""
    publications = Publication.objects.visible_to(None).in_brief()
    others = [
        Meeting.objects.visible_to(None).with_parts(),
        Outcome.objects.visible_to(None).with_origin(),
        Instrument.objects.visible_to(None).prefetch_related("sectors"),
        SectorPage.objects.visible_to(None).select_related("sector"),
    ]
    if subject is None:
        return [publications, *others]
    of_sector = [rows.in_sector(subject) for rows in others] if isinstance(subject, Sector) else []
    return [publications.about(subject), *of_sector]


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


def _instrument(row: Instrument) -> News:
    return News(
        row,
        title=Words(str(row), shown_language(row, "title")),
        summary=Words(str(row.get_kind_display()), get_language()),
        kind=("instrument", _("Instrument")),
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
    Instrument: _instrument,
    SectorPage: _page,
}
