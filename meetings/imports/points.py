"""Numbered texts, as conclusions and resolutions are, cut into their points for somebody to look over."""

import re
from dataclasses import dataclass

# At the beginning of a line: "25.", "(3)", "(a)", "(iv)"; what follows is text
NUMBER = re.compile(r"^[ \t]*(?:(\d{1,3})\.|\((\d{1,3})\)|\(([a-z])\)|\(([ivxl]{2,6})\))(?=\s|$)", re.MULTILINE)
LONGEST_HEADING = 12  # words
SENTENCE_ENDS = (".", ";", ":", ",", "?", "!")
ROMAN_ONE, BEFORE_I = "i", "h"


@dataclass(frozen=True)
class Point:
    """A point of a text. `raw` is all of the text that it stands for: those of all points, joined, are the text."""

    number: str  # as "12(a)(i)"; empty for what stands before the first number
    section: str
    text: str
    raw: str


def split_points(text: str) -> list[Point]:
    """The points of a numbered text, the preamble first if there is one. Nothing of the text is lost."""
    starts = [found.start() for found in NUMBER.finditer(text)]
    headings = {start: _heading_before(text, start) for start in starts}
    cuts = [headings[start][0] for start in starts]
    points, section, above = [], "", _Above()
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        raw = text[start:end]
        found = NUMBER.search(raw) if start in cuts else None
        if found is None:
            points += [Point("", "", raw.strip(), raw)] if raw else []
            continue
        section = raw[: found.start()].strip() or section
        points.append(Point(above.whole(found), section, raw[found.end() :].strip(), raw))
    return _without_blank_preamble(points)


def _without_blank_preamble(points: list[Point]) -> list[Point]:
    """White space before the first number belongs to it."""
    if len(points) > 1 and not points[0].number and not points[0].text:
        blank, first, *rest = points
        return [Point(first.number, first.section, first.text, blank.raw + first.raw), *rest]
    return points


def _heading_before(text: str, start: int) -> tuple[int, str]:
    """Where the heading of a numbered line begins, and the heading; the line itself where there is none.

    A heading is a short line that ends no sentence, between blank lines (or at the beginning).
    """
    before = text[:start].rstrip()
    line_start = before.rfind("\n") + 1
    line = before[line_start:].strip()
    is_apart = not before[:line_start].strip() or before[:line_start].endswith("\n\n")
    is_short = 0 < len(line.split()) <= LONGEST_HEADING and not line.endswith(SENTENCE_ENDS)
    if is_short and is_apart and line_start > 0 and not NUMBER.match(text[line_start:start]):
        return line_start, line
    return start, ""


class _Above:
    """The numbers that a number stands under: a paragraph's, a letter's."""

    def __init__(self) -> None:
        self.paragraph, self.letter, self.in_roman = "", "", False

    def whole(self, found: re.Match) -> str:
        plain, bracketed, letter, roman = found.groups()
        if plain or bracketed:
            self.paragraph, self.letter, self.in_roman = plain or f"({bracketed})", "", False
            return self.paragraph
        is_roman = roman or (letter == ROMAN_ONE and self.letter and self.letter != BEFORE_I)
        is_roman = is_roman or (self.in_roman and letter in {"v", "x"})
        if is_roman:
            self.in_roman = True
            return f"{self.paragraph}{self._in_brackets(self.letter)}({roman or letter})"
        self.letter, self.in_roman = letter, False
        return f"{self.paragraph}({letter})"

    @staticmethod
    def _in_brackets(letter: str) -> str:
        return f"({letter})" if letter else ""
