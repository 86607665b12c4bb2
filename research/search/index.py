"""Writing search rows: one for each published record, in the transaction that changes the record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from groundwork.partial_dates import PartialDate
from research.models import AreaTag, Contribution, Publication, SearchRow, SectorTag, SourceRecord, ThemeTag
from research.search import facets, vocabulary
from research.search.facets import Block, code, tag_codes
from research.search.words import configuration, words
from sectors.models import Sector

BATCH = 1_000
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
    (publication_id, year, date, published_on, facets, title_words, author_words, series_words, all_words, title_key)
SELECT id, year, date, published_on, facets::int[], title_words, author_words, series_words,
       setweight(title_words, 'A')
       || setweight(author_words || to_tsvector(configuration::regconfig, keywords) || series_words, 'B')
       || setweight(to_tsvector(configuration::regconfig, abstract), 'D'),
       title_key
FROM unnest({", ".join(f"%s::{kind}[]" for kind in COLUMNS.values())}) AS given({", ".join(COLUMNS)}),
     to_tsvector(configuration::regconfig, title) AS title_words,
     to_tsvector(configuration::regconfig, authors) AS author_words,
     to_tsvector(configuration::regconfig, series) AS series_words
ON CONFLICT (publication_id) DO UPDATE SET
    year = excluded.year, date = excluded.date, published_on = excluded.published_on, facets = excluded.facets,
    title_words = excluded.title_words, author_words = excluded.author_words, series_words = excluded.series_words,
    all_words = excluded.all_words, title_key = excluded.title_key
"""  # noqa: S608 - the columns are those above


def reindex(publication_ids: Iterable[int], noted: set[str] | None = None) -> int:
    """Write the search rows of these publications anew, and remove those of the ones that are not published.

    Part of the caller's transaction, if there is one; else each thousand is a transaction of its own.
    Returns the number of rows written; their words of the vocabulary are added to `noted`.
    """
    ids, noted = sorted(set(publication_ids)), set() if noted is None else noted
    return sum(_reindex(ids[start : start + BATCH], noted) for start in range(0, len(ids), BATCH))


@transaction.atomic
def _reindex(ids: Sequence[int], noted: set[str]) -> int:
    # Whoever changes a part of the same record at the same time waits here, and then reads what we have written.
    list(Publication.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    published = Publication.objects.published().filter(pk__in=ids)
    SearchRow.objects.filter(publication__in=ids).exclude(publication__in=published.values("pk")).delete()
    rows = _rows(published)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [[row[column] for row in rows] for column in COLUMNS])
        noted |= vocabulary.note(row["texts"] for row in rows)
    return len(rows)


def _rows(published: QuerySet[Publication]) -> list[dict[str, Any]]:
    """The columns of UPSERT for each publication, in seven queries for any number."""
    publications = list(published)
    names = _grouped(Contribution, published, "contributor__given", "contributor__family")
    tags, sources = _tag_codes(published), _source_codes(publications, published)
    return [_row(one, names[one.pk], tags[one.pk] | sources[one.pk] | _own_codes(one)) for one in publications]


def _row(publication: Publication, names: list[tuple[str, str]], codes: set[int]) -> dict[str, Any]:
    year, title = year_of(publication), words(publication.title[:LONGEST_TEXT])
    series = (publication.container, publication.series, publication.symbol)
    return {
        "id": publication.pk,
        "year": year,
        "date": str(publication.date or (PartialDate(year) if year else "")) or None,
        "published_on": timezone.localdate(publication.published_at) if publication.published_at else None,
        "facets": "{" + ",".join(map(str, sorted(codes))) + "}",
        "configuration": configuration(publication.language),
        "title": title,
        "authors": words(" ".join(" ".join(name) for name in names)[:LONGEST_TEXT]),
        "series": words(" ".join(series)),
        "keywords": words(" ".join([*publication.keywords, str(year or "")])[:LONGEST_TEXT]),
        "abstract": words(publication.abstract[:LONGEST_TEXT]),
        "title_key": title[:LONGEST_KEY],
        "texts": " ".join(
            [publication.title, publication.abstract, *publication.keywords, *series, *chain.from_iterable(names)]
        )[:LONGEST_TEXT],
    }


def year_of(publication: Publication) -> int | None:
    return publication.year or (publication.date.year if publication.date else None)


def _own_codes(publication: Publication) -> set[int]:
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
    if publication.all_sectors:
        codes.add(code(Block.SECTOR, facets.ALL_SECTORS))
    return codes


def _tag_codes(published: QuerySet[Publication]) -> dict[int, set[int]]:
    """Codes of the tags by publication; branches and predecessors count for sectors too, countries for regions."""
    codes: dict[int, set[int]] = defaultdict(set)
    wholes = Sector.objects.wholes_of_each()
    for pk, tags in _grouped(SectorTag, published, "sector", "provenance").items():
        codes[pk] |= tag_codes(facets.SECTOR, [(whole, said) for sector, said in tags for whole in wholes[sector]])
    for pk, tags in _grouped(ThemeTag, published, "theme", "provenance").items():
        codes[pk] |= tag_codes(facets.THEME, tags)
    for pk, tags in _places(published).items():
        codes[pk] |= tag_codes(facets.COUNTRY, tags)
    return codes


def _places(published: QuerySet[Publication]) -> dict[int, list[tuple[int, str]]]:
    """The areas that publications are tagged with and the regions these lie in, each with the tag's provenance."""
    places: dict[int, list[tuple[int, str]]] = defaultdict(list)
    regions = "area__parent__parent__parent__parent"
    for tag in AreaTag.objects.filter(publication__in=published.values("pk")).select_related(regions):
        places[tag.publication_id] += [(area.pk, tag.provenance) for area in (tag.area, *tag.area.regions)]
    return places


def _source_codes(publications: Iterable[Publication], published: QuerySet[Publication]) -> dict[int, set[int]]:
    """Codes of the sources that list each publication, and of who is behind it."""
    sources = _grouped(SourceRecord, published, "source", "source__kind")
    codes = {}
    for one in publications:
        listed = sources[one.pk]
        behind = facets.origin(in_house=one.in_house, listed_by={kind for _key, kind in listed})
        numbers = {facets.ORIGINS[behind], *(key for key, _kind in listed)}
        codes[one.pk] = {code(Block.SOURCE, number) for number in numbers}
    return codes


def _grouped(model: type, published: QuerySet[Publication], *fields: str) -> dict[int, list[tuple]]:
    """Rows of a part of the publications, in its own order, by publication."""
    grouped: dict[int, list[tuple]] = defaultdict(list)
    rows = model.objects.filter(publication__in=published.values("pk")).values_list("publication", *fields)
    for pk, *values in rows:
        grouped[pk].append(tuple(values))
    return grouped
