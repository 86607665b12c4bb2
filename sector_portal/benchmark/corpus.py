"""Made-up records for the benchmark of the search, as many as wanted, and searches of six classes that find some.

Words are made of syllables and used as Zipf found words to be; seventy of a hundred records are in English, the others
in French and Spanish alike, each language with its own words. The same in each run.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from random import Random
from typing import Any
from urllib.parse import urlencode

from django.db import connection, models

from groundwork.loading import bar
from groundwork.places import Area
from groundwork.publishing import PublishingState
from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    Publication,
    SectorTag,
    Source,
    SourceRecord,
    ThemeTag,
)
from research.search import facets
from research.search.facets import Block, code
from research.search.index import LONGEST_KEY
from research.search.words import configuration
from sectors.models import Sector, Theme

VOCABULARY = 40_000  # words of each language
LANGUAGES = {"en": 70, "fr": 15, "es": 15}
SYLLABLES = [f"{first}{vowel}{last}" for first in "bcdfglmnprstv" for vowel in "aeiou" for last in ("", "l", "n", "r")]
TITLE, ABSTRACT = (5, 14), (40, 90)  # words, at least and at most
WITH_ABSTRACT = 0.5  # of the records
SAMPLE = 20_000  # records whose words are counted for the searches
EACH = 11  # searches of a class
BATCH = 10_000
KINDS = ("working-paper", "journal-article", "report", "book", "brief", "thesis")
PROVENANCES = ("source", "editor", "suggested")
ACCESS = ("free", "may-cost", "unknown")
AT = datetime(2026, 1, 1, tzinfo=UTC)


class Vocabulary:
    """The words of a language, the most usual first."""

    def __init__(self, language: str) -> None:
        chance = Random(language)  # noqa: S311 - the same in each run
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words[language[0] + "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4))))] = None
        self.words = list(words)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def draw(self, chance: Random, number: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=number)


@dataclass
class Corpus:
    """What is known of the records made: in how many of a sample each English word stands, and some titles."""

    records: int
    sampled: int = 0
    share: Counter[str] = field(default_factory=Counter)
    titles: list[list[str]] = field(default_factory=list)

    def words_in(self, least: float, most: float) -> list[str]:
        """The words that stand in such a share of the sample, by how usual they are."""
        return [word for word, number in self.share.most_common() if least <= number / self.sampled <= most]


def fill(number: int) -> Corpus:
    """Write so many published records with their tags, names and sources, by COPY; the reference data must be there."""
    corpus, chance = Corpus(number), Random(20261128)  # noqa: S311 - the same in each run
    vocabularies = {language: Vocabulary(language) for language in LANGUAGES}
    sources = Source.objects.bulk_create(Source(slug=f"bench-{n}", name=f"Source {n}") for n in range(6))
    contributors = Contributor.objects.bulk_create(
        (Contributor(family=word.title(), given="A.") for word in vocabularies["en"].words[: min(20_000, number)]),
        batch_size=BATCH,
    )
    tagged = {
        SectorTag: ("sector_id", _keys(Sector), 2),
        ThemeTag: ("theme_id", _keys(Theme), 2),
        AreaTag: ("area_id", _keys(Area), 2),
    }
    with bar(f"{number:,} records", number) as progress:
        for start in range(1, number + 1, BATCH):
            keys = range(start, min(start + BATCH, number + 1))
            _copy(Publication, (_publication(key, chance, vocabularies, corpus) for key in keys))
            for model, (column, offered, most) in tagged.items():
                _copy(model, _tags(keys, chance, column, offered, most))
            _copy(
                SourceRecord,
                ({"publication_id": key, "source_id": _skewed(chance, sources).pk, "key": str(key)} for key in keys),
            )
            _copy(Contribution, _contributions(keys, chance, [one.pk for one in contributors]))
            progress.update(len(keys))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('research_publication', 'id'), %s)", [number])
        cursor.execute("ANALYZE")
    return corpus


def _keys(model: type[models.Model]) -> list[int]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))


def _skewed(chance: Random, offered: list[Any]) -> Any:
    """The first ones far more often than the last."""
    return offered[min(int(chance.expovariate(6 / len(offered))), len(offered) - 1)]


def _publication(key: int, chance: Random, vocabularies: dict[str, Vocabulary], corpus: Corpus) -> dict[str, Any]:
    (language,) = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))
    drawn = vocabularies[language].draw(chance, chance.randint(*TITLE))
    text = vocabularies[language].draw(chance, chance.randint(*ABSTRACT)) if chance.random() < WITH_ABSTRACT else []
    if corpus.sampled < SAMPLE:
        corpus.sampled += 1
        corpus.share.update(set(drawn + text) if language == "en" else ())
        corpus.titles += [drawn] if language == "en" else []
    year = 2026 - min(int(chance.expovariate(0.07)), 80)
    return {
        "id": key,
        "title": " ".join(drawn).capitalize(),
        "abstract": " ".join(text),
        "language": language,
        "kind": _skewed(chance, list(KINDS)),
        "year": year,
        "date": str(year),
        "access": chance.choice(ACCESS),
        "in_house": chance.random() < 0.02,
        "peer_reviewed": chance.choice((True, None, None)),
        "state": PublishingState.PUBLISHED,
        "published_at": AT,
        "updated_at": AT,
    }


def _tags(keys: range, chance: Random, column: str, offered: list[int], most: int) -> Iterator[dict[str, Any]]:
    for key in keys:
        for one in {_skewed(chance, offered) for _ in range(chance.randint(0, most))}:
            yield {"publication_id": key, column: one, "provenance": chance.choice(PROVENANCES)}


def _listed(keys: range, chance: Random, sources: list[int]) -> Iterator[dict[str, Any]]:
    return ({"publication_id": key, "source_id": _skewed(chance, sources), "key": str(key)} for key in keys)


def _contributions(keys: range, chance: Random, contributors: list[int]) -> Iterator[dict[str, Any]]:
    for key in keys:
        for order, one in enumerate({chance.choice(contributors) for _ in range(chance.randint(1, 3))}):
            yield {"publication_id": key, "contributor_id": one, "order": order}


def _copy(model: type[models.Model], rows: Iterator[dict[str, Any]]) -> None:
    """Rows by column; other columns as of an unsaved instance."""
    blank = model()
    fields = [one for one in model._meta.concrete_fields if one is not model._meta.auto_field or model is Publication]
    usual = {one.column: one.get_db_prep_save(getattr(blank, one.attname), connection) for one in fields}
    columns = ", ".join(f'"{column}"' for column in usual)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(list((usual | row).values()))


# What `reindex` would write, since the words of these records are folded as they stand: in Python a million takes an
# hour. A test compares the two.
WRITE_ROWS = """
INSERT INTO research_searchrow
    (publication_id, year, date, published_on, facets, title_words, author_words, series_words, all_words, title_key,
     made_of)
