"""Identifiers: DOI, Handle, arXiv."""

import re
from decimal import Decimal

from research.imports.records import Cleaned
from research.models.identifiers import doi_of

DOI_IN_ADDRESS = re.compile(r"/doi/(?:full/|abs/|epdf/)?(10\.\d{4,9}/[^?#\s]+)")
HANDLE_IN_ADDRESS = re.compile(r"https?://hdl\.handle\.net/(\S+)")
ARXIV_DECIMAL = re.compile(r"\d{3,4}\.\d+")
FIVE_DIGITS_SINCE = 1501  # arXiv numbers have five digits after the point since January 2015, four before


def clean_doi(text: str, url: str = "") -> Cleaned[str]:
    """A DOI in lower case (DOIs know no case), read from the address where the source has none; empty if malformed."""
    repairs: tuple[str, ...] = ()
    if not text.strip() and (found := DOI_IN_ADDRESS.search(url)):
        text, repairs = found[1], ("DOI: read from the address",)
    doi = doi_of(text)
    return Cleaned(doi, repairs if doi or not text.strip() else ("DOI: malformed, left out",))


def handle_of(url: str) -> str:
    """The Handle in an address of hdl.handle.net, else empty."""
    found = HANDLE_IN_ADDRESS.fullmatch(url)
    return found[1] if found else ""


def clean_arxiv_id(text: str) -> Cleaned[str]:
    """An arXiv number that went through a spreadsheet as a decimal number: 803.39 is 0803.3900, and
    1609.0906699999998 is 1609.09067 (arXiv identifier scheme, https://info.arxiv.org/help/arxiv_identifier.html).
    """
    if not ARXIV_DECIMAL.fullmatch(text):
        return Cleaned(text)
    digits = 5 if int(text.split(".", maxsplit=1)[0]) >= FIVE_DIGITS_SINCE else 4
    month, number = f"{Decimal(text):.{digits}f}".split(".")
    restored = f"{month:0>4}.{number}"
    return Cleaned(restored, ("arXiv number: digits restored",) if restored != text else ())
