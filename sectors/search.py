"""Finding an instrument by its number, its titles in any language, or what else it is called.

There are a few hundred at the most, so that their names are compared here, folded as PostgreSQL folds them not.
"""

import re
from collections.abc import Iterable

from groundwork.folding import fold
from sectors.models import Instrument

NUMBER = re.compile(r"\b([cpr])[ .]*0*(\d+)\b")  # C188, C.188, C 188, C011
WORD = re.compile(r"\w+")
NUMBER_SIGNS = {"no", "n", "num"}  # No. 188, n° 188, núm. 188


def named(instruments: Iterable[Instrument], text: str) -> list[Instrument]:
    """Those that have just this name; if none has, those in whose names every word of it begins a word."""
    typed = _words(text)
    if not typed:
        return []
    names = {one: [_words(name) for name in one.names] for one in instruments}
    exact = [one for one, several in names.items() if typed in several]
    return exact or [one for one, several in names.items() if _begins(typed, one, several)]


def _begins(typed: list[str], instrument: Instrument, names: list[list[str]]) -> bool:
    words = {word for name in names for word in name} | {
        str(instrument.year),
        NUMBER.sub(r"\2", fold(instrument.number)),
    }
    return all(any(word.startswith(beginning) for word in words) for beginning in typed)


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(NUMBER.sub(r"\1\2", fold(text))) if word not in NUMBER_SIGNS]
