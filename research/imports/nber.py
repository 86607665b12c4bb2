"""The list of NBER working papers: CSV."""

from pathlib import Path

from groundwork.partial_dates import PartialDate
from groundwork.tabular import read_csv
from research.imports.names import once_each, split_name
from research.imports.records import Cleaned, Name, Reading, Record, Refusal
from research.imports.titles import clean_title, why_no_publication
from research.models import Publication

SOURCE = "nber-working-papers"
COLUMNS = ("id", "title", "authors", "year", "month", "programs", "url")
# Of the NBER's programmes only these two are a sector of ours (AG is the economics of ageing, not agriculture).
SECTORS = {"ED": "education", "HC": "health-services"}


def read_nber(path: Path) -> Reading:
    reading = Reading()
    for number, row in enumerate(read_csv(path, COLUMNS), start=1):
        title = clean_title(row["title"])
        if reason := why_no_publication(title.value):
            reading.refused.append(Refusal(number, title.value, reason))
            continue
        paper = row["id"].removeprefix("nber:")
        reading.records.append(
            Record(
                SOURCE,
                paper,
                reading.take(title),
                Publication.Kind.WORKING_PAPER,
                retrieved_from=row["url"],
                kind_as_given="working paper",
                date=PartialDate(int(row["year"]), int(row["month"])),
                language="en",  # the NBER publishes in English
                series=f"NBER Working Paper {paper}",
                publisher="National Bureau of Economic Research",
                url=row["url"],
                access=Publication.Access.MAY_COST,
                authors=reading.take(_authors(row["authors"])),
                sectors=tuple(SECTORS[code] for code in row["programs"].split("|") if code in SECTORS),
            )
        )
    return reading


def _authors(text: str) -> Cleaned[tuple[Name, ...]]:
    """ "Barry R Chiswick; Jr Adams"."""
    return Cleaned(once_each(split_name(part.strip()) for part in text.split(";") if part.strip()))
