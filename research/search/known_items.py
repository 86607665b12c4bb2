"""Searches for records that are there, as people mistype and half remember them: what `manage.py known_items` asks.

Made from the published records themselves, the same in each run: records are drawn in the order of a hash of their
title. The engine is built for the language and not for this list; another corpus gives another list.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice
from random import Random
from typing import NamedTuple

from django.db.models import Count

from groundwork.folding import fold
from research.models import Contribution, Publication

EACH = 30  # cases of each kind, where the records allow
LETTERS = re.compile(r"[^\W\d_]{5,}")
AMERICAN = {"labour": "labor", "behaviour": "behavior", "programme": "program", "organisation": "organization"}
BRITISH = {american: british for british, american in AMERICAN.items()}


class Case(NamedTuple):
    """What is typed, for which record."""

    kind: str
    typed: str
    key: int


Change = Callable[[list[str], Random], list[str] | None]


def cases() -> Iterator[Case]:
    """Some three hundred, by kind."""
    published = Publication.objects.visible_to(None)
    titles = sorted(published.values_list("pk", "title", "language"), key=lambda row: (_hash(row[1]), row[1], row[0]))
    for kind, (languages, change) in TITLE_KINDS.items():
        fitting = (row for row in titles if row[2] in languages)
        yield from islice(_title_cases(kind, fitting, change), EACH)
    yield from islice(_surname_and_year(), EACH)
    yield from _identifiers()


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _title_cases(kind: str, titles: Iterator[tuple[int, str, str]], change: Change) -> Iterator[Case]:
    for key, title, _language in titles:
        remembered = list(dict.fromkeys(LETTERS.findall(unicodedata.normalize("NFC", title))))
        if len(remembered) < 4:
            continue
        chance = Random(_hash(kind + title))  # noqa: S311 - the same in each run
        changed = change(remembered[:5], chance)
        if changed:
            yield Case(kind, " ".join(changed), key)


def _shuffled(typed: list[str], chance: Random) -> list[str]:
    return chance.sample(typed, len(typed))


def _mistyped(typed: list[str], chance: Random) -> list[str]:
    """One letter left out, doubled, changed or swapped with the next, in one word."""
    place = chance.randrange(len(typed))
    word, at = typed[place], chance.randrange(1, len(typed[place]) - 1)
    wrong = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + chance.choice("aeiorst") + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return [*typed[:place], wrong, *typed[place + 1 :]]


def _without_accents(typed: list[str], _chance: Random) -> list[str] | None:
    plain = [fold(word) for word in typed]
    return plain if plain != [word.lower() for word in typed] else None


def _other_number(typed: list[str], _chance: Random) -> list[str] | None:
    """Plurals for singulars and the reverse, of regular nouns."""
    other = [
        word[:-1] if re.search(r"[^siu]s$", word) else f"{word}s" if re.search(r"(ion|er|eur)$", word) else word
        for word in typed
    ]
    return other if other != typed else None


def _other_spelling(typed: list[str], _chance: Random) -> list[str] | None:
    other = [(AMERICAN | BRITISH).get(word.lower(), word) for word in typed]
    return other if other != typed else None


def _unfinished(typed: list[str], _chance: Random) -> list[str] | None:
    last = typed[-1]
    return [*typed[:-1], last[: max(4, len(last) * 2 // 3)]] if len(last) > 6 else None


TITLE_KINDS: dict[str, tuple[set[str], Change]] = {
    "words in any order": ({"en", "fr", "es"}, _shuffled),
    "one letter wrong": ({"en", "fr", "es"}, _mistyped),
    "one letter wrong, French and Spanish": ({"fr", "es"}, _mistyped),
    "without accents, French and Spanish": ({"fr", "es"}, _without_accents),
    "singular for plural, English": ({"en"}, _other_number),
    "singular for plural, French and Spanish": ({"fr", "es"}, _other_number),
    "American for British, or the reverse": ({"en"}, _other_spelling),
    "last word unfinished": ({"en", "fr", "es"}, _unfinished),
}


def _surname_and_year() -> Iterator[Case]:
    """Of authors with no more papers in that year than a first page holds."""
    signed = Contribution.objects.visible_to(None).filter(publication__year__gt=0).exclude(contributor__family="")
    by_year = signed.values_list("contributor__family", "publication__year")
    few = by_year.annotate(number=Count("publication", distinct=True)).filter(number__lte=5)
    for family, year, _number in sorted(few, key=lambda row: _hash(f"{row[0]} {row[1]}")):
        key = signed.filter(contributor__family=family, publication__year=year).values_list("publication", flat=True)[0]
        yield Case("surname and year", f"{fold(family)} {year}", key)


def _identifiers() -> Iterator[Case]:
    published = Publication.objects.visible_to(None)
    for key, symbol in published.exclude(symbol="").order_by("pk").values_list("pk", "symbol")[:EACH]:
        yield Case("document symbol", symbol.lower(), key)
    dois = published.exclude(doi=None).order_by("doi").values_list("pk", "doi")
    for place, (key, doi) in enumerate(dois[:EACH]):
        yield Case("DOI", (doi.upper(), f"https://doi.org/{doi}", f"doi: {doi}")[place % 3], key)
    for key, isbn in published.exclude(isbn="").order_by("pk").values_list("pk", "isbn")[:EACH]:
        yield Case("ISBN", isbn.replace("-", " "), key)
