"""The facets of all search rows as bitmaps in this process, and which rows searches have found.

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
from collections.abc import Callable, Hashable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.models import Q, QuerySet
from pyroaring import BitMap

from research.models import SearchChange, SearchRow
from research.search.facets import BLOCK_SIZE, Block, code

KEPT = timedelta(days=1)  # notes older than this are forgotten
TRUSTED = timedelta(hours=12)  # bitmaps that have not been asked for so long are loaded anew
CHUNK = 20_000  # keys loaded by one statement
MOST_CHANGED = 50_000  # rows: if more have changed, all are loaded anew
REMEMBERED = 256  # searches; a bitmap of a million rows takes 125 kB at most

START_SQL = "SELECT pg_current_snapshot()::text, coalesce(max(publication_id), 0) FROM research_searchrow"
LOAD_SQL = """
SELECT code, string_agg(int4send(publication_id::int), '') FROM research_searchrow, unnest(facets) AS code
WHERE publication_id >= %s AND publication_id < %s GROUP BY code
"""
# Notes that a snapshot does not see; whatever it does not see is not older than its first number
NOTES = """
research_searchchange JOIN (SELECT %s::pg_snapshot AS known) AS given
ON transaction >= pg_snapshot_xmin(known)::text::bigint AND NOT pg_visible_in_snapshot(transaction::text::xid8, known)
"""
CHANGED_SQL = f"""
WITH note AS (SELECT keys FROM {NOTES})
SELECT pg_current_snapshot()::text, EXISTS (SELECT FROM note), EXISTS (SELECT FROM note WHERE keys IS NULL),
       key, row.facets
FROM (VALUES (1)) AS always LEFT JOIN (SELECT DISTINCT unnest(keys) AS key FROM note) AS written ON true
     LEFT JOIN research_searchrow AS row ON row.publication_id = key
"""  # noqa: S608 - ours
IS_BEHIND_SQL = f"SELECT EXISTS (SELECT FROM {NOTES})"  # noqa: S608 - ours
FOUND_SQL = "SELECT string_agg(int4send(publication_id::int), '') FROM ({found}) AS found (publication_id)"


class Bits:
    """What one process knows. All methods hold the lock for milliseconds, never while the database works."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.forget()

    def forget(self) -> None:
        with self.lock:
            self.snapshot, self.version, self.asked_at, self.is_loading = "", 0, 0.0, False
            self.every, self.of_code = BitMap(), dict[int, BitMap]()
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

    def load(self) -> None:
        """All rows, some at a time; what changes meanwhile is read when they are first asked for."""
        of_code: dict[int, BitMap] = defaultdict(BitMap)
        with connection.cursor() as cursor:
            cursor.execute(START_SQL)
            snapshot, last = cursor.fetchone()
            for start in range(0, last + 1, CHUNK):
                cursor.execute(LOAD_SQL, [start, start + CHUNK])
                for number, keys in cursor:
                    of_code[number] |= _bitmap(keys)
        with self.lock:
            self.snapshot, self.of_code, self.asked_at = snapshot, dict(of_code), time.monotonic()
            self.every, self.is_loading = BitMap.union(BitMap(), *of_code.values()), False

    def _catch_up(self) -> None:
        with self.lock:
            known = self.snapshot
        with connection.cursor() as cursor:
            cursor.execute(CHANGED_SQL, [known])
            rows = cursor.fetchall()
        now, is_changed, is_emptied = rows[0][:3]
        with self.lock:
            if self.snapshot != known:  # another thread was quicker, and may know of more
                return self._catch_up() if self.snapshot else None
            if is_emptied or len(rows) > MOST_CHANGED:
                return self.forget()
            self.snapshot, self.asked_at = now, time.monotonic()
            if is_changed:
                self.version += 1
                self.remembered.clear()
                self._write([(key, facets) for *_flags, key, facets in rows if key is not None])
        return None

    def _write(self, rows: list[tuple[int, list[int] | None]]) -> None:
        changed = BitMap(key for key, _facets in rows)
        for bitmap in (self.every, *self.of_code.values()):
            bitmap.difference_update(changed)
        for key, facets in rows:
            if facets is not None:  # else there is no such row any more
                self.every.add(key)
                for number in facets:
                    self.of_code.setdefault(number, BitMap()).add(key)

    def remember(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        """What `ask` answers, or answered since the last change of any row. To be asked when `is_current`."""
        with self.lock:
            snapshot, version = self.snapshot, self.version
            if key in self.remembered:
                self.remembered.move_to_end(key)
                return self.remembered[key]
        answer = ask()
        with connection.cursor() as cursor:  # what is not seen now was not seen by `ask`
            cursor.execute(IS_BEHIND_SQL, [snapshot])
            (is_behind,) = cursor.fetchone()
        with self.lock:
            if not is_behind and version == self.version:
                self.remembered[key] = answer
                while len(self.remembered) > REMEMBERED:
                    self.remembered.popitem(last=False)
        return answer

    def found(self, rows: QuerySet[SearchRow]) -> BitMap:
        """Keys of the rows that a query finds."""
        if not rows.query.where:
            return self.every
        sql, values = rows.order_by().values("pk").query.sql_with_params()
        return self.remember(("found", sql, repr(values)), lambda: _found(sql, values))

    def fitting(self, condition: Q) -> BitMap:
        """Keys of the rows that meet a filter: any of some codes, or a span of years."""
        years = {number - code(Block.YEAR, 0): bitmap for number, bitmap in self.of_code.items()}
        found = []
        for lookup, value in condition.children:
            match lookup:
                case "facets__overlap":
                    found.append(self.any_of(value))
                case "year__gte":
                    found.append(BitMap.union(BitMap(), *(years[one] for one in years if value <= one < BLOCK_SIZE)))
                case "year__lte":
                    found.append(BitMap.union(BitMap(), *(years[one] for one in years if 0 <= one <= value)))
                case _:
                    raise ValueError(f"no bitmap for {lookup}")
        return BitMap.intersection(*found)

    def any_of(self, codes: Iterable[int]) -> BitMap:
        return BitMap.union(BitMap(), *(self.of_code[one] for one in codes if one in self.of_code))


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
