"""Writing search rows: one for each published record, in the transaction that changes the record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from groundwork.partial_dates import PartialDate
from research.models import Contribution, Publication, SearchRow
from research.search import facets, pages, vocabulary
from research.search.facets import Block, code
from research.search.likeness import note_keys
from research.search.pages import PAGE_WORDS
from research.search.words import configuration, words

BATCH = 1_000
COUNTING = 7_265_313  # the lock of what counts for what (migration 0013)
LONGEST_KEY = 200
LONGEST_TEXT = 100_000  # characters; PostgreSQL refuses a tsvector of more than a megabyte

COLUMNS = {
    "id": "bigint",
    "year": "int",
    "date": "text",
    "published_on": "date",
    "facets": "text",
    "configuration": "text",
    "title": "text",
    "authors": "text",
    "series": "text",
    "keywords": "text",
    "abstract": "text",
    "title_key": "text",
}
UPSERT = f"""
INSERT INTO research_searchrow AS row
    (publication_id, year, date, published_on, facets, title_words, author_words, series_words, all_words, title_key,
     made_of)
SELECT id, year, date, published_on, ARRAY(SELECT unnest(facets::int[] || codes) ORDER BY 1),
       title_words, author_words, series_words,
       setweight(title_words, 'A')
       || setweight(author_words || to_tsvector(configuration::regconfig, keywords) || series_words, 'B')
       || setweight(to_tsvector(configuration::regconfig, abstract), 'D')
       || {PAGE_WORDS},
       title_key, research_made_of(id)
FROM unnest({", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())}) AS given({", ".join(COLUMNS)})
     JOIN research_tag_codes(%s) AS tagged ON tagged.publication_id = id,
     to_tsvector(configuration::regconfig, title) AS title_words,
     to_tsvector(configuration::regconfig, authors) AS author_words,
     to_tsvector(configuration::regconfig, series) AS series_words
ON CONFLICT (publication_id) DO UPDATE SET
    year = excluded.year, date = excluded.date, published_on = excluded.published_on, facets = excluded.facets,
    title_words = excluded.title_words, author_words = excluded.author_words, series_words = excluded.series_words,
    all_words = excluded.all_words, title_key = excluded.title_key, made_of = excluded.made_of
"""  # noqa: S608 - the columns are those above


def reindex(publication_ids: Iterable[int], noted: set[str] | None = None, *, pages_anew: bool = False) -> int:
    """Write the search rows of these publications anew, and remove those of the ones that are not published.

    What they are compared by (research/search/likeness.py) is written too, published or not.

    Part of the caller's transaction, if there is one; else each thousand is a transaction of its own.
    Returns the number of rows written; their words of the vocabulary are added to `noted`. The pages of their files
    are folded again only where that must be, or with `pages_anew`.
    """
    ids, noted = sorted(set(publication_ids)), set() if noted is None else noted
    return sum(_reindex(ids[start : start + BATCH], noted, pages_anew) for start in range(0, len(ids), BATCH))


@transaction.atomic
def _reindex(ids: Sequence[int], noted: set[str], pages_anew: bool) -> int:
    # Whoever changes what counts for what, or a part of the same record, at the same time waits here, and then reads
    # what we have written.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [COUNTING])
    list(Publication.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    note_keys(ids)
    published = Publication.objects.published().filter(pk__in=ids)
    SearchRow.objects.filter(publication__in=ids).exclude(publication__in=published.values("pk")).delete()
    pages.write_words(ids, noted, anew=pages_anew)
    rows = _rows(published)
    if rows:
        with connection.cursor() as cursor:
            ids = [row["id"] for row in rows]
            cursor.execute(UPSERT, [*([row[column] for row in rows] for column in COLUMNS), ids])
        noted |= vocabulary.note(row["texts"] for row in rows)
    return len(rows)


def _rows(published: QuerySet[Publication]) -> list[dict[str, Any]]:
    """The columns of UPSERT for each publication, in two queries for any number."""
    names: dict[int, list[str]] = defaultdict(list)
    signed = Contribution.objects.filter(publication__in=published.values("pk"))
    for pk, given, family in signed.values_list("publication", "contributor__given", "contributor__family"):
        names[pk] += [given, family]
    return [_row(publication, names[publication.pk]) for publication in published]


def _row(publication: Publication, names: list[str]) -> dict[str, Any]:
    year, title = year_of(publication), words(publication.title[:LONGEST_TEXT])
    series = (publication.container, publication.series, publication.symbol)
    return {
        "id": publication.pk,
        "year": year,
        "date": str(publication.date or (PartialDate(year) if year else "")) or None,
        "published_on": timezone.localdate(publication.published_at) if publication.published_at else None,
        "facets": "{" + ",".join(map(str, _own_codes(publication))) + "}",
        "configuration": configuration(publication.language),
        "title": title,
        "authors": words(" ".join(names)[:LONGEST_TEXT]),
        "series": words(" ".join(series)),
        "keywords": words(" ".join([*publication.keywords, str(year or "")])[:LONGEST_TEXT]),
        "abstract": words(publication.abstract[:LONGEST_TEXT]),
        "title_key": title[:LONGEST_KEY],
        "texts": " ".join([publication.title, publication.abstract, *publication.keywords, *series, *names])[
            :LONGEST_TEXT
        ],
    }


def year_of(publication: Publication) -> int | None:
    return publication.year or (publication.date.year if publication.date else None)


def _own_codes(publication: Publication) -> set[int]:
    """Without those of its tags and sources, which the database adds (research_tag_codes, migration 0013)."""
    year = year_of(publication)
    codes = {
        code(Block.KIND, facets.KIND_NUMBERS[publication.kind]),
        code(Block.ACCESS, facets.ACCESS_NUMBERS[publication.access]),
        code(Block.LANGUAGE, facets.language_number(publication.language)),
        code(Block.PEER_REVIEW, facets.PEER_REVIEW_NUMBERS[publication.peer_reviewed]),
    }
    if year:
        codes.add(code(Block.YEAR, year))
    if publication.gender_marker is not None:
        codes.add(code(Block.GENDER, publication.gender_marker))
    return codes
