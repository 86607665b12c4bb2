"""Tags suggested from titles by exact phrases, never more than a suggestion until an editor confirms them.

The phrases are data: `phrases/sectors.csv`, `themes.csv` and `areas.csv`, for English, French and Spanish titles.
Title and phrases are folded alike (case, accents, British spelling), and the longest phrase wins at each place, so
that "data mining", which is listed under `none`, keeps "mining" from being found, and "South Sudan" keeps "Sudan".
A row whose `unless` is "computing" counts only in titles without a word of the row of that code: a teacher of
neural networks is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from groundwork.folding import fold_spelling
from groundwork.tabular import read_csv

PHRASES = Path(__file__).parent / "phrases"
NONE, COMPUTING = "none", "computing"  # codes of rows that suggest nothing themselves
WORD = re.compile(r"\w+")
UNITED_STATES = re.compile(r"\bUS\b")  # in capitals: "us" is a pronoun
Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """The folded words of a text, in British spelling."""
    return tuple(WORD.findall(fold_spelling(UNITED_STATES.sub("U.S.", text))))


class Phrases:
    """A set of phrases to be found in titles."""

    def __init__(self, phrases: Iterable[Words]) -> None:
        self.phrases = set(phrases)
        self.lengths: dict[str, list[int]] = {}  # by first word, longest first
        for words in sorted(self.phrases, key=len, reverse=True):
            sizes = self.lengths.setdefault(words[0], [])
            if len(words) not in sizes:
                sizes.append(len(words))

    def found_in(self, words: Words) -> Iterator[Words]:
        """From left to right, the longest at each place; none overlap."""
        position = 0
        while position < len(words):
            for size in self.lengths.get(words[position], ()):
                phrase = words[position : position + size]
                if phrase in self.phrases:
                    yield phrase
                    position += size
                    break
            else:
                position += 1


@dataclass(frozen=True)
class Row:
    """A line of a table of phrases."""

    code: str
    phrases: tuple[Words, ...]
    not_in_computing: bool = False


class Vocabulary:
    """A table of phrases and the codes they stand for."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.codes: dict[Words, set[str]] = {}
        self.not_in_computing: set[Words] = set()
        computing: list[Words] = []
        for row in rows:
            if row.code == COMPUTING:
                computing.extend(row.phrases)
                continue
            for words in row.phrases:
                self.codes.setdefault(words, set()).add(row.code)
            if row.not_in_computing:
                self.not_in_computing.update(row.phrases)
        self.phrases, self.computing = Phrases(self.codes), Phrases(computing)

    def suggest(self, words: Words) -> dict[str, str]:
        """Code → the phrase found for it, for a title as `words_of` gives it."""
        found: dict[str, str] = {}
        for phrase in self.phrases.found_in(words):
            codes = self.codes[phrase]
            if NONE in codes or (phrase in self.not_in_computing and any(self.computing.found_in(words))):
                continue
            for code in sorted(codes):
                found.setdefault(code, " ".join(phrase))
        return found


def read_vocabulary(name: str) -> Vocabulary:
    """One of the tables of `phrases/`: "sectors", "themes" or "areas"."""
    return Vocabulary(
        Row(row["code"], tuple(words_of(phrase) for phrase in row["phrases"].split("|")), row["unless"] == COMPUTING)
        for row in read_csv(PHRASES / f"{name}.csv", ["code", "language", "phrases", "unless"])
    )
