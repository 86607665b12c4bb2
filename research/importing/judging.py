"""What would become of each record of a file: new, changed, the same, a duplicate, or bad."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import ratio

from groundwork.staging import Looked, StagedRow
from research.importing.differing import differences, of_stored
from research.imports.formats.entries import Entry
from research.imports.records import Record
from research.imports.seen import Seen
from research.models import Merger, Publication, SourceRecord
from research.search.likeness import CERTAIN, PARTS, WHY, Likeness, Match, likeness, matches

Verdict = StagedRow.Verdict
BATCH = 500
SIMILAR = 60  # per cent of a title, from which one key in one source means one record
OWN_RECORD = re.compile(r"https?://[^/]+(?:/fr|/es)?/research/(\d+)/")


def judged(entries: Iterable[Entry]) -> Iterator[Looked]:
    """A row for each entry, in their order; a constant number of queries for each five hundred."""
    entries, seen = iter(entries), Seen()
    while batch := list(islice(entries, BATCH)):
        good = [entry for entry in batch if entry.record]
        judgements = dict(zip(map(id, good), _judged(good, seen), strict=True))
        for entry in batch:
            yield judgements.get(id(entry)) or Looked(entry.number, Verdict.BAD, entry.name, [entry.reason])


def _judged(entries: list[Entry], seen: Seen) -> list[Looked]:
    likenesses = [likeness(entry.record, [name.family for name in entry.record.authors]) for entry in entries]
    known = _known(entries)
    found = matches(likenesses)
    there = of_stored({pk for pk in known if pk} | {match.publication for group in found for match in group})
    return [
        _looked(entry, like, pk if pk in there else None, group, there, seen)
        for entry, like, pk, group in zip(entries, likenesses, known, found, strict=True)
    ]


def _known(entries: list[Entry]) -> list[int | None]:
    """The publication that each entry is a record of, by its key in the source or its own address here."""
    by_source: dict[tuple[str, str], tuple[int, str]] = {}
    for source in {entry.record.source for entry in entries}:
        keys = [entry.record.key for entry in entries if entry.record.source == source]
        rows = SourceRecord.objects.filter(source__slug=source, key__in=keys)
        for key, publication, title in rows.values_list("key", "publication", "publication__title"):
            by_source[source, key] = (publication, title)
    addresses = {entry.record.record_address for entry in entries}
    numbers = {address: int(own[1]) for address in addresses if (own := OWN_RECORD.fullmatch(address))}
    numbers |= _merged(numbers)
    titles = dict(Publication.objects.filter(pk__in=numbers.values()).values_list("pk", "title"))
    return [_known_one(entry, by_source, numbers, titles) for entry in entries]


def _merged(numbers: dict[str, int]) -> dict[str, int]:
    into = dict(Merger.objects.filter(number__in=numbers.values()).values_list("number", "into"))
    return {address: into[number] for address, number in numbers.items() if number in into}


def _known_one(entry: Entry, by_source: dict, numbers: dict[str, int], titles: dict[int, str]) -> int | None:
    record = entry.record
    own = numbers.get(record.record_address)
    if own in titles and _similar(record.title, titles[own]):
        return own
    publication, title = by_source.get((record.source, record.key), (None, ""))
    return publication if publication and (entry.is_key_lasting or _similar(record.title, title)) else None


def _similar(one: str, other: str) -> bool:
    return ratio(one.lower(), other.lower()) >= SIMILAR


def _looked(
    entry: Entry, like: Likeness, known: int | None, found: list[Match], there: dict[int, Any], seen: Seen
) -> Looked:
    record = entry.record
    looked = Looked(entry.number, Verdict.NEW, entry.name, list(entry.notes), values=plain(record))
    if first := _in_file(like, entry.number, seen):
        looked.verdict = Verdict.DUPLICATE
        looked.reasons.insert(0, _("Row %(row)s of this file seems to be the same.") % {"row": first})
        return looked
    exact = next((match for match in found if match.score == CERTAIN and match.why != "title"), None)
    if known:
        looked.target, looked.changes = known, differences(record, there[known])
        looked.verdict = Verdict.CHANGED if looked.changes else Verdict.SAME
    elif exact:
        looked.verdict, looked.target, looked.chosen = Verdict.DUPLICATE, exact.publication, True
        looked.changes = differences(record, there[exact.publication], only_missing=True)
        looked.reasons.insert(
            0, _("%(same)s: its source is added there, and what is missing there.") % {"same": _same(exact, there)}
        )
    elif found:
        looked.verdict = Verdict.DUPLICATE
        looked.reasons[:0] = [_same(match, there) for match in found]
        looked.reasons.append(_("It is left out, unless it is ticked; then it is a record of its own."))
    return looked


def _same(match: Match, there: dict[int, Any]) -> str:
    said = {
        "why": WHY[match.why],
        "number": match.publication,
        "title": there[match.publication].title,
        "score": match.score,
    }
    if match.why == "title":
        return _("Likely the same (%(score)s %%) as record %(number)s, “%(title)s”") % said
    return _("Same %(why)s as record %(number)s, “%(title)s”") % said


def _in_file(like: Likeness, number: int, seen: Seen) -> int | None:
    """The number of the earlier row that has one of its identifiers, or title, year and first author."""
    marks = [("doi", like.doi), ("handle", like.handle), ("symbol", like.symbol, like.language)]
    if like.kind not in PARTS:
        marks += [("isbn", isbn) for isbn in like.isbns[:1]]
    marks = [mark for mark in marks if mark[1]]
    marks.append(("title", like.title, like.year, like.families[:1], like.kind, like.doi))
    return seen.first(marks, number)


def plain(record: Record) -> dict[str, Any]:
    """A record as plain data, without what is empty."""
    values = {name: value for name, value in vars(record).items() if value}
    values["date"] = str(record.date) if record.date else ""
    values["authors"] = [[name.family, name.given, name.role, name.orcid] for name in record.authors]
    return values
