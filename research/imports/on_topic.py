"""Records chosen for their topic from seven sources: JSON lines, some with abstracts, some French and Spanish."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from groundwork.partial_dates import PartialDate
from groundwork.tabular import read_csv, read_json_lines
from research.imports.dates import month_only, read_date
from research.imports.identifiers import clean_arxiv_id, clean_doi, handle_of
from research.imports.kinds import kind_of
from research.imports.names import names_from_parts
from research.imports.records import Cleaned, Reading, Record, Refusal
from research.imports.titles import clean_abstract, clean_title, why_no_publication
from research.models import Publication

ARXIV, WORLD_BANK = "arXiv", "World Bank Policy Research Working Papers"
KEYWORD_SCHEMES = {"keywords in bibliography (source not stated)": "", "JEL": "JEL "}  # scheme: what goes before a term
BROADER = "broader"  # what a mapping table says of a descriptor that means more than our term


@dataclass(frozen=True)
class Mapping:
    """A descriptor of the sources and our slug for it; `broader` ones only suggest."""

    scheme: str
    term: str
    slug: str
    broader: bool


def read_mappings(path: Path) -> list[Mapping]:
    return [
        Mapping(row["scheme"], row["descriptor"], row["slug"], BROADER in row["reason"])
        for row in read_csv(path, ["scheme", "descriptor", "slug", "reason"])
    ]


def source_slug(name: str) -> str:
    return slugify(name)[:60]


def read_on_topic(path: Path, sectors: list[Mapping], themes: list[Mapping]) -> Reading:
    reading = Reading()
    for number, row in enumerate(read_json_lines(path), start=1):
        title = clean_title(row["title"] or "")
        if reason := why_no_publication(title.value):
            reading.refused.append(Refusal(number, title.value, reason))
            continue
        reading.records.append(_record(reading, row, reading.take(title), sectors, themes))
    return reading


def _record(reading: Reading, row: dict[str, Any], title: str, sectors: list[Mapping], themes: list[Mapping]) -> Record:
    key, url = row["source_id"], row["url"] or ""
    if row["source"] == ARXIV:
        key = reading.take(clean_arxiv_id(key))
        url = f"https://arxiv.org/abs/{key}"
    container = row["container"] or ""
    is_series = row["source"] == WORLD_BANK
    doi = reading.take(clean_doi(row["doi"] or ""))
    return Record(
        source_slug(row["source"]),
        key,
        title,
        reading.take(kind_of(row["type"])),
        retrieved_from=row["retrieved_from"],
        kind_as_given=row["type"],
        abstract=reading.take(clean_abstract(row["abstract"] or "")),
        date=reading.take(_date(row)),
        language=row["language"] or "",
        container="" if is_series else container,
        series=container if is_series else "",
        publisher=row["publisher"] or "",
        doi=doi,
        handle=handle_of(url),
        url=url,
        licence=row["licence"] if row["abstract"] else "",
        access=_access(row["open_access"], url or doi),
        keywords=_keywords(row["topics"]),
        authors=reading.take(names_from_parts(row["authors"])),
        sectors=_mapped(row["topics"], sectors, broader=False),
        themes=_mapped(row["topics"], themes, broader=False),
        suggested_sectors=_mapped(row["topics"], sectors, broader=True),
        suggested_themes=_mapped(row["topics"], themes, broader=True),
    )


def _date(row: dict[str, Any]) -> Cleaned[PartialDate | None]:
    cleaned = read_date(row["date"] or str(row["year"] or ""))
    if row["source"] == WORLD_BANK and cleaned.value:  # all its dates are the first of a month
        return Cleaned(month_only(cleaned.value), (*cleaned.repairs, "date: first of the month read as the month"))
    return cleaned


def _access(open_access: bool | None, address: str) -> str:
    if open_access:
        return Publication.Access.FREE
    return Publication.Access.MAY_COST if address else Publication.Access.UNKNOWN


def _keywords(topics: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(
        f"{KEYWORD_SCHEMES[topic['scheme']]}{topic['term']}" for topic in topics if topic["scheme"] in KEYWORD_SCHEMES
    )


def _mapped(topics: list[dict[str, Any]], mappings: list[Mapping], *, broader: bool) -> tuple[str, ...]:
    terms = {(topic["scheme"], topic["term"]) for topic in topics}
    return tuple(
        dict.fromkeys(
            mapping.slug
            for mapping in mappings
            if mapping.broader == broader and (mapping.scheme, mapping.term) in terms
        )
    )
