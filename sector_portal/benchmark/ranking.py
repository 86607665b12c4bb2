"""What the cap costs: the first results of what many records answer, beside those of an order by the rank of all.

In a database that records.py filled, `manage.py shell` prints it: `under_the_cap(corpus.searches(made)["common"])`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.http import HttpRequest, QueryDict

from research.filters import PublicationFilterSet
from research.models import SearchRow
from research.search.query import SearchText
from research.search.ranking import WEIGHTS, Ranked

FIRST = 20  # results of a page


@dataclass(frozen=True)
class UnderTheCap:
    """Of one search: the share of the exact first results that are kept, and their mean rank to that of the exact."""

    query: str
    kept: float
    rank: float


def under_the_cap(queries: Iterable[str], *, first: int = FIRST) -> list[UnderTheCap]:
    """For query strings that find records; the exact order of a common word takes seconds in a million records."""
    return [_under_the_cap(query, first) for query in queries]


def _under_the_cap(query: str, first: int) -> UnderTheCap:
    rows = SearchRow.objects.visible_to(None)
    filters = PublicationFilterSet(QueryDict(query), queryset=rows, request=HttpRequest()).checked()
    ranked = Ranked(filters.qs, filters.text, filters.qs.count())
    exact = list(filters.qs.order_by(*ranked.order).values_list("pk", flat=True)[:first])
    ours = ranked[0:first]
    kept = len({*exact} & {*ours}) / len(exact)
    return UnderTheCap(query, kept, _mean_rank(ours, filters.text) / _mean_rank(exact, filters.text))


def _mean_rank(keys: list[int], text: SearchText) -> float:
    ranks = SearchRow.objects.filter(pk__in=keys).annotate(
        found=SearchRank(F("all_words"), text.wanted(), weights=WEIGHTS)
    )
    return fmean(ranks.values_list("found", flat=True))
