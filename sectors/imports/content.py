"""Texts of sector pages, themes and good practices, from JSON with one text for each language; news, from CSV."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError, read_csv, read_json
from sectors.imports import LANGUAGES
from sectors.models import GoodPractice, Link, Partner

Texts = dict[str, str]  # by language
YEAR = re.compile(r"\((\d{4})\)")  # as citations give it


@dataclass(frozen=True)
class LinkRow:
    title: str
    url: str
    kind: str
    description: Texts


@dataclass(frozen=True)
class ToolRow:
    title: str
    url: str
    how_to_use: Texts


@dataclass(frozen=True)
class UpdateRow:
    sector: str
    date: PartialDate
    title: Texts
    url: str


@dataclass(frozen=True)
class PartnerRow:
    name: str
    kind: str
    url: str
    description: Texts
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class PageRow:
    sector: str
    summary: Texts
    overview: Texts  # Markdown
    key_issues: tuple[tuple[Texts, Texts], ...]  # title, text
    tools: tuple[ToolRow, ...]
    links: tuple[LinkRow, ...]  # those that lead to a partner are in the register instead


@dataclass(frozen=True)
class ThemeRow:
    slug: str
    name: Texts
    description: Texts
    sdg_goals: tuple[int, ...]


@dataclass(frozen=True)
class PracticeRow:
    slug: str
    title: Texts
    text: Texts
    conditions: Texts
    outcome: str
    countries: tuple[str, ...]  # ISO 3166-1 alpha-3 in lower case
    sectors: tuple[str, ...]
    themes: tuple[str, ...]
    sources: tuple[tuple[str, int | None], ...]  # citation, year
    instruments: tuple[str, ...] = ()  # that it names


def read_pages(path: Path) -> list[PageRow]:
    return [_page(_object(path, item, "summary", "overview", "key_issues", "links")) for item in read_json(path)]


def read_themes(path: Path) -> list[ThemeRow]:
    return [
        ThemeRow(item["slug"], item["name"], item["description"], tuple(item["sdg_goals"]))
        for item in (_object(path, item, "name", "description", "sdg_goals") for item in read_json(path))
    ]


def read_practices(path: Path) -> list[PracticeRow]:
    """Raises UnreadableFileError for an entry without one of its keys, or with an outcome that is none."""
    keys = ("title", "text", "conditions", "outcome", "countries", "sectors", "themes", "source")
    items = [_object(path, item, *keys) for item in read_json(path)]
    for item in items:
        if item["outcome"] not in GoodPractice.Outcome.values:
            raise UnreadableFileError(f"{path.name}: {item['slug']} has an unknown outcome.")
    return [
        PracticeRow(
            item["slug"],
            item["title"],
            item["text"],
            item["conditions"],
            item["outcome"],
            tuple(code.lower() for code in item["countries"]),
            tuple(item["sectors"]),
            tuple(item["themes"]),
            tuple(_sources(item["source"])),
            tuple(item.get("instruments", ())),
        )
        for item in items
    ]


def _sources(citations: str) -> Iterator[tuple[str, int | None]]:
    """Each of several citations in one text: "Polaski (2006), …; see also Stanford (2013), …"."""
    for citation in citations.split("; "):
        year = YEAR.search(citation)
        text = citation.removeprefix("see also ").removeprefix("and ")
        yield text, int(year[1]) if year else None


def read_partners(path: Path) -> list[PartnerRow]:
    """Links of sector pages that lead to an organisation or network: one row each, with all its sectors."""
    rows: dict[str, PartnerRow] = {}
    for item in read_json(path):
        for link in _links(_object(path, item, "links")):
            if link.kind in Partner.Kind.values:
                known = rows.get(link.title)
                sectors = (*(known.sectors if known else ()), item["slug"])
                rows[link.title] = PartnerRow(link.title, link.kind, link.url, link.description, sectors)
    return list(rows.values())


def read_updates(path: Path) -> list[UpdateRow]:
    """Raises UnreadableFileError for a date that is none."""
    columns = ["sector", "date", *(f"title_{language}" for language in LANGUAGES), "source_url"]
    try:
        return [
            UpdateRow(
                line["sector"],
                PartialDate.parse(line["date"]),
                {language: line[f"title_{language}"] for language in LANGUAGES},
                line["source_url"],
            )
            for line in read_csv(path, columns)
        ]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def _page(item: dict[str, Any]) -> PageRow:
    return PageRow(
        item["slug"],
        item["summary"],
        item["overview"],
        tuple((issue["title"], issue["text"]) for issue in item["key_issues"]),
        tuple(ToolRow(tool["title"], tool["url"], tool["how_to_use"]) for tool in item.get("tools", [])),
        tuple(link for link in _links(item) if link.kind in Link.Kind.values),
    )


def _links(item: dict[str, Any]) -> list[LinkRow]:
    return [LinkRow(link["title"], link["url"], link["kind"], link["description"]) for link in item["links"]]


def _object(path: Path, item: Any, *keys: str) -> dict[str, Any]:
    missing = [key for key in ("slug", *keys) if key not in item]
    if missing:
        raise UnreadableFileError(f"{path.name}: an entry has no {', '.join(missing)}.")
    return item
