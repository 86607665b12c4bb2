"""What a visitor may have meant whose address leads nowhere."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from string import digits
from typing import Any, TypedDict

from django.db.models import Model, QuerySet
from django.http import Http404

from groundwork.folding import fold

MOST = 3
LIKENESS = 0.6  # of get_close_matches: 1 is the same
LONGEST = 80  # letters of an address that are looked at
LEAST_BEGINNING = 3  # letters that may stand for the word that they begin
LONGEST_NUMBER = 9  # digits
BREAKS = re.compile(r"[\W_]+")

Names = Callable[[Any], Iterable[str]]


class NearLink(TypedDict):
    text: str
    url: str


class NearMissError(Http404):
    """Nothing is at an address; `near` is what is at addresses like it."""

    def __init__(self, near: list[NearLink]) -> None:
        super().__init__("nothing at this address")
        self.near = near


def get_or_near(rows: QuerySet, slug: str, names: Names = lambda row: [str(row)], field: str = "slug") -> Any:
    """The row at an address, kept in a field, of rows that the visitor may see. Raises NearMissError."""
    found = rows.filter(**{field: slug}).first()
    if found is None:
        meant = near(rows, slug, lambda row: (getattr(row, field), *names(row)))
        raise NearMissError([NearLink(text=str(row), url=row.get_absolute_url()) for row in meant])
    return found


def near(rows: Iterable[Model], asked: str, names: Names) -> list[Model]:
    """At most three rows: first those with a name like it, then those with a word that it begins."""
    wanted = _plain(asked[:LONGEST])
    named = [(_plain(name), row) for row in rows for name in names(row)]
    alike = get_close_matches(wanted, {name for name, _row in named}, n=len(named) or 1, cutoff=LIKENESS)
    found = [row for match in alike for name, row in named if name == match]
    if len(wanted) >= LEAST_BEGINNING:
        found += [row for name, row in named if f" {wanted}" in f" {name}"]
    return list(dict.fromkeys(found))[:MOST]


def get_or_near_number(rows: QuerySet, number: int) -> Any:
    """The row of a number, of rows that the visitor may see. Raises NearMissError with those that one slip made it."""
    found = rows.filter(pk=number).first()
    if found is None:
        meant = rows.filter(pk__in=numbers_like(number))[:MOST]
        raise NearMissError([NearLink(text=str(row), url=row.get_absolute_url()) for row in meant])
    return found


def numbers_like(number: int) -> set[int]:
    """Those from which one slip makes this one: two digits swapped, one wrong, left out, or struck once too often."""
    written = str(number)
    if len(written) > LONGEST_NUMBER:
        return set()
    parts = [(written[:place], written[place:]) for place in range(len(written) + 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    shorter = {a + b[1:] for a, b in parts if b}
    others = {a + new + b[skip:] for a, b in parts for new in digits for skip in (0, 1)}
    return {int(like) for like in swapped | shorter | others if like} - {number}


def _plain(text: str) -> str:
    return BREAKS.sub(" ", fold(text)).strip()