SELECT record.id, record.year, record.date, {at}::date, ARRAY(SELECT unnest(codes || own) ORDER BY 1),
       title_words, author_words, ''::tsvector,
       setweight(title_words, 'A') || setweight(author_words || to_tsvector(config, record.year::text), 'B')
       || setweight(to_tsvector(config, record.abstract), 'D'),
       left(lower(record.title), {longest}), research_made_of(record.id)
FROM research_publication AS record
JOIN research_tag_codes(ARRAY(SELECT id FROM research_publication WHERE id BETWEEN %s AND %s)) AS tagged
    ON tagged.publication_id = record.id
JOIN LATERAL (
    SELECT string_agg(given || ' ' || family, ' ' ORDER BY contribution.order, contribution.id) AS names
    FROM research_contribution AS contribution JOIN research_contributor AS one ON one.id = contributor_id
    WHERE contribution.publication_id = record.id
) AS signed ON true,
LATERAL (SELECT (CASE language {configurations} END)::regconfig AS config) AS how,
LATERAL (SELECT to_tsvector(config, lower(title)) AS title_words,
                to_tsvector(config, lower(replace(names, '.', ''))) AS author_words) AS words,
LATERAL (SELECT ARRAY[
    {year} + record.year, CASE kind {kinds} END, CASE access {access} END, CASE language {languages} END,
    CASE WHEN peer_reviewed THEN {yes} ELSE {unknown} END] AS own) AS of_itself
