"""The text of the files kept here, page by page: written for the index, and found again for its page numbers.

A search row holds which words the pages have, not where: PostgreSQL notes no more than 256 places of a word, and
none past the 16,383rd word. Words that must stand together are looked for on the pages themselves.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import Case, F, Q, Value, When

from research.models import FilePage, PublicationFile
from research.search import vocabulary
from research.search.query import SearchText
from research.search.words import CONFIGURATION_OF, CONFIGURATIONS, configuration, words

BATCH = 200  # pages folded at once
MOST_BYTES = 500_000  # of the different words of all pages of a record; PostgreSQL refuses a tsvector of a megabyte

# A scalar subquery on `given.id`: the different words of a record's pages, those on most pages first, up to a size.
# All stand at the last place that there is, so no phrase runs over them; folded words need no escape.
PAGE_WORDS = f"""
coalesce((
    SELECT string_agg('''' || lexeme || ''':16383C', ' ')::tsvector FROM (
        SELECT lexeme, sum(octet_length(lexeme) + 12) OVER (ORDER BY count(*) DESC, lexeme) AS size
        FROM research_publicationfile AS file JOIN research_filepage AS page ON page.file_id = file.id,
             unnest(tsvector_to_array(page.words)) AS lexeme
        WHERE file.publication_id = given.id GROUP BY lexeme
    ) AS counted WHERE size <= {MOST_BYTES}
), ''::tsvector)
"""  # noqa: S608 - the number is that above
WRITE = """
UPDATE research_filepage AS page
SET words = to_tsvector(given.configuration::regconfig, given.folded), configuration = given.configuration
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given(id, configuration, folded) WHERE page.id = given.id
"""


class Found(NamedTuple):
    """The page of a record that answers best."""

    number: int
    text: str


def write_words(publication_ids: Sequence[int], noted: set[str], *, anew: bool = False) -> None:
    """Give the pages in the index their words, and take them from all others; in the caller's transaction.

    Pages that have theirs are left as they are unless `anew`. Two queries where there is nothing to write.
    """
    pages = FilePage.objects.filter(file__publication__in=publication_ids)
    indexed = PublicationFile.objects.in_the_index().filter(publication__in=publication_ids)
    pages.exclude(file__in=indexed.values("pk")).exclude(configuration="").update(words=None, configuration="")
    wanted = pages.filter(file__in=indexed.values("pk")).select_related("file__publication").order_by("pk")
    if not anew:
        wanted = wanted.exclude(configuration=_configuration_of_the_record())
    batch: list[FilePage] = []
    for page in wanted.only("text", "file__publication__language").iterator(BATCH):
        batch.append(page)
        if len(batch) == BATCH:
            _write(batch, noted)
            batch = []
    if batch:
        _write(batch, noted)


def _configuration_of_the_record() -> Case:
    known = [When(file__publication__language=code, then=Value(one)) for code, one in CONFIGURATION_OF.items()]
    return Case(*known, default=Value(configuration("")))


def _write(batch: Sequence[FilePage], noted: set[str]) -> None:
    configurations = [configuration(page.file.publication.language) for page in batch]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [[page.pk for page in batch], configurations, [words(page.text) for page in batch]])
    noted |= vocabulary.note(page.text for page in batch)


def best_pages(publication_ids: Iterable[int], text: SearchText) -> dict[int, Found]:
    """By record, the page that has the most of what is looked for, the first of equal ones; one query.

    Only of files that anybody may see, whoever asks.
    """
    publication_ids = list(publication_ids)
    if not (text.terms and publication_ids):
        return {}
    queries = {one: text.any_term(one) for one in CONFIGURATIONS}
    answers = reduce(or_, (Q(words=query, configuration=one) for one, query in queries.items()))
    seen = PublicationFile.objects.in_the_index().filter(publication__in=publication_ids)
    pages = FilePage.objects.filter(answers, file__in=seen.values("pk"))
    ranked = pages.annotate(rank=SearchRank(F("words"), reduce(or_, queries.values())))
    best = ranked.order_by("file__publication", F("rank").desc(), "file", "number").distinct("file__publication")
    return {key: Found(number, page) for key, number, page in best.values_list("file__publication", "number", "text")}
