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
    """Those that are called so; if none is, those in whose names every word of it begins a word."""
    instruments, typed = list(instruments), _words(text)
    if not typed:
        return []
    begun = (one for one in instruments if _begins(typed, one, [_words(name) for name in one.names]))
    return called(instruments, text) or list(begun)


def called(instruments: Iterable[Instrument], text: str) -> list[Instrument]:
    """Those that have just this name: "MLC", "C186" and "MLC, 2006" are one record."""
    typed = _words(text)
    return [one for one in instruments if typed and typed in [_words(name) for name in one.names]]


def _begins(typed: list[str], instrument: Instrument, names: list[list[str]]) -> bool:
    words = {word for name in names for word in name} | {
        str(instrument.year),
        NUMBER.sub(r"\2", fold(instrument.number)),
    }
    return all(any(word.startswith(beginning) for word in words) for beginning in typed)


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(NUMBER.sub(r"\1\2", fold(text))) if word not in NUMBER_SIGNS]
