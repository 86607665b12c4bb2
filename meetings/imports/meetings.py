"""Meetings from CSV lists, with a list of corrections applied and dates left as partial as they are known."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.text import slugify

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError, read_csv
from meetings.copies import host_of, is_copy
from meetings.kinds import BY_WORDS

LANGUAGES = ("en", "fr", "es")
COLUMNS = ("id", "title", "start", "end", "type", "sector_tag", "note", "retrieved_from")
CORRECTION_COLUMNS = ("id", "start", "end", "title", "symbol", "note", "source_url")
ALL_SECTORS = "CROSS"
LONGEST_SLUG = 80

SYMBOL = re.compile(r"([A-Z][A-Z-]+/\d{4})(?:; |$)")  # at the beginning of a note: "GDFEEW/2019; 17 points …"
PLACES = {"Geneva": ("Geneva", ""), "Dakar, Senegal": ("Dakar, Senegal", ""), "Turin, blended": ("Turin", "blended")}
COPIED = "Read in a copy of the ILO’s page or paper"


@dataclass(frozen=True)
class MeetingRow:
    key: str
    slug: str
    title: str
    kind: str
    kind_as_given: str
    symbol: str
    start: PartialDate | None
    end: PartialDate | None
    place: str
    note: str
    sector_tag: str  # empty: of no sector, or of all
    all_sectors: bool
    source_url: str


@dataclass(frozen=True)
class SeriesRow:
    slug: str
    names: dict[str, str]
    meetings: list[str]  # their keys


def read_series(path: Path) -> list[SeriesRow]:
    columns = ("slug", *(f"name_{language}" for language in LANGUAGES), "meeting_ids")
    return [
        SeriesRow(
            line["slug"], {language: line[f"name_{language}"] for language in LANGUAGES}, line["meeting_ids"].split("|")
        )
        for line in read_csv(path, columns)
    ]


def read_named(path: Path, what: str) -> list[tuple[str, str]]:
    """Pairs of a meeting’s key and the address of what its title names, which stands in the column `what`."""
    lines = read_csv(path, (what, "meeting_ids"))
    return [(meeting, line[what]) for line in lines for meeting in line["meeting_ids"].split("|")]


@dataclass
class MeetingReading:
    rows: list[MeetingRow] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)


def read_meetings(paths: Iterable[Path], corrections: Path) -> MeetingReading:
    """Raises UnreadableFileError for an unknown kind of meeting or a malformed date."""
    by_key = {row["id"]: row for row in read_csv(corrections, CORRECTION_COLUMNS)}
    reading = MeetingReading()
    slugs: set[str] = set()
    for path in paths:
        for line in read_csv(path, COLUMNS):
            row = _row(path, _corrected(line, by_key, reading), slugs, reading)
            slugs.add(row.slug)
            reading.rows.append(row)
    return reading


def _corrected(line: dict[str, str], by_key: dict[str, dict[str, str]], reading: MeetingReading) -> dict[str, str]:
    """The row with what its correction gives; the note of the correction replaces the old one, empty or not."""
    correction = by_key.get(line["id"])
    if not correction:
        return line
    reading.repaired["correction applied"] += 1
    given = {name: correction[name] for name in ("start", "end", "title") if correction[name]}
    if is_copy(line["retrieved_from"]) and not is_copy(correction["source_url"]):
        given["retrieved_from"] = correction["source_url"]
    note = "; ".join(part for part in (correction["symbol"], correction["note"]) if part)
    return line | given | {"note": note}


def _row(path: Path, line: dict[str, str], slugs: set[str], reading: MeetingReading) -> MeetingRow:
    try:
        start, end = (PartialDate.parse(line[name]) if line[name] else None for name in ("start", "end"))
        kind = BY_WORDS[line["type"]]
    except (ValueError, KeyError) as error:
        raise UnreadableFileError(f"{path.name}: {line['id']} cannot be read: {error}.") from error
    symbol, place, note = _parts_of(line["note"], reading)
    url, note = _source(line["retrieved_from"], note, reading)
    known = start or end
    return MeetingRow(
        key=line["id"],
        slug=_slug(line["title"], known.year if known else None, line["id"], slugs),
        title=line["title"],
        kind=kind,
        kind_as_given=line["type"],
        symbol=symbol,
        start=start,
        end=end,
        place=place,
        note=note,
        sector_tag="" if line["sector_tag"] == ALL_SECTORS else line["sector_tag"],
        all_sectors=line["sector_tag"] == ALL_SECTORS,
        source_url=url,
    )


def _parts_of(note: str, reading: MeetingReading) -> tuple[str, str, str]:
    """Document symbol, place, and the rest of a note that may begin with one or be one."""
    if note in PLACES:
        reading.repaired["place taken out of the note"] += 1
        return "", *PLACES[note]
    if found := SYMBOL.match(note):
        reading.repaired["document symbol taken out of the note"] += 1
        return found[1], "", note[found.end() :]
    return "", "", note


def _source(retrieved_from: str, note: str, reading: MeetingReading) -> tuple[str, str]:
    """An address that readers can be sent to, and the note, which says where it was read if there is none."""
    if host_of(retrieved_from) and not is_copy(retrieved_from):
        return retrieved_from, _sentence(note)
    if is_copy(retrieved_from):
        reading.repaired["address of a copying site left out"] += 1
    where = COPIED if is_copy(retrieved_from) else f"Named in {retrieved_from}"
    return "", " ".join(_sentence(part) for part in (note, where) if part)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""


def _slug(title: str, year: int | None, key: str, taken: set[str]) -> str:
    """Title and year, cut between words; the key of the source is added where another meeting has it already."""
    slug = slugify(re.sub(r"[–—/]", "-", title))
    if len(slug) > LONGEST_SLUG - 5:
        slug = slug[: LONGEST_SLUG - 5].rsplit("-", 1)[0]
    if year and str(year) not in slug.split("-"):
        slug = f"{slug}-{year}"
    return slug if slug not in taken else f"{slug}-{slugify(key.replace(':', '-'))}"
