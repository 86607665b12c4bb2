"""Shapes of what is read from a source."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from groundwork.partial_dates import PartialDate
from research.models import Contribution, Publication

Value = TypeVar("Value")


@dataclass(frozen=True)
class Cleaned(Generic[Value]):
    """A cleaned value and what had to be repaired, in words that are counted and printed."""

    value: Value
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Name:
    """A person, or an organisation with its whole name as `family`."""

    family: str
    given: str = ""
    role: str = Contribution.Role.AUTHOR
    orcid: str = field(default="", compare=False)


@dataclass(frozen=True)
class Record:
    """What one source says about one publication. Empty means that the source does not say."""

    source: str  # slug of the source
    key: str  # in the source
    title: str
    kind: str
    retrieved_from: str = ""
    kind_as_given: str = ""
    abstract: str = ""
    date: PartialDate | None = None
    language: str = ""
    in_house: bool = False
    all_sectors: bool = False
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    series: str = ""
    publisher: str = ""
    symbol: str = ""
    doi: str = ""
    isbn: str = ""
    handle: str = ""
    url: str = ""
    licence: str = ""
    access: str = Publication.Access.UNKNOWN
    keywords: tuple[str, ...] = ()
    authors: tuple[Name, ...] = ()
    sectors: tuple[str, ...] = ()  # stated by the source: slugs
    themes: tuple[str, ...] = ()
    suggested_sectors: tuple[str, ...] = ()  # from a descriptor that is broader than the sector
    suggested_themes: tuple[str, ...] = ()
    record_address: str = ""  # in a portal that gave it out, ours perhaps
    extra: dict[str, Any] = field(default_factory=dict)  # what no field has room for, by the source's names


@dataclass(frozen=True)
class Refusal:
    row: int  # of the file, the first after the heading is 1
    title: str
    reason: str


@dataclass
class Reading:
    """What came out of one file."""

    records: list[Record] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)

    def take(self, cleaned: Cleaned[Value]) -> Value:
        """The cleaned value; its repairs are counted."""
        self.repaired.update(cleaned.repairs)
        return cleaned.value
