"""PDFs of every condition, written here byte by byte: with text, scanned, locked, damaged, made to do harm."""

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

HEADING = "SAMPLE, made for the demo of the Sector Portal from its own documentation (docs/search.md)"


def pdf(*pages: str, locked: bool = False) -> bytes:
    """A page of text for each string, its lines as they are; "" is a page without any. Latin letters only."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        drawn = _drawn(text.splitlines())
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    lock = ""
    if locked:  # by a password that no test knows
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>")
        lock = f"/Encrypt {len(objects)} 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return _written(objects, lock)


def scanned(number: int = 1) -> bytes:
    """Pages that are pictures, or nothing at all: to a reader of texts the same."""
    return pdf(*[""] * number)


def _drawn(lines: Sequence[str]) -> str:
    """About seventy lines to a page."""
    if not lines:
        return "0.8 g 60 60 400 700 re f"
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    return "BT /F1 10 Tf 60 790 Td 11 TL " + " T* ".join(f"({line}) Tj" for line in escaped) + " ET"


def _written(objects: Iterable[str], lock: str) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {lock} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def make_samples() -> None:
    """The demo's samples anew (`python -m tests.pdfs`): how search works, as text and as pages without any."""
    root = Path(__file__).resolve().parent.parent
    text = (root / "docs" / "search.md").read_text().replace("`", "").translate({0x2010: "-", 0x2011: "-"})
    text = text.encode("cp1252", "replace").decode("cp1252")
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, 95) or [""]]
    pages = ["\n".join([HEADING, "", *lines[start : start + 55]]) for start in range(0, len(lines), 55)]
    (root / "demo/full_texts/how-search-works.pdf").write_bytes(pdf(*pages))
    (root / "demo/full_texts/scanned.pdf").write_bytes(scanned(2))


if __name__ == "__main__":
    make_samples()
