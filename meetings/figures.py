"""Numbers about follow-up, as plain data."""

from typing import TypedDict

from django.http import QueryDict
from django.utils.functional import Promise

from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import WORDS


class Segment(TypedDict):
    """One state of a follow-up bar; `url` lists exactly the `count` outcomes in it."""

    code: str
    label: str | Promise
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
        url = f"{address}?{rest.urlencode()}"
        segments.append(Segment(code=word.code, label=word.label, count=counts[word.code], url=url))
    return segments
