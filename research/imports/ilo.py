"""The list of ILO publications: CSV, typed from listing pages of ilo.org."""

import re
from pathlib import Path

from groundwork.tabular import read_csv
from research.imports.dates import read_date
from research.imports.identifiers import clean_doi
from research.imports.kinds import kind_of
from research.imports.names import split_authors
from research.imports.records import Reading, Record, Refusal
from research.imports.titles import clean_title, why_no_publication
from research.models import Publication

SOURCE = "ilo-publications"
COLUMNS = (
    "id",
    "title",
    "date",
    "type",
    "sector_tag",
    "language",
    "series_or_symbol",
    "authors",
    "doi",
    "publisher",
    "retrieved_from",
)
PUBLISHER = "International Labour Office"
ALL_SECTORS = "CROSS"
SYMBOL = re.compile(r"[A-Z][\w.-]*/\S+")  # GB.328/POL/8, TMTC-PMFA/2005
ISBN = re.compile(r"ISBN ([\dX-]{10,17})")
JOURNALS = {"International Labour Review"}


def read_ilo(path: Path, sectors_by_tag: dict[str, str]) -> Reading:
    """`sectors_by_tag` leads from the tags of the file to slugs of sectors."""
    reading = Reading()
    for number, row in enumerate(read_csv(path, COLUMNS), start=1):
        title = clean_title(row["title"])
        if reason := why_no_publication(title.value):
            reading.refused.append(Refusal(number, title.value, reason))
            continue
        reading.records.append(_record(reading, row, reading.take(title), sectors_by_tag))
    return reading


def _record(reading: Reading, row: dict[str, str], title: str, sectors_by_tag: dict[str, str]) -> Record:
    tag, in_house = row["sector_tag"], row["publisher"] == PUBLISHER
    return Record(
        SOURCE,
        row["id"],
        title,
        reading.take(kind_of(row["type"])),
        retrieved_from=row["retrieved_from"],
        kind_as_given=row["type"],
        date=reading.take(read_date(row["date"])),
        language=row["language"],
        in_house=in_house,
        all_sectors=tag == ALL_SECTORS,
        publisher=row["publisher"],
        doi=reading.take(clean_doi(row["doi"])),
        access=Publication.Access.FREE if in_house else Publication.Access.UNKNOWN,
        authors=reading.take(split_authors(row["authors"])),
        sectors=(sectors_by_tag[tag],) if tag != ALL_SECTORS else (),
        **_series_or_symbol(row["series_or_symbol"]),
    )


def _series_or_symbol(text: str) -> dict[str, str]:
    """One column holds symbols, series, a journal, an ISBN, and numbers of web pages (WCMS_…), which are left out."""
    if found := ISBN.fullmatch(text):
        return {"isbn": found[1]}
    if SYMBOL.fullmatch(text):
        return {"symbol": text}
    if text in JOURNALS:
        return {"container": text}
    return {} if text.startswith("WCMS_") else {"series": text}
