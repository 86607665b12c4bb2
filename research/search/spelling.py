"""What was meant, where few records answer: the search with its misspelt words put right.

A word is corrected to one of the vocabulary by few changes of letters. What is offered has been searched for under the
same filters and finds more, so a word of a record that nobody may see is never offered.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from research.models import SearchRow, SearchWord
from research.search.query import QUOTES, TOKEN, SearchText
from research.search.words import words

FEW = 3  # records or fewer: look for what was meant
LEAST = 4  # letters of a word that may be misspelt
MOST_NEAR = 6  # words tried for each misspelt one
MOST_TRIED = 16  # searches tried
CLEARLY_MORE = 10  # times as many, before a word that exists is doubted
LETTERS = re.compile(r"[^\W\d_]+")


class Typed(NamedTuple):
    """A word as typed, where it stands in the text."""

    start: int
    end: int
    word: str  # folded


class Near(NamedTuple):
    """A word of the vocabulary; changes of letters from the typed one."""

    changes: int
    other_initial: bool
    spelling: str


class Correction(NamedTuple):
    text: str
    number: int  # of records


def correction(text: str, total: int, rows: QuerySet[SearchRow]) -> Correction | None:
    """The search for what was meant instead of `text`, which finds `total` of the rows; None if none finds more.

    Two queries; one where no word can be misspelt, none without words.
    """
    text = unicodedata.normalize("NFC", text)
    typed = list(_typed(text))
    if not typed:
        return None
    known = _known(typed)
    doubted = [one for one in typed if one.word not in known]
    least = total + 1 if doubted else CLEARLY_MORE * max(total, 1)
    near = {one: _near(one.word, known) for one in doubted or typed}
    near = {one: found for one, found in near.items() if found}
    tried = [*_unfinished(text), *_tries(text, near, together=bool(doubted))][:MOST_TRIED]
    numbers = _numbers(rows, [SearchText.parse(other).condition() for _cost, other in tried])
    good = [(cost, -number, other) for (cost, other), number in zip(tried, numbers, strict=True) if number >= least]
    if not good:
        return None
    _cost, number, other = min(good)
    return Correction(other, -number)


def _unfinished(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The text with a star: its last word may be the beginning of another, though there is such a word."""
    parsed = SearchText.parse(text)
    if parsed.beginning and not parsed.starred and text.rstrip()[-1:].isalpha():
        yield (1, 0), f"{text.rstrip()}*"


def _typed(text: str) -> Iterator[Typed]:
    """The words that are looked for, and long enough to be misspelt."""
    for token in TOKEN.finditer(text.translate(QUOTES)):
        group = "word" if token["word"] else "phrase"
        if token["without"] or token[0] == "OR" or not token[group]:
            continue
        for letters in LETTERS.finditer(text, token.start(group), token.end(group)):
            word = words(letters.group())
            if len(word) >= LEAST and word.isalpha():
                yield Typed(letters.start(), letters.end(), word)


def _known(typed: Sequence[Typed]) -> dict[str, str]:
    """The words of the vocabulary that are about as long as one of these, with their spelling."""
    lengths = {len(one.word) + more for one in typed for more in range(-2, 3)}
    found = SearchWord.objects.alias(length=Length("word")).filter(length__in=lengths)
    return dict(found.values_list("word", "spelling"))


def _near(word: str, known: dict[str, str]) -> list[Near]:
    """The nearest words first. Two letters may be wrong in a word of six or more; two that changed places are one."""
    most = 1 if len(word) < 6 else 2
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [Near(int(changes), other[0] != word[0], known[other]) for other, changes, _key in found if changes]
    return sorted(near)[:MOST_NEAR]


def _tries(text: str, near: dict[Typed, list[Near]], *, together: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """Texts with the words replaced, the fewest changes first: all of them together, or one at a time."""
    sets = list(product(*near.values())) if together else [(each,) for one in near.values() for each in one]
    places = [tuple(near)] * len(sets) if together else [(one,) for one, found in near.items() for _each in found]
    costed = [
        ((sum(each.changes for each in chosen), sum(each.other_initial for each in chosen)), where, chosen)
        for where, chosen in zip(places, sets, strict=True)
        if chosen
    ]
    for cost, where, chosen in sorted(costed):
        yield cost, _replaced(text, where, chosen)


def _replaced(text: str, where: Sequence[Typed], chosen: Sequence[Near]) -> str:
    for place, near in sorted(zip(where, chosen, strict=True), reverse=True):
        text = text[: place.start] + near.spelling + text[place.end :]
    return text


def _numbers(rows: QuerySet[SearchRow], conditions: Sequence[Q]) -> list[int]:
    """How many rows each condition finds, in one query."""
    if not conditions:
        return []
    asked = [rows.filter(condition).order_by().values("pk").query.sql_with_params() for condition in conditions]
    sql = "SELECT " + ", ".join(f"(SELECT count(*) FROM ({one}) AS found)" for one, _values in asked)  # noqa: S608 - by Django
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _one, values in asked for value in values])
        return list(cursor.fetchone())
