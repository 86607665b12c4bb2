"""Groups, sectors, branches and ISIC Rev.4 from files, and how far an activity and a sector are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from groundwork.tabular import read_csv, read_json
from sectors.imports import LANGUAGES
from sectors.models import Activity, SectorActivity

Exactness = SectorActivity.Exactness


@dataclass(frozen=True)
class GroupRow:
    slug: str
    names: dict[str, str]


@dataclass(frozen=True)
class SectorRow:
    """A sector with its group, or a branch with the sector it is a branch of."""

    slug: str
    names: dict[str, str]
    codes: tuple[str, ...]  # ISIC Rev.4
    group: str = ""
    parent: str = ""
    tag: str = ""

    @property
    def family(self) -> str:
        return self.parent or self.slug


@dataclass(frozen=True)
class ActivityRow:
    code: str
    level: str
    parent: str
    titles: dict[str, str]


def read_groups(path: Path) -> list[GroupRow]:
    return [GroupRow(row["slug"], _names(row)) for row in read_csv(path, ["slug", "name_en", "name_fr", "name_es"])]


def read_sectors(path: Path) -> list[SectorRow]:
    columns = ["slug", "tag", "group", "name_en", "name_fr", "name_es", "isic_rev4"]
    return [
        SectorRow(row["slug"], _names(row), tuple(row["isic_rev4"].split()), group=row["group"], tag=row["tag"])
        for row in read_csv(path, columns)
    ]


def read_branches(path: Path) -> list[SectorRow]:
    return [
        SectorRow(branch["slug"], branch["name"], tuple(branch["isic_rev4"].split()), parent=page["slug"])
        for page in read_json(path)
        for branch in page["branches"]
    ]


def read_activities(path: Path, sections_path: Path) -> list[ActivityRow]:
    """All of ISIC Rev.4 in English; its sections in French and Spanish too."""
    sections = {row["code"]: row for row in read_csv(sections_path, ["code", "title_fr", "title_es"])}
    return [
        ActivityRow(
            row["code"],
            row["level"],
            row["parent"],
            {
                "en": row["title"],
                "fr": sections.get(row["code"], {}).get("title_fr", ""),
                "es": sections.get(row["code"], {}).get("title_es", ""),
            },
        )
        for row in read_csv(path, ["code", "level", "parent", "title"])
        if row["level"] in Activity.Level.values
    ]


def concordance(rows: Iterable[SectorRow]) -> list[tuple[str, str, str]]:
    """Sector slug, ISIC code and exactness, for every code that a row lists.

    The rule, for an activity listed by a sector or branch:
    1. another sector, or a branch of one, lists an activity inside it: they overlap (52 Warehousing is listed by
       transport, its classes 5222 and 5224 by shipping);
    2. the row lists several activities: each is a subset;
    3. it is the only one listed: they are the same, unless another branch of the sector lists it too: overlap.
    """
    rows = list(rows)
    return [(row.slug, code, _exactness(row, code, rows)) for row in rows for code in row.codes]


def _exactness(row: SectorRow, code: str, rows: list[SectorRow]) -> str:
    if any(other_code.startswith(code) for other in rows if other.family != row.family for other_code in other.codes):
        return Exactness.OVERLAP
    if len(row.codes) > 1:
        return Exactness.SUBSET
    shared = any(other is not row and other.parent == row.parent and code in other.codes for other in rows)
    return Exactness.OVERLAP if shared else Exactness.EXACT


def _names(row: dict[str, str]) -> dict[str, str]:
    return {language: row[f"name_{language}"] for language in LANGUAGES}
