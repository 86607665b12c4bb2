"""The order of results."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import Case, F, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from research.models import SearchRow
from research.search.bitmaps import remembered
from research.search.query import SearchText

RELEVANCE, NEWEST, OLDEST, TITLE = "relevance", "newest", "oldest", "title"
SORTS = [
    (RELEVANCE, _("Relevance")),
    (NEWEST, _("Newest first")),
    (OLDEST, _("Oldest first")),
    (TITLE, _("Title, A to Z")),
]
LATEST_FIRST = (F("date").desc(nulls_last=True), F("publication").desc())
ORDERS = {
    NEWEST: LATEST_FIRST,
    OLDEST: (F("date").asc(nulls_last=True), F("publication").asc()),
    TITLE: (F("title_key").asc(), F("publication").asc()),
}

CAP = 1_000  # records whose rank is computed
COMMON = 20 * CAP  # records: of fewer, not enough have the words in their titles to be soon found
WALKED = 100 * CAP  # newest records of all that are looked through for these
WEIGHTS = [0.1, 0.02, 0.4, 1.0]  # of D (abstract), C (full text), B (names and keywords), A (title)


def ordered(rows: QuerySet[SearchRow], text: SearchText, sort: str, *, total: int) -> "QuerySet | Ranked":
    """Keys of the `total` rows in an order of SORTS, to be sliced; equal ones latest first, so pages never overlap."""
    if sort != RELEVANCE:
        return rows.order_by(*ORDERS[sort]).values_list("pk", flat=True)
    return Ranked(rows, text, total)


class Remembered:
    """The same keys, each slice asked for once while no row changes (research/search/bitmaps.py)."""

    def __init__(self, keys: "QuerySet | Ranked", asked: Hashable) -> None:
        self.keys, self.asked = keys, asked

    def __getitem__(self, part: slice) -> list[int]:
        return remembered((self.asked, part.start, part.stop), lambda: list(self.keys[part]))


class Ranked:
    """Rows by relevance: the title that was typed, then the rank, then the newest; exact for up to CAP rows.

    Of more, those with the words in the title come first, newest first; the first CAP of these are then put into that
    order. The rank is not divided by the length of the record, which would put a paper by one author before the same
    paper by three.
    """

    def __init__(self, rows: QuerySet[SearchRow], text: SearchText, total: int) -> None:
        query = text.wanted()
        self.rows, self.in_title = rows, Q(title_words=query)
        typed = _first(Q(title_key=" ".join(chain.from_iterable(text.terms))))
        rank = SearchRank(F("all_words"), query, weights=WEIGHTS).desc()
        self.total = total
        self.candidates = rows.order_by(_first(self.in_title), *LATEST_FIRST).values_list("pk", flat=True)
        self.order = (typed, rank, *LATEST_FIRST)

    @cached_property
    def best(self) -> QuerySet:
        best = self.rows if self.total <= CAP else SearchRow.objects.filter(pk__in=self._first_candidates())
        return best.order_by(*self.order).values_list("pk", flat=True)

    def _first_candidates(self) -> list[int]:
        """CAP of them. Of what is common, in two steps: the first are soon found among the newest of all."""
        if self.total <= COMMON:
            return list(self.candidates[:CAP])
        # the title is asked first, as it lies in the row's own page
        titled = SearchRow.objects.filter(self.in_title, date__gte=_date_of_newest(WALKED)) & self.rows
        with along_an_index():
            found = list(titled.order_by(*LATEST_FIRST).values_list("pk", flat=True)[:CAP])
        if len(found) < CAP:  # rare in titles, though it is common
            return list(self.candidates[:CAP])
        return found

    def iterator(self) -> Iterator[int]:
        """All keys in order, as they are asked for (see QuerySet.iterator)."""
        yield from self[0 : min(self.total, CAP)]
        if self.total > CAP:
            yield from self.candidates[CAP:].iterator()

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, page: slice) -> list[Any]:
        start, stop = page.start, page.stop
        best = list(self.best[start : min(stop, CAP)]) if start < CAP else []
        return best + (list(self.candidates[max(start, CAP) : stop]) if stop > CAP else [])


def _date_of_newest(number: int) -> Coalesce:
    """The date of the last of so many rows; before any, where there are no more."""
    dates = SearchRow.objects.order_by(*LATEST_FIRST).values("date")
    return Coalesce(Subquery(dates[number : number + 1]), Value(""))


@contextmanager
def along_an_index() -> Iterator[None]:
    """Rows are read in the order of an index until there are enough: how many there are, the planner cannot know."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        yield
        cursor.execute("SET LOCAL enable_bitmapscan TO DEFAULT; SET LOCAL enable_sort TO DEFAULT")


def _first(condition: Q) -> Case:
    """An order with the rows that fit before the others."""
    return Case(When(condition, then=Value(0)), default=Value(1))
