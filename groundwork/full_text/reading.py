"""Asking for a PDF's text: at most so long, so much memory, so many pages; what was found, whatever the file is."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from groundwork.cleaning import CONTROLS

CHILD = Path(__file__).with_name("child.py")
HYPHEN = re.compile("[\x02\u00ad\ufffe](?:\r?\n)?")  # how PDFium writes a word that is parted at the end of a line
LINES = re.compile(r"[ \t]*\r?\n\s*")


class Finding(TextChoices):
    """What came of reading a file."""

    WAITING = "waiting", _("Its text is still to be read")
    READ = "read", _("Its text can be searched")
    CUT = "cut", _("The text of its first pages can be searched; it is longer than is read")
    SCANNED = "scanned", _("It is scanned: a picture of each page, without text that could be searched")
    ENCRYPTED = "encrypted", _("It is locked with a password, so its text cannot be searched")
    BROKEN = "broken", _("It is damaged or cannot be read, so its text cannot be searched")
    TOO_HARD = "too-hard", _("Reading it takes too much time or memory, so its text cannot be searched")


@dataclass(frozen=True)
class ReadingLimits:
    """The most that one file may take."""

    seconds: int = 120
    memory: int = 1_500_000_000  # bytes of addresses; a page of a large map needs hundreds of millions
    pages: int = 2_000
    characters: int = 10_000_000


@dataclass(frozen=True)
class PdfText:
    finding: Finding
    page_count: int = 0  # of the file, though fewer may have been read
    pages: tuple[str, ...] = ()  # text of each page in order; "" for one without


def read_pdf(path: Path, limits: ReadingLimits = ReadingLimits()) -> PdfText:
    """The text of a PDF. Raises FileNotFoundError where there is no file; else any file whatever has its finding."""
    if not path.is_file():
        raise FileNotFoundError(path)
    numbers = (limits.pages, limits.characters, limits.memory, limits.seconds)
    command = [sys.executable, "-I", str(CHILD), str(path), *map(str, numbers)]
    try:
        done = subprocess.run(command, capture_output=True, env={}, timeout=limits.seconds * 2, check=False)
    except subprocess.TimeoutExpired:
        return PdfText(Finding.TOO_HARD)
    lines = [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []
    if not lines:
        return PdfText(_why_ended(done))
    first, *pages = lines
    if "error" in first:
        return PdfText(Finding(first["error"]))
    return _found(first["pages"], tuple(map(_plain, pages)))


def _found(page_count: int, pages: tuple[str, ...]) -> PdfText:
    if not any(any(character.isalnum() for character in page) for page in pages):
        return PdfText(Finding.SCANNED, page_count)
    return PdfText(Finding.READ if len(pages) == page_count else Finding.CUT, page_count, pages)


def _why_ended(done: subprocess.CompletedProcess) -> Finding:
    """SIGXCPU, SIGKILL and a want of memory are limits reached; every other end is the file's doing."""
    out_of_memory = b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr
    return Finding.TOO_HARD if out_of_memory or -done.returncode in {9, 24} else Finding.BROKEN


def _plain(text: str) -> str:
    """Words that were parted at the end of a line together again; lines without stray spaces and controls."""
    return LINES.sub("\n", CONTROLS.sub("", HYPHEN.sub("", text))).strip()
