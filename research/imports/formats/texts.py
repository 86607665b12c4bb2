"""Any text file as UTF-8 with line feeds: byte order marks, UTF-16, Windows-1252, MacRoman, old line ends, gzip.

charset-normalizer takes MacRoman for Windows-1252 wherever little text has accents, so these two are told apart here.
"""

import codecs
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from groundwork.cleaning import CONTROLS
from groundwork.tabular import UnreadableFileError

MOST_UNPACKED = 512 * 2**20  # bytes
PIECE = 2**20
SAMPLE = 256 * 2**10  # bytes with accents that are looked at
GZIP = b"\x1f\x8b"
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
STATED = re.compile(rb"(?:en)?coding\s*[:=]\s*([A-Za-z][\w-]{2,20}?)(?:-(?:unix|dos|mac))?(?![\w-])")
LETTERS = "éèêëàâäáãåçñóòôöõúùûüíìîïßøæœÿýžšÉÈÊÀÂÄÁÅÇÑÓÖÔÚÜÍØÆŒŠŽ"
QUOTES = "’‘“”–—…«»•€°§©®²³ºª¿¡"
MOST_FOREIGN = 0.3  # of the letters: more is another script


def as_utf8(path: Path, folder: Path) -> Path:
    """A copy of the text in `folder`. Raises UnreadableFileError for what is no text, or unpacks to too much."""
    copy = folder / "text"
    encoding = encoding_of(path)
    decoder = codecs.getincrementaldecoder(encoding)("replace" if encoding.startswith("utf") else "strict")
    newlines = _Newlines()
    try:
        with copy.open("w", encoding="utf-8", newline="") as out:
            for piece in _pieces(path):
                out.write(CONTROLS.sub("", newlines.plain(decoder.decode(piece))))
            out.write(CONTROLS.sub("", newlines.plain(decoder.decode(b"", final=True), final=True)))
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{path.name} is in no encoding that can be read.") from error
    return copy


class _Newlines:
    """CRLF and CR as LF, in pieces that may end between the two."""

    def __init__(self) -> None:
        self.held = ""

    def plain(self, text: str, *, final: bool = False) -> str:
        text = self.held + text
        self.held = "\r" if text.endswith("\r") and not final else ""
        return text.removesuffix(self.held).replace("\r\n", "\n").replace("\r", "\n")


def unpacked(path: Path, folder: Path) -> Path:
    """The bytes of a file, taken out of gzip where it is so packed. Raises UnreadableFileError if it is too much."""
    copy = folder / path.name
    with copy.open("wb") as out:
        for piece in _pieces(path):
            out.write(piece)
    return copy


def head_of(path: Path) -> bytes:
    """The first bytes of what is in a file."""
    return next(_pieces(path), b"")


def _pieces(path: Path) -> Iterator[bytes]:
    total = 0
    try:
        with _opened(path) as file:
            while piece := file.read(PIECE):
                total += len(piece)
                if total > MOST_UNPACKED:
                    raise UnreadableFileError(
                        f"{path.name} is too large: at most {MOST_UNPACKED // 2**20} MB are read."
                    )
                yield piece
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFileError(f"{path.name} cannot be unpacked: {error}.") from error


def _opened(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return gzip.open(path) if packed else path.open("rb")


def encoding_of(path: Path) -> str:
    """Python's name for the encoding of a text. Raises UnreadableFileError for what is no text."""
    head = head_of(path)
    if mark := next((mark for mark in MARKS if head.startswith(mark)), None):
        return MARKS[mark]
    if b"\0" in head:
        return _utf_16(head, path.name)
    if _is_utf8(path):
        return "utf-8"
    return _stated(head, path) or _told_by_accents(_sample(path), path.name)


def _utf_16(head: bytes, name: str) -> str:
    """Where every other byte is zero, it is UTF-16 without a mark; else it is no text."""
    even, odd = (head[start::2].count(0) / max(1, len(head) // 2) for start in (0, 1))
    if max(even, odd) < 0.4 or min(even, odd) > 0.1:
        raise UnreadableFileError(f"{name} is no text.")
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_utf8(path: Path) -> bool:
    """A file that was cut off within a character is so still."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
    except UnicodeDecodeError:
        return False
    return True


def _stated(head: bytes, path: Path) -> str:
    """What editors and JabRef write in the first lines: "coding: latin-9-unix"."""
    found = STATED.search(head[:2000])
    if not found:
        return ""
    try:
        name = codecs.lookup(re.sub(r"^latin-", "latin", found[1].decode().lower())).name
        decoder = codecs.getincrementaldecoder(name)()
        for piece in _pieces(path):
            decoder.decode(piece)
    except (LookupError, UnicodeError, TypeError):
        return ""
    return name


def _sample(path: Path) -> bytes:
    """Lines with bytes above ASCII."""
    lines: list[bytes] = []
    size = 0
    for piece in _pieces(path):
        for line in re.split(rb"[\r\n]", piece):
            if not line.isascii() and size < SAMPLE:
                lines.append(line[:1000])
                size += len(lines[-1])
    return b"\n".join(lines)


def _told_by_accents(sample: bytes, name: str) -> str:
    high = sum(byte > 127 for byte in sample)
    letters = high + sum(chr(byte).isalpha() for byte in sample if byte < 128)
    if high > MOST_FOREIGN * letters:
        best = from_bytes(sample).best()
        if best is None:
            raise UnreadableFileError(f"{name} is in no encoding that can be read.")
        return best.encoding
    scores = {encoding: _score(sample, encoding) for encoding in ("cp1252", "mac_roman")}
    return max(scores, key=lambda encoding: scores[encoding])


def _score(sample: bytes, encoding: str) -> int:
    """How many of the characters above ASCII are such as Western European texts have, less those that are not."""
    text = sample.decode(encoding, "replace")
    counts = Counter(text)
    if "\ufffd" in counts:  # which Windows-1252 has at five places
        return -len(text)
    score = sum(2 * counts[letter] for letter in LETTERS) + sum(counts[sign] for sign in QUOTES)
    others = sum(count for sign, count in counts.items() if not sign.isascii() and sign not in LETTERS + QUOTES)
    return score - 2 * others - 3 * len(re.findall(r"[a-zà-ÿ][À-ÖØ-ÞŠŽŒ]|[à-öø-ÿœšž][A-Z]", text)) - _stray_quotes(text)


def _stray_quotes(text: str) -> int:
    """Signs inside of words, where no text has them."""
    return 3 * len(re.findall(r"(?<=[^\W\d_])[“”«»•€°§©®²³ºª¿¡…](?=[^\W\d_])", text))
