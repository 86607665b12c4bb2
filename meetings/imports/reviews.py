"""Reviews with their recommendations and follow-up, from the table that the Governing Body printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from groundwork.partial_dates import PartialDate
from groundwork.tabular import UnreadableFileError, read_csv
from meetings.models import Answer, Review
from meetings.status import Status
from meetings.wording import TextKind

LANGUAGES = ("en", "fr", "es")
STRATEGY = (
    "Overview of knowledge sharing initiatives within SECTOR; Decent work in a global economy: some elements for a "
    "sectoral research strategy, 2007"
)
ELEMENT_KINDS: dict[str, str] = {
    "strategy element (issue, aim or element)": TextKind.STRATEGY,
    "suggestion to GB March 2007 (GB.298/STM/1)": TextKind.SUGGESTION,
    "existing initiative": TextKind.INITIATIVE,
    "branch-wide measure": TextKind.MEASURE,
    "Office research policy (Circular 612, 2005)": TextKind.POLICY,
    "rationale": TextKind.RATIONALE,
}
PRINTED_NUMBERS = {"I"}  # Appendix II prints none; those in the file count its rows
COLUMNS = (
    *("appendix", "section", "rec_number", "recommendation", "followup_id", "followup", "status"),
    *("mapping", "mapping_note"),
)


@dataclass(frozen=True)
class AnswerRow:
    """A follow-up in the row of a recommendation."""

    action: str  # key of the follow-up
    text: str
    status: str  # as printed, empty if none was
    certainty: str
    note: str


@dataclass(frozen=True)
class OutcomeRow:
    section: str
    number: str
    text: str
    answers: tuple[AnswerRow, ...] = ()
    kind: str = TextKind.RECOMMENDATION


@dataclass(frozen=True)
class ReviewRow:
    slug: str
    kind: str
    titles: dict[str, str]
    date: PartialDate
    symbol: str
    note: str
    appendix: str  # empty: no table of recommendations and follow-up, but a list of elements
    reported_on: PartialDate | None
    reported_by: str
    lead_unit: str  # code
    lead_basis: str  # where it is written
    outcomes: tuple[OutcomeRow, ...]

    @property
    def source(self) -> str:
        return f"{self.symbol}, Appendix {self.appendix}" if self.appendix else STRATEGY


def read_reviews(path: Path, table_path: Path, elements_path: Path) -> list[ReviewRow]:
    """Raises UnreadableFileError for a kind, status or certainty that the portal does not know."""
    columns = ("slug", "appendix", "kind", "title_en", "title_fr", "title_es", "date", "symbol", "note")
    table = read_csv(table_path, COLUMNS)
    elements = _elements(elements_path)
    try:
        return [
            ReviewRow(
                slug=row["slug"],
                kind=Review.Kind(row["kind"]),
                titles={language: row[f"title_{language}"] for language in LANGUAGES},
                date=PartialDate.parse(row["date"]),
                symbol=row["symbol"],
                note=row["note"],
                appendix=row["appendix"],
                reported_on=PartialDate.parse(row["reported_on"]) if row["reported_on"] else None,
                reported_by=row["reported_by"],
                lead_unit=row["lead_unit"],
                lead_basis=row["lead_basis"],
                outcomes=_outcomes(line for line in table if line["appendix"] == row["appendix"])
                if row["appendix"]
                else elements,
            )
            for row in read_csv(path, (*columns, "reported_on", "reported_by", "lead_unit", "lead_basis"))
        ]
    except ValueError as error:
        raise UnreadableFileError(f"{path.name} or {table_path.name}: {error}.") from error


def _elements(path: Path) -> tuple[OutcomeRow, ...]:
    """Of the 2007 strategy, in the order of its papers; what kind of text each is, the file says."""
    lines = read_csv(path, ("kind", "section", "text"))
    try:
        return tuple(OutcomeRow(line["section"], "", line["text"], kind=ELEMENT_KINDS[line["kind"]]) for line in lines)
    except KeyError as error:
        raise UnreadableFileError(f"{path.name}: {error} is no kind of element that the portal knows.") from error


def _outcomes(lines: Iterable[dict[str, str]]) -> tuple[OutcomeRow, ...]:
    """One for each recommendation; the file repeats it for each of its follow-ups."""
    grouped: dict[tuple[str, str, str], list[AnswerRow]] = {}
    for line in lines:
        number = line["rec_number"] if line["appendix"] in PRINTED_NUMBERS else ""
        grouped.setdefault((line["section"], number, line["recommendation"]), []).append(_answer(line))
    return tuple(OutcomeRow(*recommendation, tuple(answers)) for recommendation, answers in grouped.items())


def _answer(line: dict[str, str]) -> AnswerRow:
    status = line["status"].lower().replace(" ", "_")
    return AnswerRow(
        action=line["followup_id"],
        text=line["followup"],
        status=Status(status) if status else "",
        certainty=Answer.Certainty(line["mapping"]),
        note=line["mapping_note"],
    )
