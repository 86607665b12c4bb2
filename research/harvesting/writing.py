"""A page of records becomes publications, in one transaction: new, changed where no editor was, or linked."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from groundwork.loading import copy_in
from groundwork.publishing import enter_state
from research.harvesting import reading
from research.harvesting.asking import Header, Page
from research.harvesting.errors import HarvestError
from research.harvesting.fields import COLUMNS, FIELDS, SUBJECTS, current, merged, write
from research.harvesting.reading import Said
from research.harvesting.subjects import Names, of_an_editor, write_subjects
from research.models import Contribution, Contributor, HarvestedRecord, HarvestRun, Publication, SourceRecord
from research.search.index import reindex
from research.search.likeness import find_pairs

LONGEST_KEY = 200  # of a SourceRecord
COUNTED = ("read", "new", "changed", "unchanged", "duplicate", "refused", "deleted")


@dataclass
class _Taking:
    """What one page brings, by what is to be done with it."""

    counts: Counter[str] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)
    records: list[HarvestedRecord] = field(default_factory=list)
    new: list[tuple[HarvestedRecord, Said]] = field(default_factory=list)
    there: list[tuple[HarvestedRecord, Said, bool]] = field(default_factory=list)  # True: it was not known before


@transaction.atomic
def take_in(run: HarvestRun, page: Page) -> None:
    """Write a page and how far the run is with it; both or neither. Raises HarvestError where the list goes round."""
    headers = {header.identifier: header for header in page.headers}
    known = {one.identifier: one for one in run.provider.records.filter(identifier__in=headers)}
    if headers and all(name in known and known[name].seen_in == run.pk for name in headers):
        raise HarvestError("Its list goes round in a circle: a page came again.")
    taking = _Taking()
    for header in headers.values():
        record = known.get(header.identifier) or HarvestedRecord(provider=run.provider, identifier=header.identifier)
        _judge(run, record, header, taking)
    _link(run, taking)
    _add(run, taking)
    _change(taking)
    for record in taking.records:
        record.save()
    reindex(taking.touched)
    find_pairs(record.publication_id for record, _said in taking.new)  # for the worklist of duplicates
    taking.counts["read"] += len(page.headers)
    for name in COUNTED:
        setattr(run, name, getattr(run, name) + taking.counts[name])
    run.pages, run.token, run.size = run.pages + 1, page.token, page.size or run.size
    run.until = run.until or page.at
    run.save()


def _judge(run: HarvestRun, record: HarvestedRecord, header: Header, taking: _Taking) -> None:
    record.datestamp, record.seen_in, record.refusal = header.datestamp, run.pk, ""
    taking.records.append(record)
    if header.is_deleted:
        is_there = record.publication_id is not None and not record.is_deleted
        record.gone_in = run if is_there else None
        taking.counts["deleted" if is_there else "unchanged"] += 1
        return
    record.gone_in = None
    try:
        said = reading.read(run.provider.prefix, header.metadata)
    except ValueError as error:
        record.refusal = str(error)[:300]
        taking.counts["refused"] += 1
        return
    if record.publication_id is None:
        taking.new.append((record, said))
    elif said == record.said and not record.is_deleted:
        taking.counts["unchanged"] += 1
    else:
        taking.there.append((record, said, False))


def _link(run: HarvestRun, taking: _Taking) -> None:
    """New records of works that are here already: the same key of the source, DOI or handle."""
    keys = [key_of(record) for record, _said in taking.new]
    by_key = dict(
        SourceRecord.objects.filter(source=run.provider.source, key__in=keys).values_list("key", "publication")
    )
    marks = _by_identifier([said for _record, said in taking.new])
    new, first = [], {}
    for record, said in taking.new:
        doi = ("doi", said.get("doi"))
        there = by_key.get(key_of(record)) or marks.get(doi) or marks.get(("handle", said.get("handle")))
        if there:
            record.publication_id = there
            taking.there.append((record, said, True))
            taking.counts["duplicate"] += 1
        elif doi[1] and doi in first:
            record.refusal = f"It has the DOI of {first[doi]}."[:300]
            taking.counts["refused"] += 1
        else:
            first[doi] = record.identifier
            new.append((record, said))
    taking.new = new


def _by_identifier(said: Sequence[Said]) -> dict[tuple[str, str], int]:
    dois = [one["doi"] for one in said if "doi" in one]
    handles = [one["handle"] for one in said if "handle" in one]
    rows = Publication.objects.filter(Q(doi__in=dois) | Q(handle__in=handles)) if dois or handles else []
    found = {}
    for publication in rows:
        found[("doi", publication.doi)] = publication.pk
        found.setdefault(("handle", publication.handle), publication.pk)
    found.pop(("handle", ""), None)
    found.pop(("doi", None), None)
    return found


def _add(run: HarvestRun, taking: _Taking) -> None:
    publications = []
    for record, said in taking.new:
        publication = Publication()
        for name in COLUMNS:
            write(publication, name, said.get(name))
        enter_state(publication, run.provider.state_of_new)
        publications.append(publication)
        record.said = said
    copy_in(publications)
    names, tags, ours = [], [], Names()
    for publication, (record, said) in zip(publications, taking.new, strict=True):
        record.publication = publication
        names.append((publication, said.get("authors", ())))
        tags.append((publication, ours.of(said)))
    SourceRecord.objects.bulk_create(
        SourceRecord(publication=record.publication, source=run.provider.source, key=key_of(record))
        for record, _said in taking.new
    )
    _write_names(names)
    write_subjects(tags)
    taking.counts["new"] += len(publications)
    taking.touched |= {publication.pk for publication in publications}


def _change(taking: _Taking) -> None:
    keys = [record.publication_id for record, _said, _linked in taking.there]
    rows = Publication.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    parts = ("contributions__contributor", *(f"{name[:-1]}_tags__{name[:-1]}" for name in SUBJECTS))
    found = {row.pk: row for row in rows.prefetch_related(*parts)}
    taken = _by_identifier([said for _record, said, _linked in taking.there])
    names, tags, known = [], [], Names()
    for record, said, is_linked in taking.there:
        publication = found[record.publication_id]
        if is_linked:
            _note_source(record)
        before = {} if is_linked else record.said | known.of(record.said)
        written, offered = _compared(publication, before, said | known.of(said), record.offered)
        if taken.get(("doi", written.get("doi") or ""), publication.pk) != publication.pk:
            offered["doi"] = written.pop("doi")  # another publication has it
        for name in [name for name in COLUMNS if name in written]:
            write(publication, name, written[name])
        if record.is_deleted:  # it came back
            enter_state(publication, record.provider.state_of_new)
            record.is_deleted = False
        publication.save()
        if "authors" in written:
            names.append((publication, written["authors"] or ()))
        tags.append((publication, {name: written[name] for name in SUBJECTS if name in written}))
        taking.counts["changed"] += not is_linked
        record.offered, record.said = {} if is_linked else offered, said
        taking.touched.add(publication.pk)
    Contribution.objects.filter(publication__in=[publication for publication, _names in names]).delete()
    _write_names(names)
    write_subjects(tags)


def _compared(publication: Publication, before: Said, now: Said, offered: Said) -> tuple[Said, Said]:
    """What to write, what to offer. A work that was linked just now, `before` empty, gets each tag that it lacks."""
    ours = current(publication)
    if not before:
        before = {name: ours[name] for name in SUBJECTS if name in ours}
        now = now | {name: sorted({*(now.get(name) or ()), *before[name]}) for name in before}
    written, open_ = merged(before, now, ours, offered)
    for name in of_an_editor(publication, written):
        open_[name] = written.pop(name)
    return written, open_


def key_of(record: HarvestedRecord) -> str:
    key = record.identifier
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def _note_source(record: HarvestedRecord) -> None:
    SourceRecord.objects.get_or_create(
        source=record.provider.source, key=key_of(record), defaults={"publication_id": record.publication_id}
    )


def _write_names(pairs: Iterable[tuple[Publication, Sequence[Sequence[str]]]]) -> None:
    """Contributions in the order of the names; namesakes share a contributor, whom an ORCID tells apart."""
    pairs = list(pairs)
    wanted = {(family, given, orcid) for _one, names in pairs for family, given, _role, orcid in names}
    rows = Contributor.objects.filter(family__in={family for family, _given, _orcid in wanted})
    there = {(row.family, row.given, row.orcid): row for row in rows}
    missing = [Contributor(family=one[0], given=one[1], orcid=one[2]) for one in sorted(wanted - set(there))]
    there |= {(row.family, row.given, row.orcid): row for row in Contributor.objects.bulk_create(missing)}
    Contribution.objects.bulk_create(
        (
            Contribution(publication=one, contributor=there[family, given, orcid], role=role, order=order)
            for one, names in pairs
            for order, (family, given, role, orcid) in enumerate(names, 1)
        ),
        ignore_conflicts=True,  # a name that stands twice
    )


def write_names(publication: Publication, names: Sequence[Sequence[str]]) -> None:
    publication.contributions.all().delete()
    _write_names([(publication, names)])


def undecided(record: HarvestedRecord) -> list[tuple[str, Any, Any]]:
    """Fields in which the source says other than an editor: name, what stands here, what the source says."""
    ours = current(record.publication)
    return [(name, ours.get(name), record.offered[name]) for name in FIELDS if name in record.offered]
