"""Rows parted as ts_rank would order them by their titles alone, without asking it of each: by bitmaps.

A word of the title is worth 1 to it the first time, 1/4 the second, 1/9 the third; the worth of all words is added up.
So what it needs to know are the rows with a word once in the title, twice …
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyroaring import BitMap

MOST_WORDS = 12  # of a search: rows are parted by each
MOST_TIMES = 256  # that PostgreSQL notes of a word in a text

# Of a row: how often given words are in its title, each "coal 2". No word has a blank
IN_TITLE = """
(SELECT lexeme || ' ' || cardinality(positions) FROM unnest(row.title_words) WHERE lexeme = ANY(%(words)s))
AS one (part)
"""
WITH_WORDS = """
all_words @@ (SELECT string_agg(quote_literal(word), ' | ') FROM unnest(%(words)s::text[]) AS word)::tsquery
"""
WORD = re.compile("'([^']+)'")
UNREAD = re.compile(r"':|\\|''")  # beginnings and weights, and signs that no folded word has


def words_of(tsquery: str) -> set[str]:
    """Of a tsquery in the form that PostgreSQL writes, whatever joins them; none where one is but a beginning."""
    return set() if UNREAD.search(tsquery) else set(WORD.findall(tsquery))


def times_in_title(word: str, rows_of: Mapping[str, BitMap]) -> dict[int, BitMap]:
    """The rows that have it once in the title, twice …; given those of "coal 1", "coal 2"."""
    found = {times: rows_of.get(f"{word} {times}") for times in range(1, MOST_TIMES + 1)}
    return {times: rows for times, rows in found.items() if rows}


def by_title(rows: BitMap, words: Iterable[str], rows_of: Mapping[str, BitMap]) -> list[BitMap]:
    """Parts of the rows whose titles are worth the same, the best first."""
    parts = {0: rows}
    for word in words:
        titled = times_in_title(word, rows_of)
        parted: dict[int, BitMap] = defaultdict(BitMap)
        for worth, part in parts.items():
            parted[worth] |= part.difference(*titled.values())
            for times, having in titled.items():
                parted[worth + _worth(times)] |= part & having
        parts = {worth: part for worth, part in parted.items() if part}
    return [parts[worth] for worth in sorted(parts, reverse=True)]


def by_year(parts: Iterable[BitMap], years: Mapping[int, BitMap], *, latest_first: bool = True) -> list[BitMap]:
    """Each part by the years of its rows, undated ones at the end."""
    rows_of = [years[year] for year in sorted(years, reverse=latest_first)]
    return [one for part in parts for one in (*(part & year for year in rows_of), part.difference(*rows_of)) if one]


def around(parts: Sequence[BitMap], page: slice) -> tuple[BitMap, int]:
    """Of all rows in the order of their parts: those that hold a slice of them, and how many come before these."""
    held, before = BitMap(), 0
    for part in parts:
        if before + len(held) >= page.stop:
            break
        if held or before + len(part) > page.start:
            held |= part
        else:
            before += len(part)
    return held, before


def _worth(times: int) -> int:
    return round(sum(1_000_000 / time**2 for time in range(1, times + 1)))
