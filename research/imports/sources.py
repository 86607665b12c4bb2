"""The sources themselves: a CSV file with one row each."""

import datetime as dt
from pathlib import Path

from groundwork.tabular import UnreadableFileError, read_csv
from research.models import Source


def read_sources(path: Path) -> list[Source]:
    """Unsaved sources. Raises UnreadableFileError for an unknown kind or a malformed date."""
    columns = ("slug", "name", "kind", "url", "licence", "retrieved_on")
    try:
        return [_source(row) for row in read_csv(path, columns)]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def _source(row: dict[str, str]) -> Source:
    return Source(
        slug=row["slug"],
        name=row["name"],
        kind=Source.Kind(row["kind"]),
        url=row["url"],
        licence=row["licence"],
        retrieved_on=dt.date.fromisoformat(row["retrieved_on"]),
    )
