"""Instruments from a CSV file: one row each, aliases separated by "|", sectors by a space."""

from dataclasses import dataclass
from pathlib import Path

from groundwork.tabular import UnreadableFileError, read_csv
from sectors.imports import LANGUAGES
from sectors.models import Instrument


@dataclass(frozen=True)
class InstrumentRow:
    slug: str
    kind: str
    number: str
    aliases: tuple[str, ...]
    titles: dict[str, str]
    year: int
    sectors: tuple[str, ...]
    note: str


def read_instruments(path: Path) -> list[InstrumentRow]:
    """Raises UnreadableFileError for a kind that the portal does not know or a year that is no number."""
    columns = ["slug", "kind", "number", "aliases", "title_en", "title_fr", "title_es", "year", "sectors", "note"]
    rows = []
    for line in read_csv(path, columns):
        if line["kind"] not in Instrument.Kind.values or not line["year"].isdigit():
            raise UnreadableFileError(f"{path.name}: {line['slug']} has an unknown kind or year.")
        rows.append(
            InstrumentRow(
                line["slug"],
                line["kind"],
                line["number"],
                tuple(alias.strip() for alias in line["aliases"].split("|") if alias.strip()),
                {language: line[f"title_{language}"] for language in LANGUAGES},
                int(line["year"]),
                tuple(line["sectors"].split()),
                line["note"],
            )
        )
    return rows
