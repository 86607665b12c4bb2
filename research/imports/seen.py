"""What was met before in a file of any size: kept on disk beyond a few megabytes."""

import sqlite3
from collections.abc import Hashable, Iterable

MEMORY = "PRAGMA cache_size = -4000"  # kilobytes


class Seen:
    """Remembers, by hashes, in which row each mark was met first."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("")  # a file of its own, gone with the connection
        self._rows.execute(MEMORY)
        self._rows.execute("CREATE TABLE seen (mark INTEGER PRIMARY KEY, number INTEGER NOT NULL)")

    def first(self, marks: Iterable[Hashable], number: int) -> int | None:
        """The row that had the first of these marks that was met before; from now on this row has the others."""
        hashes = [hash(mark) for mark in marks]
        found = (self._rows.execute("SELECT number FROM seen WHERE mark = ?", (one,)).fetchone() for one in hashes)
        first = next((row[0] for row in found if row), None)
        self._rows.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(one, number) for one in hashes])
        return first
