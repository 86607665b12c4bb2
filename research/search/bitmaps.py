"""The facets and commonest words of all search rows as bitmaps in this process, and which rows searches have found.

PostgreSQL takes seconds to count the facets of a million rows; bitmaps, milliseconds. They are exact: `Bits.snapshot`
says which transactions they know of (PostgreSQL's own description of what a statement can see), and each request first
asks, in one query, which rows any other transaction has written since (SearchChange, written by triggers). What a
search found is remembered until any row changes.

A process loads them in the background when it is first asked, and until then PostgreSQL counts (counts.py); so does it
inside of a transaction, whose writes may be undone, and where rows change faster than they can be read.
"""

import logging
import sys
import threading
import time
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from pyroaring import BitMap

from research.models import SearchChange, SearchRow
from research.search import postings, titles
from research.search.facets import BLOCK_SIZE, Block, code, language_number
from research.search.query import SearchText
from research.search.words import CONFIGURATION_OF

KEPT = timedelta(days=1)  # notes older than this are forgotten
TRUSTED = timedelta(hours=12)  # bitmaps that have not been asked for so long are loaded anew
CHUNK = 20_000  # keys loaded by one statement
MOST_CHANGED = 50_000  # rows: if more have changed, all are loaded anew
REMEMBERED = 256  # searches; a bitmap of a million rows takes 125 kB at most

START_SQL = "SELECT pg_current_snapshot()::text, coalesce(max(publication_id), 0) FROM research_searchrow"
LOAD_SQL = """
SELECT part, string_agg(int4send(publication_id::int), '')
FROM research_searchrow AS row, LATERAL {parts} WHERE {wanted} GROUP BY part
"""
SOME = "publication_id >= %(start)s AND publication_id < %(stop)s"
LOAD_FACETS_SQL = LOAD_SQL.format(parts="unnest(facets) AS part", wanted=SOME)
WORDS, KEPT_WORD = "unnest(tsvector_to_array(all_words)) AS part", "part = ANY(%(words)s)"
LOAD_WORDS_SQL = LOAD_SQL.format(parts=WORDS, wanted=f"{SOME} AND {KEPT_WORD}")
LOAD_TITLES_SQL = LOAD_SQL.format(parts=titles.IN_TITLE, wanted=SOME)
OTHER_TITLES_SQL = LOAD_SQL.format(parts=titles.IN_TITLE, wanted=titles.WITH_WORDS)
# Notes that a snapshot does not see; whatever it does not see is not older than its first number
NOTES = """
research_searchchange JOIN (SELECT %(known)s::pg_snapshot AS known) AS given
ON transaction >= pg_snapshot_xmin(known)::text::bigint AND NOT pg_visible_in_snapshot(transaction::text::xid8, known)
"""
CHANGED_SQL = f"""
WITH note AS (SELECT keys FROM {NOTES})
SELECT pg_current_snapshot()::text, EXISTS (SELECT FROM note), EXISTS (SELECT FROM note WHERE keys IS NULL),
       key, row.facets, {postings.WORDS_OF_ROW}
FROM (VALUES (1)) AS always LEFT JOIN (SELECT DISTINCT unnest(keys) AS key FROM note) AS written ON true
     LEFT JOIN research_searchrow AS row ON row.publication_id = key
"""  # noqa: S608 - ours
IS_BEHIND_SQL = f"SELECT EXISTS (SELECT FROM {NOTES})"  # noqa: S608 - ours
FOUND_SQL = "SELECT string_agg(int4send(publication_id::int), '') FROM ({found}) AS found (publication_id)"
NUMBERS = {one: language_number(language) for language, one in CONFIGURATION_OF.items()}


