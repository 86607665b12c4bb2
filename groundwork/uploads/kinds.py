"""What kind of file it is, decided by its content.

The name that the sender gave it decides nothing but text or CSV; a name that promises another kind is refused.
"""

import codecs
import mimetypes
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from groundwork.uploads import office
from groundwork.uploads.errors import UploadError


@dataclass(frozen=True)
class Kind:
    name: str  # as people call it
    content_type: str
    extensions: tuple[str, ...]  # the first is given where the name has none of them


OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("PDF", "application/pdf", (".pdf",))
DOCX = Kind("Word", f"{OFFICE}wordprocessingml.document", (".docx",))
XLSX = Kind("Excel", f"{OFFICE}spreadsheetml.sheet", (".xlsx",))
PPTX = Kind("PowerPoint", f"{OFFICE}presentationml.presentation", (".pptx",))
TEXT = Kind("TXT", "text/plain; charset=utf-8", (".txt",))
CSV = Kind("CSV", "text/csv; charset=utf-8", (".csv",))
PNG = Kind("PNG", "image/png", (".png",))
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"))
GIF = Kind("GIF", "image/gif", (".gif",))
WEBP = Kind("WebP", "image/webp", (".webp",))
# Taken as it is, since an importer alone reads it, and judges it; it is never given out again
DATA = Kind("data", "application/octet-stream", (".dat", ".csv", ".bib", ".ris", ".json", ".xml", ".txt", ".gz"))
DOCUMENTS = (PDF, DOCX, XLSX, PPTX, TEXT, CSV)
IMAGES = (PNG, JPEG, GIF, WEBP)

SIGNATURES = [
    (re.compile(rb"%PDF-\d"), PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"GIF8[79]a"), GIF),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), WEBP),
]
# Endings of names that promise a kind; another one, as in "GB.328" or "v1.2", promises nothing
PROMISES = {ending for kind in (*DOCUMENTS, *IMAGES) for ending in kind.extensions} | set(mimetypes.types_map)
ZIP = b"PK\x03\x04"
BY_FOLDER = {"word": DOCX, "xl": XLSX, "ppt": PPTX}
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")  # tabs, ends of lines and of pages may stand in text
PIECE = 64 * 1024  # bytes read at once


def kind_of(file: BinaryIO, name: str, kinds: Collection[Kind]) -> Kind:
    """Which of the kinds an open file is.

    Raises UploadError if it is none, or made to do harm, or not what its name says.
    """
    kind, said = _kind_by_content(file, kinds), PurePath(name).suffix.lower()
    if kind is TEXT and said in CSV.extensions:
        kind = CSV
    if kind not in kinds:
        taken = ", ".join(f"{kind.name} ({kind.extensions[0]})" for kind in kinds)
        raise UploadError(_("This kind of file is not taken. Send one of these: %(kinds)s.") % {"kinds": taken}, "kind")
    if kind is not DATA and said in PROMISES and said not in kind.extensions:
        refusal = _(
            "The name says %(said)s, but the file is %(found)s. Send the right file, or give it the name that fits."
        )
        raise UploadError(refusal % {"said": said, "found": kind.name}, "name")
    return kind


def _kind_by_content(file: BinaryIO, kinds: Collection[Kind]) -> Kind | None:
    file.seek(0)
    head = file.read(16)
    if not head:
        raise UploadError(_("The file is empty."), "empty")
    if DATA in kinds:
        return DATA
    if head.startswith(ZIP):
        return BY_FOLDER[office.main_folder(file)]
    found = (kind for signature, kind in SIGNATURES if signature.match(head))
    return next(found, None) or (TEXT if _is_text(file) else None)


def _is_text(file: BinaryIO) -> bool:
    """Plain text in UTF-8. HTML, SVG and other XML is text too, but made to be run: not here."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    begun = False
    file.seek(0)
    while piece := file.read(PIECE):
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError:
            return False
        if NO_TEXT.search(text) or (not begun and text.lstrip().startswith("<")):
            return False
        begun = begun or bool(text.strip())
    return not decoder.getstate()[0]  # nothing is left of a character cut off
