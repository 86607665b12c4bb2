"""The order of results."""

from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Subquery, Value, When
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
LATEST_FIRST = (F("year").desc(nulls_last=True), F("date").desc(nulls_last=True), F("publication").desc())
ORDERS = {
    NEWEST: LATEST_FIRST,
    OLDEST: (F("year").asc(nulls_last=True), F("date").asc(nulls_last=True), F("publication").asc()),
    TITLE: (F("title_key").asc(), F("publication").asc()),
}

CAP = 1_000  # records whose rank is computed
COMMON = 20 * CAP  # records: of more, it takes the database seconds to be told their keys, or rank their titles
WALKED = 100 * CAP  # newest records of all that are then looked through
EXACTNESS = 10_000  # of the rank of a title
WEIGHTS = [0.1, 0.02, 0.4, 1.0]  # of D (abstract), C (full text), B (names and keywords), A (title)


def ordered(
    rows: QuerySet[SearchRow], text: SearchText, sort: str, *, total: int, found: BitMap | None = None
) -> "QuerySet | Dated | Ranked":
    """Keys of the `total` rows in an order of SORTS, to be sliced; equal ones latest first, so pages never overlap.

    `found` are the same rows, where they are known (Counts.rows).
    """
    if found is not None and len(found) <= COMMON:
        rows = with_keys(found)
    if sort == RELEVANCE:
        return Ranked(rows, text, total, found)
    if found is not None and sort in (NEWEST, OLDEST):
        return Dated(rows, sort, found)
    return rows.order_by(*ORDERS[sort]).values_list("pk", flat=True)


def with_keys(keys: Collection[int]) -> QuerySet[SearchRow]:
    """These rows: what has been found is not looked for again."""
    given = Value(list(keys), output_field=ArrayField(IntegerField()))
    is_given = Func(F("pk"), given, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())
    return SearchRow.objects.filter(is_given)


class Remembered:
    """The same keys, each slice asked for once while no row changes (research/search/bitmaps.py).

    `version` is that of the rows by whose bitmap they were ordered: what was ordered by an older one must not pass for
    what is so now.
    """

    def __init__(self, keys: "QuerySet | Dated | Ranked", asked: Hashable, version: int) -> None:
        self.keys, self.asked = keys, (asked, version)

    def __getitem__(self, part: slice) -> list[int]:
        return remembered((self.asked, part.start, part.stop), lambda: list(self.keys[part]))


class Dated:
    """Rows by date; bitmaps tell from which years a page comes (`found`, the same rows), and only these are sorted."""

    def __init__(self, rows: QuerySet[SearchRow], sort: str, found: BitMap) -> None:
        self.keys, self.sort, self.found = rows.order_by(*ORDERS[sort]).values_list("pk", flat=True), sort, found

    def iterator(self) -> Iterator[int]:
        return self.keys.iterator()

    def __getitem__(self, page: slice) -> list[int]:
        held, before = around(BITS.by_year(self.found, latest_first=self.sort == NEWEST), page)
        if len(held) > COMMON:  # so common that they are soon found along the index of dates
            return list(self.keys[page])
        keys = with_keys(held).order_by(*ORDERS[self.sort]).values_list("pk", flat=True)
        return list(keys[page.start - before : page.stop - before])


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
        self.by_title = (worth.desc(), *LATEST_FIRST)

    @cached_property
    def best(self) -> QuerySet:
        best = self.rows if self.total <= CAP else with_keys(self._candidates(0, CAP))
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
            keys = with_keys(rows).order_by(*self.by_title).values_list("pk", flat=True)
            return list(keys[start - before : stop - before])
        newest = self._newest_titled(stop) if self.total > COMMON and start == 0 else []
        return newest if len(newest) == stop else list(self.candidates[start:stop])

    def _newest_titled(self, number: int) -> list[int]:
        """The first candidates of what is common; they are soon found among the newest of all."""
        if self.found is not None:
            newest, _before = around(BITS.by_year(self.found, latest_first=True), slice(0, COMMON))
            titled = with_keys(newest).filter(self.in_title).order_by(*LATEST_FIRST)
            return list(titled.values_list("pk", flat=True)[:number])
        # the title is asked first, as it lies in the row's own page
        titled = SearchRow.objects.filter(self.in_title, year__gte=_year_of_newest(WALKED)) & self.rows
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


def _year_of_newest(number: int) -> Coalesce:
    """The year of the last of so many rows; before any, where there are no more."""
    years = SearchRow.objects.order_by(*LATEST_FIRST).values("year")
    return Coalesce(Subquery(years[number : number + 1]), Value(0))


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
