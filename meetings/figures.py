"""Numbers about follow-up, as plain data."""

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Count
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Meeting
from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import NO_REPORT, WORDS


class Segment(TypedDict):
    """One state of a follow-up bar; `url` lists exactly the `count` outcomes in it."""

    code: str
    label: str | Promise
    count: int
    url: str


class SmallSegment(TypedDict):
    """One state of a bar that is only looked at."""

    code: str
    label: str | Promise
    count: int


class SmallBar(TypedDict):
    """A bar in a table cell (parts/_small_bar.html)."""

    bar: list[SmallSegment]
    caption: str


def follow_up_of_meetings(outcomes: OutcomeQuerySet, meetings: Iterable[Meeting]) -> dict[int, SmallBar]:
    """By meeting, the states of its outcomes among `outcomes`, in one query; a meeting without any is left out."""
    counted = (
        outcomes.with_status()
        .filter(meeting__in=list(meetings))
        .order_by()
        .values("meeting", "status")
        .annotate(n=Count("pk", distinct=True))
    )
    counts: dict[int, dict[str, int]] = {}
    for row in counted:
        counts.setdefault(row["meeting"], {})[row["status"]] = row["n"]
    return {meeting: _small_bar(of_states) for meeting, of_states in counts.items()}


def _small_bar(counts: dict[str, int]) -> SmallBar:
    total = sum(counts.values())
    outcomes = ngettext("%(number)d outcome", "%(number)d outcomes", total) % {"number": total}
    reported = total - counts.get(NO_REPORT, 0)
    return SmallBar(
        bar=[SmallSegment(code=word.code, label=word.label, count=counts.get(word.code, 0)) for word in WORDS],
        caption=_("%(outcomes)s, %(reported)d reported on") % {"outcomes": outcomes, "reported": reported},
    )


def follow_up_bar(outcomes: OutcomeQuerySet, *, address: str, query: QueryDict | None = None) -> list[Segment]:
    """Every state in the order of WORDS, zeros too. `query` holds the filters that `outcomes` already obeys."""
    counts = outcomes.status_counts()
    rest = query.copy() if query else QueryDict(mutable=True)
    rest.pop("page", None)
    segments = []
    for word in WORDS:
        rest["status"] = word.code
        url = f"{address}?{rest.urlencode()}"
        segments.append(Segment(code=word.code, label=word.label, count=counts[word.code], url=url))
    return segments
