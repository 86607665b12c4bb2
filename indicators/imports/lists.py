"""The lists that observations are read against: indicators, activities, and how these and sectors are the same."""

import re
from dataclasses import dataclass
from pathlib import Path

from groundwork.tabular import UnreadableFileError, read_csv
from indicators.codes import Classification
from indicators.models import ActivityMapping

LANGUAGES = ("en", "fr", "es")
TEXTS = ("name", "short_name", "definition")
FACTS = ("source", "source_url", "licence", "credit")
ALSO_NEEDS = re.compile(r"sector also needs ([0-9x ]+)")
APPROXIMATE = "-approx"


@dataclass(frozen=True)
class IndicatorRow:
    code: str
    texts: dict[str, dict[str, str]]  # by field, by language
    facts: dict[str, str]
    order: int
    modelled: bool
    comparable: bool
    themes: tuple[str, ...]


@dataclass(frozen=True)
class ActivityRow:
    classification: str
    code: str
    titles: dict[str, str]


@dataclass(frozen=True)
class MappingRow:
    activity: tuple[str, str]  # classification, code
    sector: str
    exactness: str
    approximate: bool
    also_needs: tuple[str, ...]  # ISIC Rev.4
    note: str


def read_indicators(path: Path) -> list[IndicatorRow]:
    columns = ["code", "order", *FACTS, "modelled", "comparable", "themes"]
    columns += [f"{text}_{language}" for text in TEXTS for language in LANGUAGES]
    return [
        IndicatorRow(
            row["code"],
            {text: {language: row[f"{text}_{language}"] for language in LANGUAGES} for text in TEXTS},
            {fact: row[fact] for fact in FACTS},
            int(row["order"]),
            row["modelled"] == "1",
            row["comparable"] == "1",
            tuple(row["themes"].split()),
        )
        for row in read_csv(path, columns)
    ]


def read_activities(path: Path) -> list[ActivityRow]:
    """Raises UnreadableFileError for a classification that the portal does not know."""
    rows = []
    for row in read_csv(path, ["classification", "code", "title_en", "title_fr", "title_es"]):
        if row["classification"] not in Classification.values:
            raise UnreadableFileError(f"{path.name}: there is no classification {row['classification']}.")
        titles = {language: row[f"title_{language}"] for language in LANGUAGES}
        rows.append(ActivityRow(row["classification"], row["code"], titles))
    return rows


def read_mapping(path: Path) -> list[MappingRow]:
    """What is outside every sector ("none") is left out. Raises UnreadableFileError for an unknown exactness."""
    rows = []
    for row in read_csv(path, ["classification", "activity_code", "sector_slug", "exactness", "note"]):
        exactness = row["exactness"].removesuffix(APPROXIMATE)
        if exactness == "none":
            continue
        if exactness not in ActivityMapping.Exactness.values:
            raise UnreadableFileError(f"{path.name}: there is no exactness {row['exactness']}.")
        needs = ALSO_NEEDS.search(row["note"])
        rows.append(
            MappingRow(
                (row["classification"], row["activity_code"]),
                row["sector_slug"],
                exactness,
                row["exactness"].endswith(APPROXIMATE),
                tuple(needs[1].split()) if needs else (),
                row["note"],
            )
        )
    return rows
