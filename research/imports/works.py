"""One record for one work: the same publication listed by two sources, or twice by one, is found and put together.

Two records are the same work if they share a DOI or a Handle; or if they are of one kind and have the same folded
title, the same year, and the first author of the later one among the authors of the earlier one (sources order
authors differently); or if one journal has the title with that author and one of the two records has no date.
Anything less is left apart: a working paper and the article that came of it are two publications.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from groundwork.folding import fold
from research.imports.records import Record
from research.models import Publication

Kind, Access = Publication.Kind, Publication.Access
JOINED = ("keywords", "sectors", "themes", "suggested_sectors", "suggested_themes")  # what each source adds to
BEST_ACCESS = (Access.FREE, Access.MAY_COST, Access.UNKNOWN)


@dataclass
class Work:
    record: Record  # filled from all its records, the first one winning
    records: list[Record]


def gather(records: Iterable[Record]) -> list[Work]:
    """Works in the order of their first record. Give the better source first."""
    works: list[Work] = []
    known: dict[Hashable, list[Work]] = defaultdict(list)
    for record in records:
        work = next((work for mark in _marks(record) for work in known[mark] if _is_same(mark, work, record)), None)
        if work is None:
            work = Work(record, [])
            works.append(work)
        else:
            work.record = _merge(work.record, record)
        work.records.append(record)
        for mark in _marks_to_be_found_by(record):
            if work not in known[mark]:
                known[mark].append(work)
    return works


@lru_cache(maxsize=100_000)
def title_mark(title: str) -> str:
    """A title without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(title)))


def _marks(record: Record) -> Iterator[tuple]:
    """What an earlier record must show to be the same work, surest first."""
    first = title_mark(record.authors[0].family) if record.authors else ""
    yield from _marks_with(record, [first])


def _marks_to_be_found_by(record: Record) -> Iterator[tuple]:
    families = [title_mark(name.family) for name in record.authors] or [""]
    yield from _marks_with(record, families)


def _marks_with(record: Record, families: list[str]) -> Iterator[tuple]:
    if record.doi:
        yield ("doi", record.doi)
    if record.handle:
        yield ("handle", record.handle)
    title = title_mark(record.title)
    for family in families:
        if family and record.date:
            yield ("title", title, record.date.year, family)
        if record.container:
            yield ("journal", title, title_mark(record.container), family)


def _is_same(mark: tuple, work: Work, record: Record) -> bool:
    one, other = work.record, record
    if mark[0] in {"doi", "handle"}:
        return True
    if one.kind != other.kind and Kind.OTHER not in {one.kind, other.kind}:
        return False
    if one.doi and other.doi:  # different ones, or the DOI would have matched
        return False
    return mark[0] == "title" or not (one.date and other.date) or one.date.year == other.date.year


def _merge(first: Record, other: Record) -> Record:
    """The first, with what only the other knows."""
    changes: dict[str, Any] = {
        field.name: getattr(other, field.name) for field in fields(Record) if not getattr(first, field.name)
    }
    for name in JOINED:
        changes[name] = tuple(dict.fromkeys((*getattr(first, name), *getattr(other, name))))
    if first.kind == Kind.OTHER != other.kind:
        changes |= {"kind": other.kind, "kind_as_given": other.kind_as_given}
    if first.date and other.date and str(other.date).startswith(str(first.date)):  # the same, more exactly
        changes["date"] = other.date
    changes["access"] = min(first.access, other.access, key=BEST_ACCESS.index)
    return replace(first, **changes)
