"""Numbers about follow-up, as plain data."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import CharField, Count
from django.db.models.functions import Coalesce, Substr
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting, Outcome
from meetings.models.meetings import MeetingQuerySet
from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import NO_REPORT, WORDS

Counted = list[tuple[str, bool, int]]  # status, overdue, how many


class Segment(TypedDict):
    """One state of a follow-up bar; `url` lists exactly the `count` outcomes in it."""

    code: str
    label: str | Promise
    count: int
    url: str


class Overdue(TypedDict):
    count: int
    url: str


class SmallSegment(TypedDict):
    """One state of a bar that is only looked at."""

    code: str
    label: str | Promise
    count: int


class SmallBar(TypedDict):
    """A bar in a table cell (parts/_small_bar.html); `url` lists exactly the outcomes that the caption counts."""

    bar: list[SmallSegment]
    caption: str
    url: str


def follow_up_of_meetings(outcomes: OutcomeQuerySet, meetings: Sequence[Meeting]) -> dict[int, SmallBar]:
    """By meeting, the states of its outcomes among `outcomes`, in one query; a meeting without any is left out."""
    counted = (
        outcomes.with_status()
        .filter(meeting__in=meetings)
        .order_by()
        .values("meeting", "status")
        .annotate(n=Count("pk", distinct=True))
    )
    slugs = {meeting.pk: meeting.slug for meeting in meetings}
    counts: dict[int, dict[str, int]] = {}
    for row in counted:
        counts.setdefault(row["meeting"], {})[row["status"]] = row["n"]
    return {meeting: _small_bar(of_states, slugs[meeting]) for meeting, of_states in counts.items()}


def _small_bar(counts: dict[str, int], meeting: str) -> SmallBar:
    total = sum(counts.values())
    outcomes = ngettext("%(number)d outcome", "%(number)d outcomes", total) % {"number": total}
    reported = total - counts.get(NO_REPORT, 0)
    return SmallBar(
        bar=[SmallSegment(code=word.code, label=word.label, count=counts.get(word.code, 0)) for word in WORDS],
        caption=_("%(outcomes)s, %(reported)d reported on") % {"outcomes": outcomes, "reported": reported},
        url=reverse("follow-up", query={"meeting": meeting}),
    )


class YearOfMeetings(TypedDict):
    """A year of the rail: `url` lists exactly its `count` meetings, under the filters in use."""

    year: str
    count: int
    url: str
    current: bool


def meetings_by_year(meetings: MeetingQuerySet, *, query: QueryDict) -> list[YearOfMeetings]:
    """Every year in which meetings began, latest first; those of no known year are left out."""
    year = Substr(Coalesce("start", "end"), 1, 4, output_field=CharField())
    counts = meetings.order_by().annotate(year=year).exclude(year=None).values_list("year")
    rows = counts.annotate(count=Count("pk", distinct=True)).order_by("-year")
    rest = query.copy()
    rest.pop("page", None)
    years = []
    for number, count in rows:
        current = [query.get(name) for name in ("year_from", "year_to")] == [number, number]
        rest["year_from"] = rest["year_to"] = number
        years.append(YearOfMeetings(year=number, count=count, url=f"?{rest.urlencode()}", current=current))
    return years


@dataclass(frozen=True)
class Bar:
    segments: list[Segment]
    overdue: Overdue
    base: int  # outcomes counted
    counted: Counted

    @property
    def base_in_words(self) -> str:
        return ngettext("Base: %(count)d outcome.", "Base: %(count)d outcomes.", self.base) % {"count": self.base}

    def listed(self, statuses: list[str], *, overdue_only: bool) -> int:
        """How many of them are in one of the states (any, if none is named)."""
        return sum(
            number
            for status, overdue, number in self.counted
            if (not statuses or status in statuses) and (overdue or not overdue_only)
        )


def counted(outcomes: Iterable[Outcome]) -> Counted:
    """Of outcomes that are at hand `with_status`, what `OutcomeQuerySet.counted` asks the database of a list."""
    numbers = Counter((outcome.status, outcome.overdue) for outcome in outcomes)
    return [(status, overdue, number) for (status, overdue), number in numbers.items()]


def bar_of(counts: Counted, *, address: str, query: QueryDict | None = None, overdue_only: bool = False) -> Bar:
    """Every state in the order of WORDS, zeros too, and what is overdue.

    `query` holds the filters that the outcomes counted obey; with `overdue_only` the states count what is overdue.
    """
    rest = query.copy() if query else QueryDict(mutable=True)
    for own in ("page", "status", "overdue", "sort"):
        rest.pop(own, None)
    late = rest.copy()
    late["overdue"] = "1"
    states = late.copy() if overdue_only else rest.copy()
    bar = Bar([], Overdue(count=0, url=f"{address}?{late.urlencode()}"), sum(row[2] for row in counts), counts)
    for word in WORDS:
        states["status"] = word.code
        count = bar.listed([word.code], overdue_only=overdue_only)
        bar.segments.append(
            Segment(code=word.code, label=word.label, count=count, url=f"{address}?{states.urlencode()}")
        )
    bar.overdue["count"] = bar.listed([], overdue_only=True)
    return bar
