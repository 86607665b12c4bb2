"""The economics monitor: recent journal articles and working papers, CSV."""

from pathlib import Path
from urllib.parse import urlsplit

from groundwork.tabular import read_csv
from research.imports.dates import read_date
from research.imports.identifiers import clean_doi
from research.imports.kinds import kind_of
from research.imports.names import split_authors
from research.imports.records import Reading, Record, Refusal
from research.imports.titles import clean_title, why_no_publication
from research.models import Publication

SOURCE = "econ-paper-monitor"
COLUMNS = ("id", "doi", "title", "authors", "journal", "publisher", "date", "source_type", "url")
FREE_HOSTS = {"openknowledge.worldbank.org"}


def read_economics(path: Path) -> Reading:
    reading = Reading()
    for number, row in enumerate(read_csv(path, COLUMNS), start=1):
        title = clean_title(row["title"])
        if reason := why_no_publication(title.value):
            reading.refused.append(Refusal(number, title.value, reason))
            continue
        reading.records.append(_record(reading, row, reading.take(title)))
    return reading


def _record(reading: Reading, row: dict[str, str], title: str) -> Record:
    word, journal = row["source_type"], row["journal"]
    in_journal, listed = word == "journal", word == "aggregator"  # a NEP report lists papers, it does not publish them
    return Record(
        SOURCE,
        row["id"],
        title,
        reading.take(kind_of(word)),
        retrieved_from=f"{journal}, {row['url']}" if listed else row["url"],
        kind_as_given=word,
        date=reading.take(read_date(row["date"])),
        language="en",  # the journals and series that it follows are English ones
        container=journal if in_journal else "",
        series="" if in_journal or listed else journal,
        publisher=row["publisher"] if row["publisher"] != journal else "",
        doi=reading.take(clean_doi(row["doi"], row["url"])),
        url=row["url"],
        access=_access(row["url"]),
        authors=reading.take(split_authors(row["authors"])),
    )


def _access(url: str) -> str:
    access = Publication.Access
    return access.FREE if urlsplit(url).hostname in FREE_HOSTS else access.MAY_COST
