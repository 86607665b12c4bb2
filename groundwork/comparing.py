"""Two texts compared word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_COMPARED = 25_000_000  # pairs of words, or a page of endless texts would take endless time
WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A run of words; `change` is "", "del" (only before) or "ins" (only after)."""

    text: str
    change: str = ""


def compared(before: str, after: str) -> list[Piece]:
    """Both texts as one: without what is "ins" it is the first, without what is "del" the second."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_COMPARED:
        return [Piece(before, "del"), Piece(after, "ins")]
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("".join(old[start:end]))
            continue
        if end > start:
            yield Piece("".join(old[start:end]), "del")
        if last > first:
            yield Piece("".join(new[first:last]), "ins")