class Bits:
    """What one process knows. All methods hold the lock for milliseconds, never while the database works."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.version = 0  # it only grows
        self.forget()

    def forget(self) -> None:
        with self.lock:
            self.snapshot, self.asked_at, self.is_loading = "", 0.0, False
            self.version += 1
            self.every, self.of_code = BitMap(), dict[int, BitMap]()
            self.words, self.with_word = frozenset[str](), defaultdict[str, BitMap](BitMap)  # see postings.py
            self.remembered: OrderedDict[Hashable, Any] = OrderedDict()

    def is_current(self) -> bool:
        """Brought up to what the database now says; False where PostgreSQL must count."""
        if not settings.SEARCH_IN_MEMORY or connection.in_atomic_block:
            return False
        if not self.snapshot or time.monotonic() - self.asked_at > TRUSTED.total_seconds():
            self._load_in_the_background()
            return False
        self._catch_up()
        return bool(self.snapshot)

    def _load_in_the_background(self) -> None:
        with self.lock:
            if self.is_loading:
                return
            self.forget()
            self.is_loading = True
        threading.Thread(target=self._load_and_close, name="facets", daemon=True).start()

    def _load_and_close(self) -> None:
        try:
            self.load()
        except Error:  # the next search tries again
            logging.getLogger(__name__).warning("The facets could not be loaded", exc_info=True)
            self.forget()
        finally:
            connection.close()

    def load(self, words: Sequence[str] | None = None) -> None:
        """First the facets, then the rows with the common words, or with those given.

        Some at a time; what changes meanwhile is read when they are first asked for.
        """
        self._load_facets()
        self._load_words(postings.common_words() if words is None else words)

    def _load_facets(self) -> None:
        snapshot, of_code = _load(LOAD_FACETS_SQL)
        with self.lock:
            self.snapshot, self.of_code, self.asked_at = snapshot, of_code, time.monotonic()
            self.every, self.is_loading = BitMap.union(BitMap(), *of_code.values()), False

    def _load_words(self, words: Sequence[str]) -> None:
        if not words:
            return
        snapshot, with_word = _load(LOAD_WORDS_SQL, words=list(words))
        _later, in_title = _load(LOAD_TITLES_SQL, words=list(words))
        with self.lock:
            if self.snapshot:  # what has changed since this earlier one is read again, facets too
                self.snapshot, self.words = snapshot, frozenset(words)
                self.with_word = defaultdict(BitMap, with_word | in_title)
                self.version += 1
                self.remembered.clear()

    def _catch_up(self) -> None:
        with self.lock:
            known, version, words = self.snapshot, self.version, list(self.words)
        with connection.cursor() as cursor:
            cursor.execute(CHANGED_SQL, {"known": known, "words": words})
            rows = cursor.fetchall()
        now, is_changed, is_emptied = rows[0][:3]
        with self.lock:
            if (self.snapshot, self.version) != (known, version):  # another thread was quicker, and may know of more
                return self._catch_up() if self.snapshot else None
            if is_emptied or len(rows) > MOST_CHANGED:
                return self.forget()
            self.snapshot, self.asked_at = now, time.monotonic()
            if is_changed:
                self.version += 1
                self.remembered.clear()
                self._write([row[3:] for row in rows if row[3] is not None])
        return None

    def _write(self, rows: list[tuple[int, list[int] | None, list[str]]]) -> None:
        changed = BitMap(key for key, _facets, _words in rows)
        for bitmap in (self.every, *self.of_code.values(), *self.with_word.values()):
            bitmap.difference_update(changed)
        for key, facets, words in rows:
            if facets is not None:  # else there is no such row any more
                self.every.add(key)
                for number in facets:
                    self.of_code.setdefault(number, BitMap()).add(key)
                for word in words:
                    self.with_word[word].add(key)

    def remember(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        """What `ask` answers, or answered since the last change of any row. To be asked when `is_current`."""
        with self.lock:
            snapshot, version = self.snapshot, self.version
            if key in self.remembered:
                self.remembered.move_to_end(key)
                return self.remembered[key]
        answer = ask()
        with connection.cursor() as cursor:  # what is not seen now was not seen by `ask`
            cursor.execute(IS_BEHIND_SQL, {"known": snapshot})
            (is_behind,) = cursor.fetchone()
        with self.lock:
            if not is_behind and version == self.version:
                self.remembered[key] = answer
                while len(self.remembered) > REMEMBERED:
                    self.remembered.popitem(last=False)
        return answer

    def found(self, rows: QuerySet[SearchRow], text: SearchText | None = None) -> BitMap:
        """Keys of the rows that a query finds: that for a text, if one is given."""
        if not rows.query.where:
            return self.every
        sql, values = rows.order_by().values("pk").query.sql_with_params()
        return self.remember(("found", sql, repr(values)), lambda: self._ask(text, sql, values))

    def _ask(self, text: SearchText | None, sql: str, values: Any) -> BitMap:
        found = self.found_by_words(text)
        return _found(sql, values) if found is None else found

    def found_by_words(self, text: SearchText | None) -> BitMap | None:
        """The rows that a text with a common word finds, each asked in its own language; else None."""
        queries = _queries(text) if text and self.words else {}
        words = {sign.word for query in queries.values() for sign in query if sign.word}
        others = words - self.words
        if words == others or len(others) > postings.MOST_OTHERS:
            return None
        rows_of = {word: _found(postings.WITH_WORD_SQL, [word]) for word in others}
        with self.lock:
            rows_of |= {word: self.with_word[word] for word in words - others}
            rows = {one: self.any_of([code(Block.LANGUAGE, number)]) for one, number in NUMBERS.items()}
            rows["simple"] = self.every.difference(*rows.values())
            found = [rows[one] & postings.answering(query, rows_of, rows[one]) for one, query in queries.items()]
        return BitMap.union(BitMap(), *found)

    def by_title(self, rows: BitMap, text: SearchText) -> list[BitMap] | None:
        """Parts of the rows, in the order of what titles are worth and of years; None where that is not known here."""
        words = _words(text) if self.words else set()
        others = words - self.words
        if words == others or len(words) > titles.MOST_WORDS:
            return None
        found = _in_titles(list(others)) if others else {}
        with self.lock:
            return titles.by_year(titles.by_title(rows, words, {**self.with_word, **found}), self.of_year())

    def by_year(self, rows: BitMap, *, latest_first: bool) -> list[BitMap]:
        with self.lock:
            return titles.by_year([rows], self.of_year(), latest_first=latest_first)

    def fitting(self, condition: Q) -> BitMap:
        """Keys of the rows that meet a filter: any of some codes, or a span of years."""
        years, found = self.of_year(), []
        for lookup, value in condition.children:
            match lookup:
                case "facets__overlap":
                    found.append(self.any_of(value))
                case "year__gte":
                    found.append(BitMap.union(BitMap(), *(years[one] for one in years if one >= value)))
                case "year__lte":
                    found.append(BitMap.union(BitMap(), *(years[one] for one in years if one <= value)))
                case _:
                    raise ValueError(f"no bitmap for {lookup}")
        return BitMap.intersection(*found)

    def of_year(self) -> dict[int, BitMap]:
        first = code(Block.YEAR, 0)
        return {one - first: rows for one, rows in self.of_code.items() if 0 <= one - first < BLOCK_SIZE}

    def any_of(self, codes: Iterable[int]) -> BitMap:
        return BitMap.union(BitMap(), *(self.of_code[one] for one in codes if one in self.of_code))


def _load(sql: str, **values: Any) -> tuple[str, dict[Any, BitMap]]:
    """The rows of each part of what rows hold, some at a time; and a snapshot from before."""
    rows_of: dict[Any, BitMap] = defaultdict(BitMap)
    with connection.cursor() as cursor:
        cursor.execute(START_SQL)
        snapshot, last = cursor.fetchone()
        for start in range(0, last + 1, CHUNK):
            cursor.execute(sql, {"start": start, "stop": start + CHUNK, **values})
            for part, keys in cursor:
                rows_of[part] |= _bitmap(keys)
    return snapshot, dict(rows_of)


def _queries(text: SearchText) -> dict[str, list[postings.Sign]]:
    """What a text means in each configuration, as PostgreSQL says; nothing where that is more than words."""
    tsqueries = text.tsqueries()
    if tsqueries is None:
        return {}
    written = SearchRow.objects.values(**{one: Cast(query, TextField()) for one, query in tsqueries.items()}).first()
    read = {one: postings.signs(query) for one, query in (written or {}).items()}
    return {one: query for one, query in read.items() if query is not None} if None not in read.values() else {}


def _words(text: SearchText) -> set[str]:
    """What the rank of a text looks for, in any language; none where that is more than words."""
    wanted = SearchRow.objects.values_list(Cast(text.wanted(), TextField()), flat=True).first()
    return titles.words_of(wanted or "")


def _in_titles(words: list[str]) -> dict[str, BitMap]:
    """What `with_word` has of the titles, for other words."""
    with connection.cursor() as cursor:
        cursor.execute(OTHER_TITLES_SQL, {"words": words})
        return {part: _bitmap(keys) for part, keys in cursor}


def _found(sql: str, values: Any) -> BitMap:
    with connection.cursor() as cursor:
        cursor.execute(FOUND_SQL.format(found=sql), values)
        return _bitmap(cursor.fetchone()[0] or b"")


def _bitmap(keys: bytes) -> BitMap:
    """Of whole numbers of four bytes, as int4send writes them."""
    numbers = array("I", bytes(keys))
    if sys.byteorder == "little":
        numbers.byteswap()
    return BitMap(numbers)


def forget_old_changes() -> int:
    """Drop old notes; how many went."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {SearchChange._meta.db_table} WHERE at < now() - %s", [KEPT])  # noqa: S608 - ours
        return cursor.rowcount


BITS = Bits()


def remembered(key: Hashable, ask: Callable[[], Any]) -> Any:
    """What `ask` answers; where this process counts in memory, asked once while no row changes."""
    return BITS.remember(key, ask) if BITS.is_current() else ask()


def found_in_memory(rows: QuerySet[SearchRow], text: SearchText) -> BitMap | None:
    """The rows that a text finds; None where this process does not count in memory."""
    return BITS.found(rows, text) if BITS.is_current() else None
