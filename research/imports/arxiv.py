"""arXiv records of 2025 and 2026 whose titles hint at labour or a sector: JSON lines with abstracts."""

from pathlib import Path

from groundwork.partial_dates import PartialDate
from groundwork.tabular import read_json_lines
from research.imports.names import once_each, split_name
from research.imports.on_topic import ARXIV, source_slug
from research.imports.records import Reading, Record, Refusal
from research.imports.titles import clean_abstract, clean_title, why_no_publication
from research.models import Publication

RETRIEVED_FROM = "github.com/dw-dengwei/daily-arXiv-ai-enhanced"


def read_arxiv(path: Path) -> Reading:
    reading = Reading()
    for number, row in enumerate(read_json_lines(path), start=1):
        title = clean_title(row["title"] or "")
        if reason := why_no_publication(title.value):
            reading.refused.append(Refusal(number, title.value, reason))
            continue
        reading.records.append(
            Record(
                source_slug(ARXIV),
                row["id"].removeprefix("arxiv:"),
                reading.take(title),
                Publication.Kind.PREPRINT,
                retrieved_from=RETRIEVED_FROM,
                kind_as_given="preprint",
                abstract=reading.take(clean_abstract(row["abstract"] or "")),
                date=PartialDate(row["year"], row["month"]),
                language="en",  # titles and abstracts are English
                container="arXiv",
                url=row["url"],
                licence="CC0-1.0 (metadata)",
                access=Publication.Access.FREE,
                authors=once_each(split_name(name) for name in row["authors"]),
            )
        )
    return reading
