"""The words of the records: for the beginnings of words, and for what was misspelt.

A word is noted when a record with it is published, in the same transaction, and stays until `rebuild_search`. So the
vocabulary may know words of a record that has been withdrawn; nothing shows them, because a word is only ever used
to search, and what it does not find is not offered.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryCombinable, SearchQueryField
from django.db import connection
from django.db.models import Func, Value

from groundwork.folding import fold
from research.search.words import words

MOST_COMPLETIONS, MOST_STARRED = 60, 500
SHORTEST, LONGEST = 3, 40  # letters of a word that is noted
TOKEN = re.compile(r"[^\W\d_]+")
# The words that are the typed one in some form: who types "port" where only "ports" is known has typed a word. English
# stems serve for the plurals of all three languages; those of French would take "migrati" for a form of "migration".
FORMS_SQL = """
SELECT FROM research_searchword AS known, (SELECT %s::text AS typed) AS asked
WHERE known.word LIKE typed || '%%'
AND (known.word = typed OR ts_lexize('english_stem', known.word) = ts_lexize('english_stem', typed))
"""
COMPLETIONS_SQL = f"""
SELECT string_agg(word, ' | ') AS words FROM (
    SELECT word FROM research_searchword WHERE word LIKE %s AND (%s OR NOT EXISTS ({FORMS_SQL}))
    ORDER BY length(word), word LIMIT %s
) AS beginning_so
""".replace("%", "%%")  # noqa: S608 - our own; it becomes part of a template
NOTE_SQL = """
INSERT INTO research_searchword (word, spelling)
SELECT word, spelling FROM unnest(%s::text[], %s::text[]) AS given(word, spelling)
ON CONFLICT DO NOTHING
"""


class Completions(SearchQueryCombinable, Func):
    """A tsquery of other words and one that begins so: none where the beginning is a form of a word, unless `always`.

    A scalar subquery, so it is worked out once for a search. Shortest words first, up to MOST_COMPLETIONS of them,
    or MOST_STARRED.
    """

    template = "(SELECT coalesce(%(expressions)s, ''::tsquery) FROM (" + COMPLETIONS_SQL + ") AS completion)"  # noqa: S608
    arg_joiner = " && "
    output_field = SearchQueryField()

    def __init__(self, others: str, beginning: str, configuration: str, *, always: bool) -> None:
        found = Func(
            Value(configuration), function="to_tsquery", template="%(function)s(%(expressions)s::regconfig, words)"
        )
        before = [SearchQuery(others, config=configuration, search_type="websearch")] if others else []
        super().__init__(*before, found)
        self.beginning, self.always = beginning, always

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        sql, parameters = super().as_sql(compiler, connection, **context)
        most = MOST_STARRED if self.always else MOST_COMPLETIONS
        return sql, [*parameters, f"{self.beginning}%", self.always, self.beginning, most]


def is_known(word: str) -> bool:
    """Whether any record has the word in some form."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({FORMS_SQL})", [word])
        return cursor.fetchone()[0]


def note(texts: Iterable[str]) -> set[str]:
    """Add the words of texts, and return them; sorted, so that two at once never wait for each other in a ring."""
    found: dict[str, str] = {}
    for spelling in {token.lower() for text in texts for token in TOKEN.findall(unicodedata.normalize("NFC", text))}:
        word = words(spelling)
        if SHORTEST <= len(word) <= LONGEST and word.isalpha():
            found.setdefault(word, spelling if fold(spelling) == word else word)
    with connection.cursor() as cursor:
        cursor.execute(NOTE_SQL, [sorted(found), [found[word] for word in sorted(found)]])
    return set(found)
