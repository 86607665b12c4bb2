"""Facet codes: what a record can be narrowed by, each value one whole number in the row's `facets`."""

from dataclasses import dataclass
from enum import IntEnum
from string import ascii_lowercase

from research.models import Publication, Source

BLOCK_SIZE = 1_000_000
ALL_SECTORS = 0  # stands in the sector block for records that concern every sector; no sector has this key
NOT_STATED = "und"  # ISO 639-2: undetermined
ORIGINS = {  # stand in the source block, above the key of any source: who is behind a work, whoever lists it
    Source.Kind.IN_HOUSE: BLOCK_SIZE - 1,
    Source.Kind.OTHER_ILO: BLOCK_SIZE - 2,
    Source.Kind.CONSTITUENTS: BLOCK_SIZE - 3,
    Source.Kind.EXTERNAL: BLOCK_SIZE - 4,
}


class Block(IntEnum):
    """What a code is about. The numbers are stored: a new meaning takes a new number, and `rebuild_search`."""

    SECTOR = 1
    SECTOR_SUGGESTED = 2
    THEME = 3
    THEME_SUGGESTED = 4
    AREA = 5
    AREA_SUGGESTED = 6
    KIND = 7
    LANGUAGE = 8
    SOURCE = 9
    ACCESS = 10
    YEAR = 11
    GENDER = 12  # scores of the gender marker
    PEER_REVIEW = 13


KIND_NUMBERS = {
    Publication.Kind.REPORT: 1,
    Publication.Kind.WORKING_PAPER: 2,
    Publication.Kind.JOURNAL_ARTICLE: 3,
    Publication.Kind.PREPRINT: 4,
    Publication.Kind.BRIEF: 5,
    Publication.Kind.MEETING_REPORT: 6,
    Publication.Kind.ISSUES_PAPER: 7,
    Publication.Kind.GUIDELINES: 8,
    Publication.Kind.CODE_OF_PRACTICE: 9,
    Publication.Kind.MANUAL: 10,
    Publication.Kind.BOOK: 11,
    Publication.Kind.BOOK_CHAPTER: 12,
    Publication.Kind.CONFERENCE_PAPER: 13,
    Publication.Kind.THESIS: 14,
    Publication.Kind.GB_DOCUMENT: 15,
    Publication.Kind.OTHER: 16,
}
PEER_REVIEW_NUMBERS = {True: 1, False: 2, None: 3}
ACCESS_NUMBERS = {Publication.Access.FREE: 1, Publication.Access.MAY_COST: 2, Publication.Access.UNKNOWN: 3}


@dataclass(frozen=True)
class Facet:
    """One list of options: the name of its filter and the blocks its codes lie in."""

    name: str
    block: Block
    suggested: Block | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (self.block,) if self.suggested is None else (self.block, self.suggested)


SECTOR = Facet("sector", Block.SECTOR, Block.SECTOR_SUGGESTED)
THEME = Facet("theme", Block.THEME, Block.THEME_SUGGESTED)
COUNTRY = Facet("country", Block.AREA, Block.AREA_SUGGESTED)
KIND = Facet("type", Block.KIND)
LANGUAGE = Facet("language", Block.LANGUAGE)
SOURCE = Facet("source", Block.SOURCE)
ACCESS = Facet("full_text", Block.ACCESS)
PEER_REVIEW = Facet("peer_reviewed", Block.PEER_REVIEW)
YEAR = Facet("year", Block.YEAR)
GENDER = Facet("gender", Block.GENDER)
FACETS = (SOURCE, KIND, SECTOR, THEME, COUNTRY, YEAR, LANGUAGE, ACCESS, GENDER, PEER_REVIEW)


def code(block: Block, number: int) -> int:
    """The code of a value in its block. Raises ValueError where the number would run into the next block."""
    if not 0 <= number < BLOCK_SIZE:
        raise ValueError(f"{number} does not fit into block {block.name}")
    return block * BLOCK_SIZE + number


def language_number(language: str) -> int:
    """A number for a language code of up to three letters; what is no such code counts as not stated."""
    letters = language.lower()
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        letters = NOT_STATED
    number = 0
    for letter in letters:
        number = number * 27 + ascii_lowercase.index(letter) + 1
    return number
