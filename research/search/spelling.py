"""What was meant, where few records answer: the search with its misspelt words put right.

A word is corrected to one of the vocabulary by few changes of letters or blanks. What is offered has been searched
for under the same filters and finds more, so a word of a record that nobody may see is never offered.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from research.models import SearchRow, SearchWord
from research.search.query import QUOTES, TOKEN, SearchText
from research.search.vocabulary import SHORTEST
from research.search.words import words

FEW = 3  # records or fewer: look for what was meant
LEAST = 4  # letters of a word that may be misspelt
MOST_NEAR = 6  # words tried for each misspelt one
MOST_TRIED = 24  # searches tried
LEAST_WORDS, MOST_WORDS_LEFT_OUT = 2, 12  # in a search that is tried without one of them
CLEARLY_MORE = 10  # times as many, before a word that exists is doubted
LETTERS = re.compile(r"[^\W\d_]+")
JOINT = re.compile(r"\s+|[-\u2010\u2011]")  # between words that may be one: a blank, a hyphen
PLAIN = re.compile(r"(?!.*\bOR\b)(?!.*\B-)[\w\s'’,.;?!()&/-]+")


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


class Try(NamedTuple):
    """Another search; the changes of letters it takes, and how many of them are of first letters."""

    cost: tuple[int, int]
    text: str


class Correction(NamedTuple):
    text: str
    number: int  # of records


def correction(text: str, total: int, rows: QuerySet[SearchRow]) -> Correction | None:
    """The search for what was meant instead of `text`, which finds `total` of the rows; None if none finds more.

    Where nothing is found and no word can be put right, that without one of its words. Two queries; none without words.
    """
    text = unicodedata.normalize("NFC", text)
    typed = list(_typed(text))
    if not typed:
        return None
    known = _known(typed)
    doubted = [one for one in typed if one.word not in known]
    near = {one: found for one in doubted or typed if (found := _near(one.word, known))}
    tries = [*_unfinished(text), *_joined(text, typed, known), *_replaced_by(text, near, together=bool(doubted))]
    tries, fewer = tries[:MOST_TRIED], [] if total else _without_one(text, typed)
    numbers = _numbers(rows, [SearchText.parse(one.text).condition() for one in (*tries, *fewer)])
    least = total + 1 if doubted or not total else CLEARLY_MORE * total
    good = [(*one, number) for one, number in zip(tries, numbers, strict=False) if number >= least]
    if good:  # the fewest changes, then the most records
        _cost, other, number = min(good, key=lambda found: (found[0], -found[2], found[1]))
        return Correction(other, number)
    rest = [(number, one.text) for one, number in zip(fewer, numbers[len(tries) :], strict=True) if number]
    if rest:  # the fewest records: those that have all of the words that tell most
        number, other = min(rest)
        return Correction(other, number)
    return None


def _typed(text: str) -> Iterator[Typed]:
    """The words that are looked for."""
    for token in TOKEN.finditer(text.translate(QUOTES)):
        group = "word" if token["word"] else "phrase"
        if token["without"] or token[0] == "OR" or not token[group]:
            continue
        for letters in LETTERS.finditer(text, token.start(group), token.end(group)):
            word = words(letters.group())
            if word.isalpha():
                yield Typed(letters.start(), letters.end(), word)


def _known(typed: Sequence[Typed]) -> dict[str, str]:
    """The words of the vocabulary that these may stand for, with their spelling; themselves, where they are short.

    About as long as one of them, a part of one, or two of them together.
    """
    lengths = {len(one.word) + more for one in typed if len(one.word) >= LEAST for more in range(-2, 3)}
    others = {part for one in typed for parts in _parts(one.word) for part in parts}
    others |= {first.word + second.word for first, second in pairwise(typed)}
    found = SearchWord.objects.alias(length=Length("word")).filter(Q(length__in=lengths) | Q(word__in=others))
    short = {one.word: one.word for one in typed if len(one.word) < LEAST}  # never doubted
    return short | dict(found.values_list("word", "spelling"))


def _parts(word: str) -> list[tuple[str, str]]:
    """The ways to part a word in two."""
    return [(word[:place], word[place:]) for place in range(SHORTEST, len(word) - SHORTEST + 1)]


def _near(word: str, known: dict[str, str]) -> list[Near]:
    """The nearest words first. Two letters may be wrong in a word of six or more; two that changed places are one.

    A blank that was left out is one change too.
    """
    if len(word) < LEAST:
        return []
    most = 1 if len(word) < 6 else 2
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    near = [Near(int(changes), other[0] != word[0], known[other]) for other, changes, _key in found if changes]
    parted = [parts for parts in _parts(word) if known.keys() >= set(parts)]
    near += [Near(1, False, f"{known[first]} {known[second]}") for first, second in parted]
    return sorted(near)[:MOST_NEAR]


def _unfinished(text: str) -> list[Try]:
    """The text with a star: its last word may be the beginning of another, though there is such a word."""
    longer = SearchText.parse(text).longer(text)
    return [Try((1, 0), longer)] if longer else []


def _joined(text: str, typed: Sequence[Typed], known: dict[str, str]) -> list[Try]:
    """The text without one of its blanks or hyphens, where that makes a word."""
    return [
        Try((1, 0), text[: first.start] + known[first.word + second.word] + text[second.end :])
        for first, second in pairwise(typed)
        if first.word + second.word in known and JOINT.fullmatch(text, first.end, second.start)
    ]


def _replaced_by(text: str, near: dict[Typed, list[Near]], *, together: bool) -> list[Try]:
    """Texts with the words replaced, the fewest changes first: all of them together, or one at a time."""
    sets = list(product(*near.values())) if together else [(each,) for one in near.values() for each in one]
    places = [tuple(near)] * len(sets) if together else [(one,) for one, found in near.items() for _each in found]
    costed = [
        ((sum(each.changes for each in chosen), sum(each.other_initial for each in chosen)), where, chosen)
        for where, chosen in zip(places, sets, strict=True)
        if chosen
    ]
    return [Try(cost, _replaced(text, where, chosen)) for cost, where, chosen in sorted(costed)[:MOST_TRIED]]


def _replaced(text: str, where: Sequence[Typed], chosen: Sequence[Near]) -> str:
    for place, near in sorted(zip(where, chosen, strict=True), reverse=True):
        text = text[: place.start] + near.spelling + text[place.end :]
    return text


def _without_one(text: str, typed: Sequence[Typed]) -> list[Try]:
    """The text without one of its words, where it is nothing but a few words."""
    if not PLAIN.fullmatch(text) or not LEAST_WORDS <= len(typed) <= MOST_WORDS_LEFT_OUT:
        return []
    return [Try((0, 0), " ".join(f"{text[: one.start]}{text[one.end :]}".split())) for one in typed]


def _numbers(rows: QuerySet[SearchRow], conditions: Sequence[Q]) -> list[int]:
    """How many rows each condition finds, in one query."""
    if not conditions:
        return []
    asked = [rows.filter(condition).order_by().values("pk").query.sql_with_params() for condition in conditions]
    sql = "SELECT " + ", ".join(f"(SELECT count(*) FROM ({one}) AS found)" for one, _values in asked)  # noqa: S608 - by Django
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _one, values in asked for value in values])
        return list(cursor.fetchone())
