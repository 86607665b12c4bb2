"""Events, deadlines, judgements and references of follow-up, from CSV lists."""

from dataclasses import dataclass
from pathlib import Path

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError, read_csv
from meetings.copies import is_copy
from meetings.models import Response
from meetings.status import Status

STATUSES = {"planned": Status.NOT_STARTED}  # the list's own word, beside those of the portal
COPIED = "Read in a copy; the official copy is not yet linked"
RECALLED = "recalled"


@dataclass(frozen=True)
class EventRow:
    """Of a meeting (its key) or of a review (its address)."""

    key: str
    meeting: str
    review: str
    points: str  # as the source names one point or several; empty: the whole
    date: PartialDate | None
    text: str
    status: str
    by: str
    partners: str
    source: str
    source_url: str  # empty for an address on a copying site
    is_inferred: bool

    @property
    def outcome(self) -> str:
        """The key of the outcome that it names, if it is on record."""
        return f"{self.meeting}/{self.points}" if self.points else ""


@dataclass(frozen=True)
class DeadlineRow:
    follow_up: str  # key of the action
    date: PartialDate | None
    meeting: str  # key
    condition: str
    interim_measure: str
    set_on: PartialDate
    source: str


@dataclass(frozen=True)
class JudgementRow:
    """Said of every outcome of a review."""

    kind: str  # assessment or response
    review: str
    body: str
    date: PartialDate
    verdict: str
    status: str
    text: str
    source: str


def read_events(path: Path) -> list[EventRow]:
    """Events after meetings. Raises UnreadableFileError for a malformed date or an unknown status."""
    columns = ("meeting_id", "point_number", "date", "what_happened", "status_after", "lead_unit", "partner_units")
    rows = read_csv(path, (*columns, "evidence_url", "confidence"))
    try:
        return [_event(number, line) for number, line in enumerate(rows, start=1)]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def _event(number: int, line: dict[str, str]) -> EventRow:
    status = line["status_after"]
    copied = is_copy(line["evidence_url"])
    return EventRow(
        key=f"follow_up:{number:03}",
        meeting=line["meeting_id"],
        review="",
        points=line["point_number"],
        date=PartialDate.parse(line["date"]) if line["date"] else None,
        text=line["what_happened"],
        status=STATUSES.get(status) or (Status(status) if status else ""),
        by=line["lead_unit"],
        partners=", ".join(part.strip() for part in line["partner_units"].split("|") if part.strip()),
        source=COPIED if copied else "",
        source_url="" if copied else line["evidence_url"],
        is_inferred=line["confidence"] == RECALLED,
    )


def read_review_events(path: Path) -> list[EventRow]:
    """Events after reviews, each with the paper that tells of it."""
    try:
        return [
            EventRow(
                key=f"{line['review']}:{line['date']}"[:60],
                meeting="",
                review=line["review"],
                points="",
                date=PartialDate.parse(line["date"]),
                text=line["text"],
                status="",
                by=line["by"],
                partners="",
                source=line["source"],
                source_url="",
                is_inferred=False,
            )
            for line in read_csv(path, ("review", "date", "text", "by", "source"))
        ]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def read_deadlines(path: Path) -> list[DeadlineRow]:
    columns = ("follow_up", "date", "meeting", "condition", "interim_measure", "set_on", "source")
    try:
        return [
            DeadlineRow(
                follow_up=line["follow_up"],
                date=PartialDate.parse(line["date"]) if line["date"] else None,
                meeting=line["meeting"],
                condition=line["condition"],
                interim_measure=line["interim_measure"],
                set_on=PartialDate.parse(line["set_on"]),
                source=line["source"],
            )
            for line in read_csv(path, columns)
        ]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def read_judgements(path: Path) -> list[JudgementRow]:
    columns = ("kind", "review", "body", "date", "verdict", "status", "text", "source")
    try:
        return [_judgement(line) for line in read_csv(path, columns)]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name}: {error}.") from error


def _judgement(line: dict[str, str]) -> JudgementRow:
    if line["kind"] not in {"assessment", "response"}:
        raise ValueError(f"{line['kind']!r} is no kind of judgement")
    verdict = Response.Answer(line["verdict"]) if line["kind"] == "response" else line["verdict"]
    status = Status(line["status"]) if line["status"] else ""
    words = {name: line[name] for name in ("kind", "review", "body", "text", "source")}
    return JudgementRow(**words, date=PartialDate.parse(line["date"]), verdict=verdict, status=status)


@dataclass(frozen=True)
class PointerRow:
    """That a follow-up refers to the section of a review under a heading."""

    follow_up: str
    review: str
    section: str


def read_pointers(path: Path) -> list[PointerRow]:
    columns = ("follow_up", "review", "section")
    return [PointerRow(*(line[name] for name in columns)) for line in read_csv(path, columns)]
