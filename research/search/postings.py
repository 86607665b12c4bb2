"""Which rows have the commonest words, as bitmaps; bitmaps.py keeps them exact, as it does those of the facets.

To find what has a common word, PostgreSQL visits each of its rows; bitmaps meet in a millisecond. What a search means
stays PostgreSQL's own word: it is asked for the tsquery of each language, and that is answered here.

Beside the rows with "coal" stand those with "coal 2": they have it twice in their title (titles.py).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection
from pyroaring import BitMap

from research.search.titles import IN_TITLE

MOST = 400  # words; the bitmap of one takes 125 kB at most in a million rows
LEAST = 10_000  # rows with a word: those of fewer are soon found
MOST_OTHERS = 4  # words of a search that are not kept

# The commonest words and how many rows have them, as ANALYZE has counted; it only decides what is worth the trouble
ESTIMATED_SQL = """
SELECT word, share * reltuples AS number FROM pg_class
JOIN pg_stats ON tablename = relname AND schemaname = relnamespace::regnamespace::text,
     unnest(most_common_elems::text::text[], most_common_elem_freqs) AS counted (word, share)
WHERE pg_class.oid = 'research_searchrow'::regclass AND attname = 'all_words' AND word IS NOT NULL
"""
COMMON_SQL = f"""
SELECT word FROM ({ESTIMATED_SQL}) AS estimated WHERE number >= %s ORDER BY number DESC LIMIT %s
"""  # noqa: S608 - ours
WITH_WORD_SQL = "SELECT publication_id FROM research_searchrow WHERE all_words @@ quote_literal(%s)::tsquery"
# Of the rows of a statement, the words among the given ones
WORDS_OF_ROW = f"""
ARRAY(SELECT unnest(tsvector_to_array(row.all_words)) INTERSECT SELECT unnest(%(words)s::text[]))
|| ARRAY(SELECT part FROM {IN_TITLE})
"""  # noqa: S608 - ours
SIGN = re.compile(r"\s*(?:'(?P<word>[^'\\]+)'(?![':])|(?P<operator>[&|!()]))")


class Sign(NamedTuple):
    """A word of a tsquery, or an operator."""

    word: str
    operator: str


def common_words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(COMMON_SQL, [LEAST, MOST])
        return [word for (word,) in cursor.fetchall()]


def signs(tsquery: str) -> list[Sign] | None:
    """Of a tsquery in the form that PostgreSQL writes; None if it has more than words with and, or and not."""
    found, place = [], 0
    while place < len(tsquery):
        sign = SIGN.match(tsquery, place)
        if sign is None:
            return None
        found.append(Sign(sign["word"] or "", sign["operator"] or ""))
        place = sign.end()
    return found


def answering(query: list[Sign], rows_of: Mapping[str, BitMap], every: BitMap) -> BitMap:
    """The rows that a tsquery finds among all, given those of its words. An empty one finds none."""
    return _any_of(query[::-1], rows_of, every) if query else BitMap()


def _any_of(rest: list[Sign], rows_of: Mapping[str, BitMap], every: BitMap) -> BitMap:
    """`rest` is what is yet to be read, the next sign last."""
    found = _all_of(rest, rows_of, every)
    while rest and rest[-1].operator == "|":
        rest.pop()
        found = found | _all_of(rest, rows_of, every)
    return found


def _all_of(rest: list[Sign], rows_of: Mapping[str, BitMap], every: BitMap) -> BitMap:
    found = _one(rest, rows_of, every)
    while rest and rest[-1].operator == "&":
        rest.pop()
        found = found & _one(rest, rows_of, every)
    return found


def _one(rest: list[Sign], rows_of: Mapping[str, BitMap], every: BitMap) -> BitMap:
    sign = rest.pop()
    if sign.operator == "!":
        return every - _one(rest, rows_of, every)
    if sign.operator == "(":
        found = _any_of(rest, rows_of, every)
        rest.pop()  # the bracket that closes
        return found
    return rows_of[sign.word]
