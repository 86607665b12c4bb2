"""The table that the Governing Body reads: recommendations, and the follow-up to each, as it was on a date."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from groundwork.partial_dates import PartialDate
from groundwork.translated import shown_language
from meetings.models import Meeting, Outcome, Review
from meetings.status import WORD, WORDS, Word

Source = Meeting | Review


@dataclass(frozen=True)
class Report:
    """What was last reported of an action, or of the point itself."""

    key: tuple[str, int]  # of the action or event: points that share all of theirs share the cell
    status: Word | None  # as stated; None if none was
    text: str
    date: PartialDate | None
    by: str


@dataclass
class Line:
    """A recommendation; its follow-up stands in the cell of the line where a shared cell begins."""

    outcome: Outcome
    reports: list[Report]
    shared_with: list[Outcome] = field(default_factory=list)  # with itself, where the cell answers several
    rows: int = 1  # how many lines the cell spans; 0 if it began above
    begins: Outcome | None = None  # where it began, if above

    @property
    def language(self) -> str:
        return shown_language(self.outcome, "text")

    @property
    def notes(self) -> list[str | Promise]:
        """Doubts about which follow-up answers this point, each once."""
        doubts = ((answer.doubt, answer.note) for answer in self.outcome.answers.all())
        return list(dict.fromkeys(f"{doubt} {note}".strip() for doubt, note in doubts if doubt))

    @property
    def numbers(self) -> str:
        """Of a shared cell: "1 and 2"; empty if it is not shared or has no numbers."""
        return get_text_list([outcome.number for outcome in self.shared_with if outcome.number], _("and"))


@dataclass
class Section:
    heading: str
    lines: list[Line] = field(default_factory=list)


@dataclass
class Table:
    """One source. `counts` has only states that occur, in the order of WORDS."""

    source: Source
    sections: list[Section]
    counts: list[tuple[Word, int]]
    dates: list[PartialDate]  # on which something was reported, latest first

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    @property
    def report_count(self) -> int:
        """How many different follow-ups answer them."""
        return len({report.key for line in self.lines for report in line.reports})


def sources() -> list[Source]:
    """What has outcomes that anyone may see: reviews first, then meetings, latest first."""
    seen = Outcome.objects.visible_to(None)
    reviews = Review.objects.visible_to(None).filter(pk__in=seen.exclude(review=None).values("review"))
    meetings = Meeting.objects.visible_to(None).filter(pk__in=seen.exclude(meeting=None).values("meeting"))
    return [*reviews, *meetings.newest()]


def table_of(source: Source, as_at: str | None) -> Table:
    """As it was on a date as text, or is today. It tells what anyone may see, to signed-in people too."""
    outcomes = Outcome.objects.visible_to(None).filter(_of(source)).with_status(as_at).with_follow_up(None)
    lines = [Line(outcome, _reports(outcome, as_at)) for outcome in outcomes.order_by("order", "pk")]
    _share(lines)
    sections: list[Section] = []
    for line in lines:
        if not sections or sections[-1].heading != line.outcome.section:
            sections.append(Section(line.outcome.section))
        sections[-1].lines.append(line)
    states = [line.outcome.status for line in lines]
    counts = [(word, states.count(word.code)) for word in WORDS if word.code in states]
    return Table(source, sections, counts, _dates(lines))


def _dates(lines: list[Line]) -> list[PartialDate]:
    """Every date on which something of it was reported, latest first."""
    actions = {answer.action_id: answer.action for line in lines for answer in line.outcome.answers.all()}
    said = [update.date for action in actions.values() for update in action.updates.all()]
    events = [event.date for line in lines for event in line.outcome.events.all() if event.date]
    return sorted({*said, *events}, reverse=True)


def _of(source: Source) -> Q:
    return Q(meeting=source) if isinstance(source, Meeting) else Q(review=source)


def _reports(outcome: Outcome, as_at: str | None) -> list[Report]:
    """The last of each action, then the last event that names the point."""
    found = []
    for answer in outcome.answers.all():
        updates = [one for one in answer.action.updates.all() if not as_at or str(one.date) <= as_at]
        if updates:
            said = updates[0]
            found.append(
                Report(("action", answer.action_id), WORD.get(said.status), said.text, said.date, said.reported_by)
            )
    events = [one for one in outcome.events.all() if not as_at or (one.date and str(one.date) <= as_at)]
    if events:
        said = events[0]
        found.append(Report(("event", said.pk), WORD.get(said.status), said.text, said.date, said.by))
    return found


def _share(lines: Iterable[Line]) -> None:
    """Lines that follow each other and have the same follow-ups share one cell, as in the printed table."""
    first: Line | None = None
    for line in lines:
        keys = [report.key for report in line.reports]
        if first and keys and keys == [report.key for report in first.reports]:
            first.rows += 1
            first.shared_with = [*(first.shared_with or [first.outcome]), line.outcome]
            line.rows, line.begins = 0, first.outcome
        else:
            first = line
