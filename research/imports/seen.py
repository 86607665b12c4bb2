"""What was met before in a file of any size: kept on disk beyond a few megabytes."""

import json
import sqlite3
from collections.abc import Hashable, Iterable
from typing import Any

MEMORY = "PRAGMA cache_size = -4000"  # kilobytes


class Seen:
    """Remembers, by hashes, in which row each mark was met first."""

    def __init__(self) -> None:
        self._rows = _on_disk("CREATE TABLE seen (mark INTEGER PRIMARY KEY, number INTEGER NOT NULL)")

    def first(self, marks: Iterable[Hashable], number: int) -> int | None:
        """The row that had the first of these marks that was met before; from now on this row has the others."""
        hashes = [hash(mark) for mark in marks]
        found = (self._rows.execute("SELECT number FROM seen WHERE mark = ?", (one,)).fetchone() for one in hashes)
        first = next((row[0] for row in found if row), None)
        self._rows.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", [(one, number) for one in hashes])
        return first


class Kept:
    """Plain data by key; the first of each key counts."""

    def __init__(self) -> None:
        self._rows = _on_disk("CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        self.is_empty = True

    def add(self, key: str, value: Any) -> None:
        self._rows.execute("INSERT OR IGNORE INTO kept VALUES (?, ?)", (key, json.dumps(value)))
        self.is_empty = False

    def get(self, key: str) -> Any:
        """None where there is no such key."""
        found = self._rows.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else None


def _on_disk(table: str) -> sqlite3.Connection:
    rows = sqlite3.connect("")  # a file of its own, gone with the connection
    rows.execute(MEMORY)
    rows.execute(table)
    return rows
