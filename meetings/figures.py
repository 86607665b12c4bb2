"""Numbers about follow-up, as plain data."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import WORDS


@dataclass(frozen=True)
class Segment:
    """One state of a follow-up bar; `url` lists exactly the `count` outcomes in it."""

    code: str
    label: str | Promise
    icon: str
    count: int
    url: str


def follow_up_bar(outcomes: OutcomeQuerySet, *, address: str, query: QueryDict | None = None) -> list[Segment]:
    """Every state in the order of WORDS, zeros too. `query` holds the filters that `outcomes` already obeys."""
    counts = outcomes.status_counts()
    rest = query.copy() if query else QueryDict(mutable=True)
    rest.pop("page", None)
    segments = []
    for word in WORDS:
        rest["status"] = word.code
        segments.append(Segment(word.code, word.label, word.icon, counts[word.code], f"{address}?{rest.urlencode()}"))
    return segments
