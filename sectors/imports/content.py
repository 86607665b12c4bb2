"""Texts of sector pages and themes, from JSON with one text for each language."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundwork.tabular import UnreadableFileError, read_json

Texts = dict[str, str]  # by language


@dataclass(frozen=True)
class LinkRow:
    title: str
    url: str
    description: Texts


@dataclass(frozen=True)
class PageRow:
    sector: str
    summary: Texts
    overview: Texts  # Markdown
    key_issues: tuple[tuple[Texts, Texts], ...]  # title, text
    links: tuple[LinkRow, ...]


@dataclass(frozen=True)
class ThemeRow:
    slug: str
    name: Texts
    description: Texts
    sdg_goals: tuple[int, ...]


def read_pages(path: Path) -> list[PageRow]:
    return [_page(_object(path, item, "summary", "overview", "key_issues", "links")) for item in read_json(path)]


def read_themes(path: Path) -> list[ThemeRow]:
    return [
        ThemeRow(item["slug"], item["name"], item["description"], tuple(item["sdg_goals"]))
        for item in (_object(path, item, "name", "description", "sdg_goals") for item in read_json(path))
    ]


def _page(item: dict[str, Any]) -> PageRow:
    return PageRow(
        item["slug"],
        item["summary"],
        item["overview"],
        tuple((issue["title"], issue["text"]) for issue in item["key_issues"]),
        tuple(LinkRow(link["title"], link["url"], link["description"]) for link in item["links"]),
    )


def _object(path: Path, item: Any, *keys: str) -> dict[str, Any]:
    missing = [key for key in ("slug", *keys) if key not in item]
    if missing:
        raise UnreadableFileError(f"{path.name}: an entry has no {', '.join(missing)}.")
    return item
