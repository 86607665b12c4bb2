"""The order of results."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from research.models import SearchRow
from research.search.bitmaps import BITS, remembered
from research.search.query import SearchText
from research.search.titles import around

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
COMMON = 20 * CAP  # records: of more, the rank of their titles takes the database seconds
WALKED = 100 * CAP  # newest records of all that are then looked through
EXACTNESS = 10_000  # of the rank of a title
WEIGHTS = [0.1, 0.02, 0.4, 1.0]  # of D (abstract), C (full text), B (names and keywords), A (title)


def ordered(
    rows: QuerySet[SearchRow], text: SearchText, sort: str, *, total: int, found: BitMap | None = None
) -> "QuerySet | Ranked":
    """Keys of the `total` rows in an order of SORTS, to be sliced; equal ones latest first, so pages never overlap.

    `found` are the same rows, where they are known (Counts.rows).
    """
    if sort != RELEVANCE:
        return rows.order_by(*ORDERS[sort]).values_list("pk", flat=True)
    return Ranked(rows, text, total, found)


class Remembered:
    """The same keys, each slice asked for once while no row changes (research/search/bitmaps.py)."""

    def __init__(self, keys: "QuerySet | Ranked", asked: Hashable) -> None:
        self.keys, self.asked = keys, asked

    def __getitem__(self, part: slice) -> list[int]:
        return remembered((self.asked, part.start, part.stop), lambda: list(self.keys[part]))


class Ranked:
    """Rows by relevance: the title that was typed, then the rank, then the newest; exact for up to CAP rows.

    Of more, those come first whose titles alone rank best, equal ones newest first; the first CAP of these are then
    put into that order. The bitmap of the rows, where it is `found`, tells which of them these are (titles.py). Where
    nothing does, and they are more than COMMON, those with all words in the title come first, newest first.

    The rank is not divided by the length of the record, which would put a paper by one author before the same paper by
    three.
    """

    def __init__(self, rows: QuerySet[SearchRow], text: SearchText, total: int, found: BitMap | None = None) -> None:
        query = text.wanted()
        self.rows, self.text, self.total, self.found = rows, text, total, found
        self.in_title = Q(title_words=query)
        typed = _first(Q(title_key=" ".join(chain.from_iterable(text.terms))))
        self.order = (typed, SearchRank(F("all_words"), query, weights=WEIGHTS).desc(), *LATEST_FIRST)
        # in whole numbers, since the last digits of a sum depend on the order of its parts
        worth = Cast(SearchRank(F("title_words"), query, weights=[1, 1, 1, 1]) * EXACTNESS, IntegerField())
        self.by_title = (worth.desc(), F("year").desc(nulls_last=True), *LATEST_FIRST)

    @cached_property
    def best(self) -> QuerySet:
        best = self.rows if self.total <= CAP else SearchRow.objects.filter(pk__in=self._candidates(0, CAP))
        return best.order_by(*self.order).values_list("pk", flat=True)

    @cached_property
    def parts(self) -> list[BitMap] | None:
        """In the order `by_title`, where memory can tell."""
        return BITS.by_title(self.found, self.text) if self.found and self.total > CAP else None

    @property
    def candidates(self) -> QuerySet:
        is_told = self.parts or self.total <= COMMON
        order = self.by_title if is_told else (_first(self.in_title), *LATEST_FIRST)
        return self.rows.order_by(*order).values_list("pk", flat=True)

    def _candidates(self, start: int, stop: int) -> list[int]:
        if self.parts:
            rows, before = around(self.parts, slice(start, stop))
            keys = SearchRow.objects.filter(pk__in=rows).order_by(*self.by_title).values_list("pk", flat=True)
            return list(keys[start - before : stop - before])
        newest = self._newest_titled(stop) if self.total > COMMON and start == 0 else []
        return newest if len(newest) == stop else list(self.candidates[start:stop])

    def _newest_titled(self, number: int) -> list[int]:
        """The first candidates of what is common; they are soon found among the newest of all."""
        # the title is asked first, as it lies in the row's own page
        titled = SearchRow.objects.filter(self.in_title, date__gte=_date_of_newest(WALKED)) & self.rows
        with along_an_index():
            return list(titled.order_by(*LATEST_FIRST).values_list("pk", flat=True)[:number])

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
        return best + (self._candidates(max(start, CAP), stop) if stop > CAP else [])


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
