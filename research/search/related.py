"""Records about the same: those that share the weighty words of a title, and the tags that somebody vouches for."""

from django.db import connection

from research.search.facets import BLOCK_SIZE, Block
from research.search.postings import ESTIMATED_SQL

MOST_TERMS = 6  # the rarest words of the title
COMMON = 20  # a word that more than one in so many records has says little
MOST_ROWS = 2_000  # with a word: if all have more, those with all of them are looked at
TAG = 2.0  # what a shared tag weighs; a word of a hundredth of the records weighs 4.6, in a title
ELSEWHERE = 0.3  # what a word weighs that the other has in its abstract only

# The weight of a word is the logarithm of how rare it is. Words are stems of the record's language. Those that ANALYZE
# has counted are not counted again, since that visits each of their rows; no word is followed to more than MOST_ROWS.
RELATED_SQL = f"""
WITH this AS (SELECT publication_id, title_words, facets FROM research_searchrow WHERE publication_id = %s),
every AS (
    SELECT greatest((
        SELECT count(*) FROM (SELECT FROM research_searchrow LIMIT {COMMON * MOST_ROWS}) AS first
    ), reltuples) AS number FROM pg_class WHERE oid = 'research_searchrow'::regclass
),
estimated AS MATERIALIZED ({ESTIMATED_SQL}),
counted AS (
    SELECT lexeme, quote_literal(lexeme)::tsquery AS query, coalesce(estimated.number, (
        SELECT count(*) FROM (
            SELECT FROM research_searchrow WHERE all_words @@ quote_literal(lexeme)::tsquery LIMIT {MOST_ROWS} + 1
        ) AS first
    )) AS number
    FROM this CROSS JOIN unnest(tsvector_to_array(title_words)) AS lexeme LEFT JOIN estimated ON word = lexeme
),
weighty AS (
    SELECT query, ln(every.number / counted.number) AS weight FROM counted, every
    WHERE counted.number BETWEEN 2 AND least({MOST_ROWS}, every.number / {COMMON})
    ORDER BY counted.number, lexeme LIMIT {MOST_TERMS}
),
asked AS (
    SELECT query, weight FROM weighty
    UNION ALL
    SELECT string_agg(query::text, ' & ')::tsquery, 1 FROM counted
    WHERE number > {MOST_ROWS} AND NOT EXISTS (SELECT FROM weighty)
),
shared AS (
    SELECT row.publication_id, row.facets, row.date,
           sum(weight * CASE WHEN row.title_words @@ query THEN 1 ELSE {ELSEWHERE} END) AS words
    FROM asked CROSS JOIN LATERAL (
        SELECT publication_id, facets, date, title_words FROM research_searchrow
        WHERE all_words @@ query LIMIT {MOST_ROWS}
    ) AS row
    GROUP BY row.publication_id, row.facets, row.date
)
SELECT shared.publication_id FROM shared, this
WHERE shared.publication_id <> this.publication_id AND shared.publication_id <> ALL (%s)
ORDER BY words + {TAG} * (
    SELECT count(*) FROM unnest(shared.facets) AS code
    WHERE code = ANY (this.facets) AND code / {BLOCK_SIZE} = ANY (%s)
) DESC, shared.date DESC NULLS LAST, shared.publication_id DESC
LIMIT %s
"""  # noqa: S608 - the numbers are those above


def related(publication_id: int, *, most: int, leave_out: list[int]) -> list[int]:
    """Keys of up to `most` records, nearest first, without its language versions, given as `leave_out`; one query."""
    tags = [int(block) for block in (Block.SECTOR, Block.THEME, Block.AREA)]
    with connection.cursor() as cursor:
        cursor.execute(RELATED_SQL, [publication_id, leave_out, tags, most])
        return [key for (key,) in cursor.fetchall()]
