"""Decent Work Country Programmes, from CSV: country, title, when they begin and end, and the page that says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError, read_csv

COLUMNS = ("country", "title", "start", "end", "url")


@dataclass(frozen=True)
class CountryProgrammeRow:
    country: str  # ISO 3166-1 alpha-3 in lower case
    title: str
    start: PartialDate
    end: PartialDate
    url: str


def read_country_programmes(path: Path) -> Iterator[CountryProgrammeRow]:
    """Raises UnreadableFileError."""
    for line in read_csv(path, COLUMNS):
        try:
            start, end = PartialDate.parse(line["start"]), PartialDate.parse(line["end"])
        except ValueError as error:
            raise UnreadableFileError(f"{path.name}: {error}") from error
        yield CountryProgrammeRow(line["country"].lower(), line["title"], start, end, line["url"])
