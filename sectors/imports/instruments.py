"""Instruments from CSV, one row each (aliases separated by "|", sectors by a space), their standing, their use."""

from dataclasses import dataclass
from pathlib import Path

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError, read_csv, read_json
from sectors.imports import LANGUAGES
from sectors.models import Instrument


@dataclass(frozen=True)
class Standing:
    """What is known of entry into force and of ratifications, each with its source, and of revision."""

    in_force: bool | None = None
    in_force_since: PartialDate | None = None
    in_force_source: str = ""
    in_force_source_url: str = ""
    ratifications: int | None = None
    ratifications_as_of: PartialDate | None = None
    ratifications_source: str = ""
    ratifications_source_url: str = ""
    revised_by: str = ""  # the slug of the instrument that does


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


def read_standing(path: Path) -> dict[str, Standing]:
    """By slug. A day of entry into force says that it is in force; nothing else does.

    Raises UnreadableFileError for a date or number that is none.
    """
    columns = ["slug", *Standing.__dataclass_fields__.keys() - {"in_force"}]
    try:
        return {line["slug"]: _standing(line) for line in read_csv(path, columns)}
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def _standing(line: dict[str, str]) -> Standing:
    since, as_of = (
        PartialDate.parse(line[name]) if line[name] else None for name in ("in_force_since", "ratifications_as_of")
    )
    return Standing(
        in_force=True if since else None,
        in_force_since=since,
        in_force_source=line["in_force_source"],
        in_force_source_url=line["in_force_source_url"],
        ratifications=int(line["ratifications"]) if line["ratifications"] else None,
        ratifications_as_of=as_of,
        ratifications_source=line["ratifications_source"],
        ratifications_source_url=line["ratifications_source_url"],
        revised_by=line["revised_by"],
    )


def read_how_to_use(path: Path) -> dict[str, dict[str, str]]:
    """Advice by slug, then by language."""
    try:
        return {item["slug"]: item["how_to_use"] for item in read_json(path)}
    except (KeyError, TypeError) as error:
        raise UnreadableFileError(f"{path.name}: each entry needs slug and how_to_use.") from error
