"""What was published or changed lately, of every floor: publications, meetings, follow-up, instruments, practices …"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from groundwork.places import Area
from groundwork.publishing import Publishable
from groundwork.translated import shown_language
from meetings.models import Answer, FollowUpEvent, Meeting, Outcome, ProgressUpdate
from research.models import Publication
from research.models.publications import PublicationQuerySet
from sectors.models import (
    CountryPriority,
    CountryProgramme,
    GoodPractice,
    Instrument,
    Sector,
    SectorPage,
    Theme,
)

Subject = Sector | Theme | Area  # Area: a country
MOST = 50
LONGEST_TITLE = 20  # words
NOT_STATED = "und"  # BCP 47 for a language that nobody stated
KINDS = {  # code and label; a publication has one of its own kinds
    Meeting: ("meeting", gettext_lazy("Meeting")),
    Outcome: ("outcome", gettext_lazy("Outcome")),
    ProgressUpdate: ("follow-up-report", gettext_lazy("Follow-up report")),
    FollowUpEvent: ("follow-up-event", gettext_lazy("Event after a meeting")),
    Instrument: ("instrument", gettext_lazy("Instrument")),
    GoodPractice: ("good-practice", gettext_lazy("Good practice")),
    SectorPage: ("sector-page", gettext_lazy("Sector page")),
    CountryProgramme: ("country-programme", gettext_lazy("Decent Work Country Programme")),
    CountryPriority: ("country-priority", gettext_lazy("Priority of a country")),
}


class Words(NamedTuple):
    text: str
    language: str


@dataclass(frozen=True)
class News:
    """One row of any floor, in the words that announce it."""

    row: Publishable | ProgressUpdate
    title: Words
    summary: Words
    kind: tuple[str, str | Promise]  # code and label
    sectors: Iterable[Sector]
    authors: Iterable[str] = ()
    page: Publishable | None = None  # where it is shown, if the row has no page of its own

    @property
    def url(self) -> str:
        return (self.page or self.row).get_absolute_url()


def latest(subject: Subject | None = None, *, most: int = MOST) -> list[News]:
    """The last changes of what anyone may see, newest first; of a sector with those of its branches."""
    rows = [row for rows in sources(subject) for row in rows.order_by("-updated_at", "-pk")[:most]]
    rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [ANNOUNCE[type(row)](row) for row in rows[:most]]


def latest_of(publications: PublicationQuerySet, *, most: int = MOST) -> list[News]:
    """The same of these publications alone."""
    return [_publication(row) for row in publications.in_brief().order_by("-updated_at", "-pk")[:most]]


def latest_follow_up(outcomes: QuerySet[Outcome], *, most: int = MOST) -> list[News]:
    """The last changes of these outcomes, the reports published here about them and the events that name them."""
    seen = Outcome.objects.visible_to(None).filter(pk__in=outcomes.order_by().values("pk"))
    found = (seen.with_origin(), _reports(seen), _events(seen))
    rows = [row for rows in found for row in rows.order_by("-updated_at", "-pk")[:most]]
    rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [ANNOUNCE[type(row)](row) for row in rows[:most]]


def sources(subject: Subject | None) -> list[QuerySet]:
    """What can be about the subject. Each row has `updated_at`, by which the newest come first."""
    publications = Publication.objects.visible_to(None).in_brief()
    practices = GoodPractice.objects.visible_to(None).in_brief()
    others = [
        Meeting.objects.visible_to(None).with_parts(),
        Outcome.objects.visible_to(None).with_origin(),
        Instrument.objects.visible_to(None).prefetch_related("sectors"),
        SectorPage.objects.visible_to(None).select_related("sector"),
        practices,
    ]
    if subject is None:
        return [publications, *others, _reports(Outcome.objects.visible_to(None))]
    if not isinstance(subject, Sector):
        outcomes = Outcome.objects.visible_to(None).about(subject)
        agreed = _agreed(subject) if isinstance(subject, Area) else []
        about = [publications.about(subject), practices.about(subject), outcomes.with_origin()]
        return [*about, _reports(outcomes), *agreed]
    reports = _reports(Outcome.objects.visible_to(None).in_sector(subject))
    return [publications.about(subject), *(rows.in_sector(subject) for rows in others), reports]


def _agreed(country: Area) -> list[QuerySet]:
    """What was agreed with a country."""
    programmes = CountryProgramme.objects.visible_to(None).about(country)
    priorities = CountryPriority.objects.visible_to(None).about(country)
    return [programmes.select_related("area"), priorities.select_related("area").prefetch_related("sectors")]


def _reports(outcomes: QuerySet[Outcome]) -> QuerySet[ProgressUpdate]:
    """What was published here about these outcomes; a report is not changed, so its publication is its last change."""
    answers = Answer.objects.visible_to(None).filter(outcome__in=Outcome.objects.visible_to(None))
    shown = Prefetch("action__answers", answers.select_related("outcome__meeting", "outcome__review"))
    reports = ProgressUpdate.objects.visible_to(None).exclude(published_at=None).annotate(updated_at=F("published_at"))
    return (
        reports.filter(action__in=answers.filter(outcome__in=outcomes).values("action"))
        .select_related("action")
        .prefetch_related(shown, "action__answers__outcome__sectors")
    )


def _events(outcomes: QuerySet[Outcome]) -> QuerySet[FollowUpEvent]:
    events = FollowUpEvent.objects.visible_to(None).filter(outcome__in=outcomes)
    return events.select_related("outcome__meeting", "outcome__review").prefetch_related("outcome__sectors")


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
        kind=KINDS[Meeting],
        sectors=row.sectors.all(),
    )


def _outcome(row: Outcome) -> News:
    return News(
        row,
        title=name_of(row),
        summary=Words(row.text, shown_language(row, "text")),
        kind=KINDS[Outcome],
        sectors=row.sectors.all(),
    )


def name_of(outcome: Outcome) -> Words:
    """The meeting or review, and its number there."""
    number = _("No. %(number)s") % {"number": outcome.number} if outcome.number else ""
    name = ", ".join(filter(None, (outcome.origin.title, number)))
    return Words(name, shown_language(outcome.origin, "title"))


def _report(row: ProgressUpdate) -> News:
    """On the page of the first outcome that it answers."""
    outcome = row.action.answers.all()[0].outcome
    return News(
        row,
        title=name_of(outcome),
        summary=Words(row.text, NOT_STATED),
        kind=KINDS[ProgressUpdate],
        sectors=outcome.sectors.all(),
        authors=[row.reported_by] if row.reported_by else [],
        page=outcome,
    )


def _event(row: FollowUpEvent) -> News:
    """On the page of the outcome that it names."""
    return News(
        row,
        title=name_of(row.outcome),
        summary=Words(row.text, NOT_STATED),
        kind=KINDS[FollowUpEvent],
        sectors=row.outcome.sectors.all(),
        authors=[row.by] if row.by else [],
        page=row.outcome,
    )


def _instrument(row: Instrument) -> News:
    return News(
        row,
        title=Words(str(row), shown_language(row, "title")),
        summary=Words(str(row.get_kind_display()), get_language()),
        kind=KINDS[Instrument],
        sectors=row.sectors.all(),
    )


def _practice(row: GoodPractice) -> News:
    return News(
        row,
        title=Words(row.title, shown_language(row, "title")),
        summary=Words(row.first_sentence, shown_language(row, "text")),
        kind=KINDS[GoodPractice],
        sectors=row.sectors.all(),
    )


def _page(row: SectorPage) -> News:
    return News(
        row,
        title=Words(row.sector.name, shown_language(row.sector, "name")),
        summary=Words(row.summary, shown_language(row, "summary")),
        kind=KINDS[SectorPage],
        sectors=[row.sector],
    )


def _programme(row: CountryProgramme) -> News:
    return News(
        row,
        title=Words(row.title, shown_language(row, "title")),
        summary=Words(row.period, get_language()),
        kind=KINDS[CountryProgramme],
        sectors=[],
    )


def _priority(row: CountryPriority) -> News:
    return News(
        row,
        title=Words(Truncator(row.text).words(LONGEST_TITLE), shown_language(row, "text")),
        summary=Words(row.text, shown_language(row, "text")),
        kind=KINDS[CountryPriority],
        sectors=row.sectors.all(),
    )


ANNOUNCE: dict[type, Callable[[Any], News]] = {
    Publication: _publication,
    Meeting: _meeting,
    Outcome: _outcome,
    ProgressUpdate: _report,
    FollowUpEvent: _event,
    Instrument: _instrument,
    GoodPractice: _practice,
    SectorPage: _page,
    CountryProgramme: _programme,
    CountryPriority: _priority,
}
