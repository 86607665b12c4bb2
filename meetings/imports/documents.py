"""Papers of meetings from a CSV list, one line a language."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from groundwork.tabular import UnreadableFileError, read_csv
from meetings.models import Document

COLUMNS = ("meeting_id", "title", "kind", "symbol", "language", "url", "pages")
LONGEST_KEY = 200

KINDS: dict[str, str] = {
    "report for discussion": Document.Kind.REPORT,
    "resolution": Document.Kind.RESOLUTION,
    "note on the proceedings": Document.Kind.NOTE,
    "final report": Document.Kind.FINAL_REPORT,
    "conclusions": Document.Kind.CONCLUSIONS,
    "guidelines": Document.Kind.GUIDELINES,
    "code of practice": Document.Kind.CODE,
}


@dataclass(frozen=True)
class DocumentRow:
    key: str
    meeting: str  # key of the meeting
    kind: str
    title: str
    symbol: str
    language: str
    url: str  # empty: known to exist, and not where
    pages: int | None


def read_documents(path: Path) -> list[DocumentRow]:
    """Raises UnreadableFileError for a kind that the portal does not know, or pages that are no number."""
    return [_row(path, line) for line in read_csv(path, COLUMNS)]


def _row(path: Path, line: dict[str, str]) -> DocumentRow:
    try:
        kind, pages = KINDS[line["kind"]], int(line["pages"]) if line["pages"] else None
    except (KeyError, ValueError) as error:
        raise UnreadableFileError(f"{path.name}: “{line['title']}” cannot be read: {error}.") from error
    key = f"{line['meeting_id']}/{slugify(line['title'])}"
    return DocumentRow(
        key=key[:LONGEST_KEY],
        meeting=line["meeting_id"],
        kind=kind,
        title=line["title"],
        symbol=line["symbol"],
        language=line["language"],
        url=line["url"],
        pages=pages,
    )
