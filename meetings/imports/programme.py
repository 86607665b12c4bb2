"""The programme of sectoral meetings, biennium by biennium, from a CSV list."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify

from groundwork.tabular import UnreadableFileError, read_csv
from meetings.kinds import BY_WORDS
from meetings.models import ProgrammeEntry

COLUMNS = (
    *("biennium", "proposed_meeting", "type", "purpose", "participants_numbers", "sector", "gb_document_symbol"),
    *("status", "source_url", "meeting_id"),
)
UNDECIDED = "Technical meeting or meeting of experts"  # of no kind yet; the words are kept
LONGEST_KEY = 120
RESERVE = "Additional meeting from the reserve"  # as titles of the source begin
# What the words on a decision say of the stage, in this order; other words, as of a consultation, say nothing of it
STAGE_BY_WORDS = {
    "absent from the adopted": ProgrammeEntry.Stage.LEFT_OUT,
    "in adopted programme": ProgrammeEntry.Stage.ADOPTED,
    "endorsed": ProgrammeEntry.Stage.ADOPTED,
    "authorized": ProgrammeEntry.Stage.ADOPTED,
    "approved": ProgrammeEntry.Stage.ADOPTED,
    "decided": ProgrammeEntry.Stage.ADOPTED,
    "agreed": ProgrammeEntry.Stage.ADOPTED,
    "selected": ProgrammeEntry.Stage.ADOPTED,
}


@dataclass(frozen=True)
class ProgrammeRow:
    key: str
    biennium: str
    order: int  # within the file
    title: str
    kind: str  # empty: not said, or not decided
    kind_as_given: str
    purpose: str
    participation: str
    symbol: str
    decision: str
    stage: str  # empty: the decision does not say
    is_reserve: bool
    source_url: str
    sectors: list[str]  # addresses
    meeting: str  # key of the meeting that was held; empty if none is on record


def read_programme(path: Path) -> list[ProgrammeRow]:
    """Raises UnreadableFileError for a kind of meeting that the portal does not know."""
    return [_row(path, place, line) for place, line in enumerate(read_csv(path, COLUMNS), start=1)]


def _row(path: Path, place: int, line: dict[str, str]) -> ProgrammeRow:
    words = line["type"]
    if words and words != UNDECIDED and words not in BY_WORDS:
        raise UnreadableFileError(f"{path.name}: “{words}” is no kind of meeting that the portal knows.")
    return ProgrammeRow(
        key=f"{line['biennium']}/{slugify(line['proposed_meeting'])}"[:LONGEST_KEY],
        biennium=line["biennium"],
        order=place,
        title=line["proposed_meeting"],
        kind=BY_WORDS.get(words, ""),
        kind_as_given=words,
        purpose=line["purpose"],
        participation=line["participants_numbers"],
        symbol=line["gb_document_symbol"],
        decision=line["status"],
        stage=next((stage for words, stage in STAGE_BY_WORDS.items() if words in line["status"]), ""),
        is_reserve=line["proposed_meeting"].startswith(RESERVE),
        source_url=line["source_url"],
        sectors=[sector for sector in line["sector"].split("|") if sector],
        meeting=line["meeting_id"],
    )


@dataclass(frozen=True)
class RelatedRow:
    """Research or a practice on the subject of a meeting or of a programme entry; what is not named is empty."""

    meeting: str
    entry: str
    publication: str
    practice: str


def read_related(path: Path) -> list[RelatedRow]:
    columns = ("meeting_id", "programme_entry", "publication", "practice")
    return [RelatedRow(*(line[name] for name in columns)) for line in read_csv(path, columns)]
