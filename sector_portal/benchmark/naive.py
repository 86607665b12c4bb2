"""The search as one writes it first, for comparison: what a page needs, asked of the tables of the records themselves.

A tsvector with a GIN index, `count(*)`, a `GROUP BY` for each facet over the tables of tags, `ts_rank` of all that is
found, `ts_headline` of the first twenty. Its time is the database's alone: no page is made of it.
"""

from typing import Any

from django.db import connection
from django.http import QueryDict

from research.search.words import CONFIGURATION_OF

FIRST = 20
MAKE = """
DROP TABLE IF EXISTS bench_naive;
CREATE TABLE bench_naive (publication_id bigint PRIMARY KEY, words tsvector NOT NULL);
INSERT INTO bench_naive
SELECT id, setweight(to_tsvector(config, title), 'A') || setweight(to_tsvector(config, abstract), 'D')
FROM research_publication, LATERAL (
    SELECT (CASE language WHEN 'fr' THEN 'french' WHEN 'es' THEN 'spanish' ELSE 'english' END)::regconfig AS config
) AS how;
CREATE INDEX bench_naive_words ON bench_naive USING gin (words);
ANALYZE bench_naive;
"""
FOUND = (
    "FROM research_publication AS record JOIN bench_naive AS naive ON naive.publication_id = record.id WHERE {where}"
)
COLUMNS = ("kind", "language", "access", "year", "peer_reviewed")
TAGS = {
    "sector": ("research_sectortag", "sector_id"),
    "theme": ("research_themetag", "theme_id"),
    "country": ("research_areatag", "area_id"),
    "source": ("research_sourcerecord", "source_id"),
}
TABLES = {"sector": "sectors_sector", "theme": "sectors_theme", "source": "research_source"}
FILTERS = {
    "type": "record.kind = ANY (%s)",
    "language": "record.language = ANY (%s)",
    "full_text": "record.access = ANY (%s)",
    "year_from": "record.year >= (%s::int[])[1]",
    "year_to": "record.year <= (%s::int[])[1]",
}


def make() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MAKE)


def size() -> int:
    """Bytes of the table and its index."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('bench_naive')")
        return cursor.fetchone()[0]


def search(query: str, *, goes_on: bool = False) -> int:
    """Ask for everything that the page of this query string shows; returns the number of records found.

    `goes_on`: the last word is the beginning of one.
    """
    asked = QueryDict(query)
    tsquery = _tsquery(asked, goes_on=goes_on)
    where, values = _where(asked, tsquery)
    found = FOUND.format(where=where)
    rank, ranked = ("ts_rank(naive.words, {words})", True) if "q" in asked else ("0::float", False)
    words, word_values = tsquery
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {found}", values)
        (total,) = cursor.fetchone()
        for column in COLUMNS:
            cursor.execute(f"SELECT record.{column}, count(*) {found} GROUP BY 1", values)
            cursor.fetchall()
        for table, column in TAGS.values():
            cursor.execute(
                f"SELECT tag.{column}, tag_kind, count(DISTINCT tag.publication_id) FROM (SELECT *, {_kind(table)} AS "  # noqa: S608
                f"tag_kind FROM {table}) AS tag WHERE tag.publication_id IN (SELECT record.id {found}) GROUP BY 1, 2",
                values,
            )
            cursor.fetchall()
        headline = f"ts_headline(title || ' ' || abstract, {words})" if ranked else "title"
        cursor.execute(
            f"SELECT id, {headline} FROM (SELECT record.* {found} "  # noqa: S608 - the same
            f"ORDER BY {rank.format(words=words)} DESC, record.year DESC, record.id DESC LIMIT {FIRST}) AS best",
            [*word_values * ranked, *values, *word_values * ranked],
        )
        cursor.fetchall()
    return total


def _kind(table: str) -> str:
    return "provenance" if table != "research_sourcerecord" else "NULL"


def _tsquery(asked: QueryDict, *, goes_on: bool) -> tuple[str, list[Any]]:
    """A tsquery in every language, and its values."""
    text = asked.get("q", "")
    joined = (" <-> " if text.startswith('"') else " & ").join(text.strip('"').split()) + (":*" if goes_on else "")
    configurations = CONFIGURATION_OF.values()
    sql = " || ".join("to_tsquery(%s::regconfig, %s)" for _one in configurations)
    return f"({sql})", [value for one in configurations for value in (one, joined)]


def _where(asked: QueryDict, tsquery: tuple[str, list[Any]]) -> tuple[str, list[Any]]:
    parts, values = ["record.state = 'published'"], []
    if "q" in asked:
        words, word_values = tsquery
        parts.append(f"naive.words @@ {words}")
        values += word_values
    for name, chosen in asked.lists():
        if name in FILTERS:
            parts.append(FILTERS[name])
            values.append(chosen)
        elif name in TABLES:
            table, column = TAGS[name]
            parts.append(
                f"record.id IN (SELECT publication_id FROM {table} JOIN {TABLES[name]} AS far "  # noqa: S608 - ours
                f"ON far.id = {column} WHERE far.slug = ANY (%s))"
            )
            values.append(chosen)
    return " AND ".join(parts), values
