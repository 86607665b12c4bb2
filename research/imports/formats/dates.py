"""Dates as people and programs write them, as far as they can be read."""

import re

from groundwork.folding import fold
from groundwork.partial_dates import PartialDate

NUMBERS = re.compile(r"(\d{4})(?:[-/.](\d{1,2})?)?(?:[-/.](\d{1,2})?)?(?:[-/.].*)?", re.ASCII)
TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
RANGE = re.compile(r"\s*(?:--+|–|—|/(?=\d{4}|\.\.|$)|\s-\s)\s*")
YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)
WORDS = re.compile(r"[^\W\d_]+")
DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.)?(?!\d)", re.ASCII)
MONTHS = {
    beginning: number
    for number, beginnings in enumerate(
        [
            "jan ene janv gennaio",
            "feb fev fevr",
            "mar mars marz",
            "apr abr avr avril",
            "may mai mayo",
            "jun juin junio",
            "jul juil juillet",
            "aug ago aout",
            "sep sept set",
            "oct okt out",
            "nov",
            "dec dic dez",
        ],
        start=1,
    )
    for beginning in beginnings.split()
}
LEAST = 3  # letters that tell a month


def read_loosely(text: str) -> tuple[PartialDate | None, bool]:
    """The date that a text says, or its beginning if it says a span; and whether that is all that it says.

    "2026-04-18", "2009/07//", "July 2009", "1995--1996", "1996-13-03" (its year), "c. 1990".
    """
    text = TIME.sub("", text.strip())
    if found := NUMBERS.fullmatch(text):
        exact = re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?|\d{4}/(\d{1,2})?/(\d{1,2})?/?", text) is not None
        return _made(found[1], found[2], found[3], exact=exact)
    first, *rest = RANGE.split(text, maxsplit=1)
    if rest and YEAR.search(first):
        return read_loosely(first)[0], False
    return _in_words(text)


def _made(year: str, month: str | None, day: str | None, *, exact: bool) -> tuple[PartialDate | None, bool]:
    parts = [int(year), int(month or 0), int(day or 0)]
    if not parts[1]:
        return _or_less(parts[:1], exact and not parts[2])
    return _or_less(parts if parts[2] else parts[:2], exact)


def _or_less(parts: list[int], exact: bool) -> tuple[PartialDate | None, bool]:
    """The date of these parts, or of its year where there is no such day."""
    for length in (len(parts), 1):
        try:
            text = "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:length])])
            return PartialDate.parse(text), exact and length == len(parts)
        except ValueError:
            continue
    return None, False


def _in_words(text: str) -> tuple[PartialDate | None, bool]:
    found = YEAR.search(text)
    if not found:
        return None, False
    year, rest = int(found[1]), f"{text[: found.start()]} {text[found.end() :]}"
    months = [number for word in WORDS.findall(fold(rest)) if (number := month_of(word))]
    if len(months) != 1:
        return _or_less([year, *months[:1]], exact=False)
    day = DAY.search(rest)
    plain = not WORDS.sub("", DAY.sub("", rest)).strip(" ,.") and len(WORDS.findall(DAY.sub("", rest))) == 1
    return _or_less([year, months[0], *([int(day[1])] if day else [])], exact=plain)


def month_of(word: str) -> int:
    """1 to 12 for a month's name or its beginning in English, French or Spanish; 0 for any other word."""
    word = fold(word)
    if word.isascii() and word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else 0
    return next((MONTHS[word[:length]] for length in range(len(word), LEAST - 1, -1) if word[:length] in MONTHS), 0)
