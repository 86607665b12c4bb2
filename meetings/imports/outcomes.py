"""Points of outcomes that were read somewhere, from a CSV list: none of them is the adopted wording."""

import re
from dataclasses import dataclass
from pathlib import Path

from groundwork.tabular import UnreadableFileError, read_csv
from meetings.wording import Addressee, Confidence, FollowUpType, SourceKind, TextKind

COLUMNS = (
    *("meeting_id", "symbol", "document_kind", "point_number", "text", "addressed_to", "follow_up_type", "sectors"),
    *("themes", "source_url", "confidence", "source_kind"),
)
KINDS: dict[str, str] = {
    "conclusions": TextKind.CONCLUSIONS,
    "points of consensus": TextKind.CONSENSUS,
    "code": TextKind.CODE,
    "resolution": TextKind.RESOLUTION,
    "guidelines": TextKind.GUIDELINES,
}
SOURCE_KINDS: dict[str, str] = {
    "union federation report": SourceKind.UNION,
    "press or third-party report": SourceKind.PRESS,
    "ILO newsroom": SourceKind.NEWSROOM,
    "ILO newsroom text on a third-party site": SourceKind.NEWSROOM_COPY,
    "employer organization report": SourceKind.EMPLOYERS,
    "official GB/ILO document": SourceKind.OFFICIAL,
    "ILO web page": SourceKind.ILO_PAGE,
    "copy of the adopted text": SourceKind.COPY,
}
FOLLOW_UP_TYPES: dict[str, str] = {
    "standards": FollowUpType.STANDARDS,
    "social dialogue": FollowUpType.SOCIAL_DIALOGUE,
    "research": FollowUpType.RESEARCH,
    "statistics": FollowUpType.STATISTICS,
    "technical cooperation": FollowUpType.COOPERATION,
    "advisory services": FollowUpType.ADVICE,
    "workshops": FollowUpType.WORKSHOPS,
    "information dissemination": FollowUpType.INFORMATION,
}
# A subject that is what a theme of the portal is about; the others stay subjects only
THEMES: dict[str, str] = {
    "OSH": "occupational-safety-health",
    "OSH committees": "occupational-safety-health",
    "OSH duties": "occupational-safety-health",
    "OSH management systems": "occupational-safety-health",
    "fundamental right to OSH": "occupational-safety-health",
    "child labour": "child-labour-forced-labour",
    "forced labour": "child-labour-forced-labour",
    "collective bargaining": "social-dialogue",
    "social dialogue mechanisms": "social-dialogue",
    "employment relationship": "employment-relationship",
    "non-standard employment": "employment-relationship",
    "temporary work": "employment-relationship",
    "food security": "food-security",
    "formalization": "informal-economy",
    "informality": "informal-economy",
    "undeclared work": "informal-economy",
    "future of work": "future-of-work",
    "gender": "gender-equality",
    "gender equality": "gender-equality",
    "women in STEM": "gender-equality",
    "women in management": "gender-equality",
    "women seafarers": "gender-equality",
    "just transition": "just-transition",
    "just transition plans": "just-transition",
    "lifelong learning": "skills",
    "skills": "skills",
    "training": "skills",
    "migrant fishers": "labour-migration",
    "migrant workers": "labour-migration",
    "migration": "labour-migration",
    "supply chain": "global-supply-chains",
    "supply chains": "global-supply-chains",
    "COVID-19": "crisis-response",
    "recovery": "crisis-response",
}
OURS = re.compile(r"(?:res\. )?n(\d+)")  # numbered by those who read it
RESOLUTION = "res."


@dataclass(frozen=True)
class OutcomeRow:
    key: str
    meeting: str  # key of the meeting
    kind: str
    number: str
    numbered_here: bool
    text: str
    addressed_to: list[str]
    follow_up_types: list[str]
    sectors: list[str]  # addresses
    themes: list[str]  # addresses
    keywords: list[str]
    source: str
    source_url: str
    source_kind: str
    confidence: str


def read_outcomes(path: Path) -> list[OutcomeRow]:
    """Raises UnreadableFileError for a word of the coding that the portal does not know."""
    return [_row(path, line) for line in read_csv(path, COLUMNS)]


def _row(path: Path, line: dict[str, str]) -> OutcomeRow:
    number = line["point_number"]
    ours = OURS.fullmatch(number)
    subjects = _parts(line["themes"])
    try:
        return OutcomeRow(
            key=f"{line['meeting_id']}/{number}",
            meeting=line["meeting_id"],
            kind=KINDS[line["document_kind"]],
            number=ours[1] if ours else number.removeprefix(RESOLUTION).strip(),
            numbered_here=bool(ours),
            text=line["text"],
            addressed_to=[Addressee(word.lower()) for word in _parts(line["addressed_to"])],
            follow_up_types=[FOLLOW_UP_TYPES[word] for word in _parts(line["follow_up_type"])],
            sectors=_parts(line["sectors"]),
            themes=list(dict.fromkeys(THEMES[subject] for subject in subjects if subject in THEMES)),
            keywords=subjects,
            source=line["symbol"],
            source_url=line["source_url"],
            source_kind=SOURCE_KINDS[line["source_kind"]],
            confidence=Confidence(line["confidence"]),
        )
    except (KeyError, ValueError) as error:
        raise UnreadableFileError(f"{path.name}: point {number} of {line['meeting_id']}: {error}.") from error


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split("|") if part.strip()]
