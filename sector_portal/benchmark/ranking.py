"""What the cap costs: the first results of what many records answer, beside those of an order by the rank of all."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.http import HttpRequest, QueryDict

from research.filters import PublicationFilterSet
from research.models import SearchRow
from research.search.query import SearchText
from research.search.ranking import WEIGHTS, Ranked
from sector_portal.benchmark.corpus import Corpus

FIRST = 20  # results of a page
USUAL = (0.12, 1)  # share of the English records that have a common word


@dataclass(frozen=True)
class UnderTheCap:
    """Of one search: the share of the exact first results that are kept, and their mean rank to that of the exact.

    Many records rank alike. Any that ranks like the last of the exact ones is as good as it.
    """

    query: str
    kept: float
    rank: float


def cap_costs(made: Corpus) -> dict[str, dict[str, float]]:
    """The least and the mean, over common words alone and some two at once."""
    usual = made.words_in(*USUAL)
    texts = [*usual, *map(" ".join, pairwise(usual[::3]))]
    found = under_the_cap(urlencode({"q": text}) for text in texts)
    return {
        "share_of_the_exact_first_20": _summed_up([one.kept for one in found]),
        "mean_rank_to_that_of_the_exact": _summed_up([one.rank for one in found]),
    }


def under_the_cap(queries: Iterable[str], *, first: int = FIRST) -> list[UnderTheCap]:
    """For query strings that find records; the exact order of a common word takes seconds in a million records."""
    return [_under_the_cap(query, first) for query in queries]


def _under_the_cap(query: str, first: int) -> UnderTheCap:
    rows = SearchRow.objects.visible_to(None)
    filters = PublicationFilterSet(QueryDict(query), queryset=rows, request=HttpRequest()).checked()
    counts = filters.counts()
    ranked = Ranked(filters.qs, filters.text, counts.total, counts.rows)
    exact = _ranks(filters.qs.order_by(*ranked.order).values_list("pk", flat=True)[:first], filters.text)
    ours = _ranks(ranked[0:first], filters.text)
    last = min(exact)
    kept = sum(rank > last for rank in ours) + min(ours.count(last), exact.count(last))
    return UnderTheCap(query, kept / len(exact), fmean(ours) / fmean(exact))


def _ranks(keys: Iterable[int], text: SearchText) -> list[float]:
    rank = SearchRank(F("all_words"), text.wanted(), weights=WEIGHTS)
    return list(SearchRow.objects.filter(pk__in=list(keys)).annotate(found=rank).values_list("found", flat=True))


def _summed_up(values: list[float]) -> dict[str, float]:
    return {"least": round(min(values), 3), "mean": round(fmean(values), 3)}
