"""Writing confirmed records: some thousand at a time, each with its names, tags, source and search row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django.db.models import Q

from groundwork.loading import copy_in
from groundwork.partial_dates import PartialDate
from groundwork.publishing import enter_state
from research.importing.differing import LINES, is_said
from research.imports.records import Name, Record
from research.models import Contribution, Contributor, Provenance, Publication, SectorTag, Source, SourceRecord
from research.models.identifiers import plain_symbol, symbol_of
from research.search.index import reindex
from research.tagging import Tagger
from sectors.models import Sector

ALIKE = (*LINES, "in_house", "all_sectors")
NAMES = {field.name for field in fields(Record)}


def record_of(values: dict[str, Any]) -> Record:
    """What judging.plain made plain."""
    known = {name: value for name, value in values.items() if name in NAMES}
    known["date"] = PartialDate.parse(values["date"]) if values.get("date") else None
    known["authors"] = tuple(Name(*name) for name in values.get("authors", ()))
    known["keywords"] = tuple(values.get("keywords", ()))
    return Record(**known)


def add(records: list[Record], *, state: str, sectors: Iterable[int], file_name: str) -> list[int]:
    """New publications of these records, in their order. Returns their keys."""
    publications = copy_in([_publication(record, state) for record in records])
    pairs = list(zip(publications, records, strict=True))
    _note_sources(pairs, file_name)
    _write_names(pairs)
    _tag(pairs, list(sectors))
    _join_versions(publications)
    return [publication.pk for publication in publications]


def change(pairs: list[tuple[int, Record, bool]], *, file_name: str) -> None:
    """Write into publications what records say: all of it, or (True) what is missing there alone."""
    rows = Publication.objects.in_bulk([key for key, _record, _only_missing in pairs])
    found = [(rows[key], record, only_missing) for key, record, only_missing in pairs if key in rows]
    named = set(Contribution.objects.filter(publication__in=rows).values_list("publication", flat=True))
    anew = []
    for publication, record, only_missing in found:
        for name in LINES:
            value = getattr(record, name)
            if is_said(name, value) and not (only_missing and is_said(name, getattr(publication, name))):
                setattr(publication, name, list(value) if name == "keywords" else value)
        publication.doi = publication.doi or None
        if publication.date:
            publication.year = publication.date.year
        publication.save()
        if record.authors and not (only_missing and publication.pk in named):
            anew.append((publication, record))
    Contribution.objects.filter(publication__in=[publication.pk for publication, _record in anew]).delete()
    _write_names(anew)
    _note_sources([(publication, record) for publication, record, _only_missing in found], file_name)


def finish(keys: Iterable[int]) -> None:
    """Search and comparison follow, in the same transaction."""
    reindex(keys)


def _publication(record: Record, state: str) -> Publication:
    publication = Publication(
        **{name: getattr(record, name) for name in ALIKE if name not in {"doi", "keywords"}},
        doi=record.doi or None,
        keywords=list(record.keywords),
        year=record.date.year if record.date else None,
    )
    enter_state(publication, state)
    return publication


def _note_sources(pairs: list[tuple[Publication, Record]], file_name: str) -> None:
    """That the source lists each; a key that another publication has already gets a number behind it."""
    sources = dict(Source.objects.filter(slug__in={record.source for _one, record in pairs}).values_list("slug", "pk"))
    wanted = Q()
    for slug, source in sources.items():
        keys = [record.key for _one, record in pairs if record.source == slug]
        wanted |= Q(source=source, key__in=keys)
    there = {(row.source_id, row.key): row for row in SourceRecord.objects.filter(wanted)} if pairs else {}
    new, changed = {}, []
    for publication, record in pairs:
        source = sources[record.source]
        row = there.get((source, record.key)) or new.get((source, record.key))
        if row is not None and row.publication_id == publication.pk:
            row.extra, row.retrieved_from = record.extra or row.extra, file_name
            changed += [row] if row.pk else []
            continue
        key = record.key if row is None else f"{record.key[:180]} ({publication.pk})"
        new[source, key] = SourceRecord(
            publication=publication, source_id=source, key=key, retrieved_from=file_name, extra=record.extra
        )
    SourceRecord.objects.bulk_update(changed, ["extra", "retrieved_from"])
    SourceRecord.objects.bulk_create(new.values(), ignore_conflicts=True)


def _write_names(pairs: list[tuple[Publication, Record]]) -> None:
    contributors = _contributors(name for _one, record in pairs for name in record.authors)
    Contribution.objects.bulk_create(
        Contribution(
            publication=publication,
            contributor_id=contributors[name.family, name.given, name.orcid],
            role=name.role,
            order=order,
        )
        for publication, record in pairs
        for order, name in enumerate(record.authors, start=1)
    )


def _contributors(names: Iterable[Name]) -> dict[tuple[str, str, str], int]:
    """Keys of the contributors of these names, who are added where missing. Namesakes without ORCID share a row."""
    wanted = dict.fromkeys((name.family, name.given, name.orcid) for name in names)
    there = _stored(wanted)
    missing = [Contributor(family=one[0], given=one[1], orcid=one[2]) for one in wanted if one not in there]
    Contributor.objects.bulk_create(missing, ignore_conflicts=True)  # another import may add the same at the same time
    return there | _stored({(row.family, row.given, row.orcid) for row in missing})


def _stored(wanted: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], int]:
    wanted = set(wanted)
    families, given = {one[0] for one in wanted}, {one[1] for one in wanted}
    rows = Contributor.objects.filter(family__in=families, given__in=given)
    return {(row.family, row.given, row.orcid): row.pk for row in rows if (row.family, row.given, row.orcid) in wanted}


def _tag(pairs: list[tuple[Publication, Record]], chosen: list[int]) -> None:
    """What the source states and the title suggests; and the sectors that the person has chosen for the file."""
    if not pairs:
        return
    tagger = Tagger()
    by_model = defaultdict(list)
    for publication, record in pairs:
        for tag in tagger.tags(publication, record):
            if not (isinstance(tag, SectorTag) and tag.sector_id in chosen):
                by_model[type(tag)].append(tag)
        for sector in chosen:
            tag = SectorTag(publication=publication, sector_id=sector, provenance=Provenance.EDITOR)
            by_model[SectorTag].append(tag)
    for model, tags in by_model.items():
        model.objects.bulk_create(tags)


def _join_versions(publications: list[Publication]) -> None:
    """Documents with one symbol in several languages are versions of the English one, or of the first."""
    by_symbol = defaultdict(list)
    symbols = {symbol for one in publications if one.language and (symbol := symbol_of(one.symbol))}
    rows = Publication.objects.alias(plain=plain_symbol("symbol")).filter(~Q(symbol=""), plain__in=symbols)
    for row in rows.exclude(language="").order_by("pk") if symbols else ():
        by_symbol[symbol_of(row.symbol)].append(row)
    new, joined = {one.pk for one in publications}, []
    for group in by_symbol.values():
        first = next((one for one in group if one.language == "en"), group[0])
        root = first.version_of_id or first.pk
        for one in group:
            if one.pk in new and one.pk != root and one.language != first.language:
                one.version_of_id = root
                joined.append(one)
    Publication.objects.bulk_update(joined, ["version_of"])


def sectors_of(slugs: Iterable[str]) -> list[int]:
    return list(Sector.objects.filter(slug__in=list(slugs)).values_list("pk", flat=True))
