"""Adding works to the inventory, many at a time; what is there stays as it is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db import connection, models, transaction

from groundwork.loading import BATCH, copy_in
from groundwork.publishing import PublishingState, enter_state
from research.imports.records import Name, Record
from research.imports.works import Work
from research.models import AreaTag, Contribution, Contributor, Publication, SectorTag, Source, SourceRecord, ThemeTag
from research.search.index import reindex
from research.tagging import Tagger

# Fields that a record and a publication have alike
ALIKE = (
    *("title", "abstract", "kind", "kind_as_given", "date", "language", "in_house", "all_sectors", "container"),
    *("volume", "issue", "pages", "series", "publisher", "symbol", "isbn", "handle", "url", "licence", "access"),
)
Pair = tuple[Publication, Work]


@dataclass
class Added:
    """What an addition did."""

    new: list[Publication] = field(default_factory=list)
    unchanged: int = 0  # works that were there
    tags: Counter[str] = field(default_factory=Counter)  # by kind and provenance: "sector tags, source"


@transaction.atomic
def add_works(works: list[Work], *, tick: Callable[[int], object] = lambda _number: None) -> Added:
    """Add the works that the inventory lacks, published, with names, tags, sources and search rows.

    A work is there if one of its records is (by source and key), or a publication with its DOI; then only its further
    sources are added. Sources must be there. `tick` is told how many works are done since it was last told.
    """
    sources = dict(Source.objects.values_list("slug", "pk"))
    new = _without_those_there(works, sources)
    added = Added(unchanged=len(works) - len(new))
    tick(added.unchanged)
    if not new:
        return added
    contributors = _contributors(name for work in new for name in work.record.authors)
    tagger = Tagger()
    for start in range(0, len(new), BATCH):
        batch = new[start : start + BATCH]
        publications = copy_in([_publication(work.record) for work in batch])
        pairs = list(zip(publications, batch, strict=True))
        SourceRecord.objects.bulk_create(_source_records(pairs, sources))
        Contribution.objects.bulk_create(_contributions(pairs, contributors))
        added.tags += _tag(pairs, tagger)
        added.new += publications
        tick(len(batch))
    _join_language_versions(added.new)
    if len(added.new) > BATCH:
        _count_anew(Publication, Contributor, Contribution, SourceRecord, SectorTag, ThemeTag, AreaTag)
    reindex([publication.pk for publication in added.new])
    return added


def _count_anew(*tables: type[models.Model]) -> None:
    """Let the database plan with the new sizes at once: it would learn of them only after the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(table._meta.db_table for table in tables)}")


def _without_those_there(works: list[Work], sources: dict[str, int]) -> list[Work]:
    """The works that are new; the others get the sources that they lack."""
    there = {
        (source, key): publication
        for source, key, publication in SourceRecord.objects.values_list("source__slug", "key", "publication")
    }
    by_doi = dict(Publication.objects.exclude(doi=None).values_list("doi", "pk"))
    new, further = [], []
    for work in works:
        keys = [(record.source, record.key) for record in work.records]
        publication = next((there[key] for key in keys if key in there), by_doi.get(work.record.doi))
        if publication is None:
            new.append(work)
        else:
            further += [
                _source_record(publication, record, sources)
                for key, record in zip(keys, work.records, strict=True)
                if key not in there
            ]
    SourceRecord.objects.bulk_create(further, batch_size=BATCH)
    reindex(record.publication_id for record in further)  # they are found by their sources
    return new


def _publication(record: Record) -> Publication:
    publication = Publication(
        **{name: getattr(record, name) for name in ALIKE},
        doi=record.doi or None,
        year=record.date.year if record.date else None,
        keywords=list(record.keywords),
    )
    enter_state(publication, PublishingState.PUBLISHED)
    return publication


def _source_records(pairs: list[Pair], sources: dict[str, int]) -> Iterator[SourceRecord]:
    return (_source_record(publication.pk, record, sources) for publication, work in pairs for record in work.records)


def _source_record(publication_id: int, record: Record, sources: dict[str, int]) -> SourceRecord:
    return SourceRecord(
        publication_id=publication_id,
        source_id=sources[record.source],
        key=record.key,
        retrieved_from=record.retrieved_from,
    )


def _contributors(names: Iterable[Name]) -> dict[tuple[str, str], int]:
    """Numbers of the contributors of these names, who are added where missing. Namesakes share a row."""
    wanted = dict.fromkeys((name.family, name.given) for name in names)
    there = {(row.family, row.given): row.pk for row in Contributor.objects.filter(orcid="")}
    missing = [Contributor(family=family, given=given) for family, given in wanted if (family, given) not in there]
    for row in Contributor.objects.bulk_create(missing, batch_size=BATCH):
        there[row.family, row.given] = row.pk
    return there


def _contributions(pairs: list[Pair], contributors: dict[tuple[str, str], int]) -> Iterator[Contribution]:
    return (
        Contribution(
            publication=publication,
            contributor_id=contributors[name.family, name.given],
            role=name.role,
            order=order,
        )
        for publication, work in pairs
        for order, name in enumerate(work.record.authors, start=1)
    )


def _tag(pairs: list[Pair], tagger: Tagger) -> Counter[str]:
    """Writes the tags; returns their numbers by kind and provenance."""
    tags = [tag for publication, work in pairs for tag in tagger.tags(publication, work.record)]
    for model in (SectorTag, ThemeTag, AreaTag):
        model.objects.bulk_create([tag for tag in tags if isinstance(tag, model)], batch_size=BATCH)
    return Counter(f"{tag._meta.verbose_name_plural}, {tag.provenance}" for tag in tags)


def _join_language_versions(publications: list[Publication]) -> None:
    """Documents with one symbol in several languages are versions of the English one."""
    with_symbol = sorted((item for item in publications if item.symbol), key=lambda item: item.symbol)
    versions = []
    for _symbol, group in groupby(with_symbol, key=lambda item: item.symbol):
        by_language = {item.language: item for item in group}
        english = by_language.pop("en", None)
        for item in by_language.values() if english else ():
            item.version_of = english
            versions.append(item)
    Publication.objects.bulk_update(versions, ["version_of"])