"""
INDEXES = ("research_searchrow_words", "research_searchrow_newest", "research_searchrow_title_start")
NOTE_WORDS = """
INSERT INTO research_searchword (word, spelling)
SELECT DISTINCT word, word
FROM research_publication, regexp_split_to_table(lower(title || ' ' || abstract), ' ') AS word
WHERE length(word) BETWEEN 3 AND 40
UNION SELECT lower(family), lower(family) FROM research_contributor
WHERE id IN (SELECT contributor_id FROM research_contribution)
ON CONFLICT DO NOTHING
"""


def write_rows(number: int) -> None:
    """The search rows and the vocabulary of the records, in SQL; the indexes are built at the end."""
    cases = {
        "configurations": _cases({language: f"'{configuration(language)}'" for language in LANGUAGES}),
        "kinds": _cases({kind: code(Block.KIND, facets.KIND_NUMBERS[kind]) for kind in KINDS}),
        "access": _cases({one: code(Block.ACCESS, facets.ACCESS_NUMBERS[one]) for one in ACCESS}),
        "languages": _cases({one: code(Block.LANGUAGE, facets.language_number(one)) for one in LANGUAGES}),
        "yes": code(Block.PEER_REVIEW, facets.PEER_REVIEW_NUMBERS[True]),
        "unknown": code(Block.PEER_REVIEW, facets.PEER_REVIEW_NUMBERS[None]),
        "year": code(Block.YEAR, 0),
        "at": f"'{AT.date()}'",
        "longest": LONGEST_KEY,
    }
    with connection.cursor() as cursor, bar("Search rows", number) as progress:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [list(INDEXES)])
        made = cursor.fetchall()
        for name, _sql in made:
            cursor.execute(f"DROP INDEX {name}")
        for start in range(1, number + 1, BATCH):
            cursor.execute(WRITE_ROWS.format(**cases), [start, start + BATCH - 1])
            progress.update(BATCH)
        for _name, sql in made:
            cursor.execute(sql)
        cursor.execute(NOTE_WORDS)
        cursor.execute("ANALYZE")


def _cases(values: dict[str, Any]) -> str:
    return " ".join(f"WHEN '{value}' THEN {result}" for value, result in values.items())


def searches(corpus: Corpus) -> dict[str, list[str]]:
    """Query strings by class, EACH of every one."""
    chance = Random(7)  # noqa: S311 - the same in each run
    rare, some, usual = corpus.words_in(0.0003, 0.002), corpus.words_in(0.01, 0.1), corpus.words_in(0.12, 1)
    known = set(corpus.share)
    unfinished = [
        f"{title[0]} {word[:5]}" for title in corpus.titles for word in title[1:] if word[:5] not in known and word[6:]
    ]
    pairs = [title[at : at + 2] for title in corpus.titles for at in (0, 2)]
    typed = {
        "rare": chance.sample(rare, EACH),
        "topical": [" ".join(chance.sample(some, 2 + n % 2)) for n in range(EACH)],
        "common": (usual * EACH)[:EACH],
        "phrase": [f'"{" ".join(pair)}"' for pair in chance.sample(pairs, EACH)],
        "prefix": chance.sample(unfinished, EACH),
    }
    return {name: [urlencode({"q": text}) for text in texts] for name, texts in typed.items()} | {
        "filters only": _filters()
    }


def _filters() -> list[str]:
    sectors = list(Sector.objects.main().in_force().order_by("pk").values_list("slug", flat=True)[:6])
    theme = Theme.objects.order_by("pk").values_list("slug", flat=True).first()
    return [
        "",
        "type=working-paper",
        "year_from=2010",
        "language=fr&sort=oldest",
        "full_text=free&type=report",
        f"theme={theme}",
        f"sector={sectors[0]}",
        f"sector={sectors[1]}&sector={sectors[2]}&year_from=2000",
        f"sector={sectors[3]}&language=en",
        f"sector={sectors[4]}&type=brief&full_text=free",
        "source=bench-3&year_to=1999",
    ]
