"""Titles: what is repaired in them, and which of them name no publication."""

import html
import re
from collections.abc import Callable

from research.imports.records import Cleaned

TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|scp|sc|italic|bold|title|p|jats:\w+|mml:\w+)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
MOJIBAKE = re.compile(r"Ã[\x80-\xbf¡-¿]|â€|Â[\xa0-\xbf]")
SPACE = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\ufeff]+")
QUOTES = '"“”„«»'
LATEX = [(re.compile("``(.*?)''"), r"“\1”"), (re.compile(r"(?<!-)---(?!-)"), "—"), (re.compile(r"\\([&%$#_])"), r"\1")]
SMALL_WORD = re.compile(r"an?|and|as|at|but|by|for|from|in|nor|of|on|or|over|the|to|under|with")

FRONT_MATTER = re.compile(
    r"(editorial board|issue information\b.*|recent referees|editors[’'] (notes|report)|.*\bturnaround times"
    r"|american finance association|.*\breport of the editor\b.*|.*\b(front|back) matter|front cover|table of contents"
    r"|index to volume.*|list of (referees|reviewers))",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"(correction|corrigend\w+|errat\w+|addend\w+|retraction( notice)?|retracted|withdrawn)\b\s*(to\b|:|$)",
    re.IGNORECASE,
)
CORRESPONDENCE = re.compile(r"(request for addition(al)? information|further information) on ", re.IGNORECASE)


def why_no_publication(title: str) -> str:
    """The reason to refuse a row with this cleaned title; empty if it names a publication."""
    if not title:
        return "no title"
    if FRONT_MATTER.fullmatch(title):
        return "pages of a journal issue, no publication"
    if CORRECTION.match(title):
        return "correction or retraction notice"
    if CORRESPONDENCE.match(title):
        return "correspondence, no publication"
    return ""


def clean_title(text: str) -> Cleaned[str]:
    """One line of plain text, with the names of the repairs made."""
    repairs = []
    for name, repair in REPAIRS.items():
        before, text = text, repair(text)
        if text != before:
            repairs.append(f"title: {name}")
    return Cleaned(text, tuple(repairs))


def clean_abstract(text: str) -> Cleaned[str]:
    """Plain text in paragraphs: tags, character references and garbled characters repaired."""
    repairs = []
    for name in ("mark-up removed", "character reference resolved", "garbled characters restored"):
        before, text = text, REPAIRS[name](text)
        if text != before:
            repairs.append(f"abstract: {name}")
    paragraphs = (SPACE.sub(" ", part).strip() for part in re.split(r"\n\s*\n", text))
    return Cleaned("\n\n".join(part for part in paragraphs if part), tuple(repairs))


def plain_hyphens(text: str) -> str:
    """The typographic hyphens U+2010 and U+2011 as the one on the keyboard, so that searches find the word."""
    return text.replace("\u2010", "-").replace("\u2011", "-")


def _restore_characters(text: str) -> str:
    """UTF-8 that was read as Windows-1252."""
    if not MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _set_latex(text: str) -> str:
    for pattern, replacement in LATEX:
        text = pattern.sub(replacement, text)
    return text


def _tidy_spaces(text: str) -> str:
    text = SPACE.sub(" ", text).strip()
    return re.sub(r"(?<=[(\[]) | (?=[)\]])", "", text)


def _drop_unpaired_quote(text: str) -> str:
    """A single double quotation mark at one end of a title that has no other."""
    if sum(character in QUOTES for character in text) != 1:
        return text
    return text.strip(QUOTES).strip() if text[:1] in QUOTES or text[-1:] in QUOTES else text


def _lower_capitals(text: str) -> str:
    """A title of three words or more all in capitals; abbreviations in it cannot be told and are lowered too."""
    words = text.split()
    if len(words) < 3 or text != text.upper() or not any(len(word) > 4 for word in words):
        return text
    lowered = [word.lower() for word in words]
    return " ".join(word if i and SMALL_WORD.fullmatch(word) else word.capitalize() for i, word in enumerate(lowered))


def _drop_stray_mark(text: str) -> str:
    """A note mark or a colon left at the end."""
    return re.sub(r"\s*[*†‡:;,]+$", "", text)


def _drop_full_stop(text: str) -> str:
    """The full stop of a reference list; those of abbreviations and dots of omission stay."""
    return text[:-1] if re.search(r"[a-z]{4,}\.$", text) else text


REPAIRS: dict[str, Callable[[str], str]] = {
    "mark-up removed": lambda text: TAG.sub("", text),
    "character reference resolved": html.unescape,
    "garbled characters restored": _restore_characters,
    "LaTeX marks set": _set_latex,
    "hyphens made plain": plain_hyphens,
    "spaces put right": _tidy_spaces,
    "unpaired quotation mark removed": _drop_unpaired_quote,
    "capitals lowered": _lower_capitals,
    "stray mark at the end removed": _drop_stray_mark,
    "full stop at the end removed": _drop_full_stop,
}
