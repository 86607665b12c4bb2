"""The text of PDFs of every condition; whatever is sent, an answer comes within the limits."""

import time
import zlib

import pytest

from groundwork.full_text import Finding, ReadingLimits, read_pdf
from tests.pdfs import pdf, scanned


@pytest.fixture
def read(tmp_path):
    def read(content: bytes, **limits):
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        return read_pdf(path, ReadingLimits(**limits))

    return read


def test_pages_come_in_order_with_their_accents_and_lines(read):
    found = read(pdf("Sécurité\nau travail", "", "page three"))
    assert (found.finding, found.page_count) == (Finding.READ, 3)
    assert found.pages == ("Sécurité\nau travail", "", "page three")


def test_words_parted_at_the_end_of_a_line_are_whole(read):
    assert read(pdf("the em\xad\nployment of workers")).pages == ("the employment of workers",)


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (scanned(3), Finding.SCANNED),
        (pdf("secret", locked=True), Finding.ENCRYPTED),
        (pdf("text", "more")[:300], Finding.BROKEN),
        (b"%PDF-1.7\nnothing of the kind", Finding.BROKEN),
        (b"", Finding.BROKEN),
    ],
    ids=["scanned", "locked", "half", "junk", "empty"],
)
def test_what_has_no_text_to_search_is_said_to_be_so(read, content, finding):
    found = read(content)
    assert (found.finding, found.pages) == (finding, ())


def test_pages_and_characters_are_capped(read):
    many = pdf(*["ten letter"] * 30)
    by_pages, by_characters = read(many, pages=10), read(many, characters=25)
    assert (by_pages.finding, by_pages.page_count, len(by_pages.pages)) == (Finding.CUT, 30, 10)
    assert (by_characters.finding, sum(map(len, by_characters.pages))) == (Finding.CUT, 25)


def test_a_bomb_ends_with_its_process(read):
    """Hundreds of millions of signs that unpack from half a megabyte."""
    signs = zlib.compressobj(9)
    drawn = signs.compress(b"BT /F1 10 Tf ")
    for _ in range(100):
        drawn += signs.compress(b"(aaaa bbbb) Tj " * 200_000)
    drawn += signs.compress(b"ET") + signs.flush()
    plain = pdf("x").split(b"5 0 obj")[0]
    stream = b"5 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(drawn) + drawn + b"\nendstream\nendobj\n"
    begun = time.monotonic()
    found = read(plain + stream + b"trailer\n<< /Root 1 0 R >>\n", seconds=2, memory=700_000_000)
    assert found.finding in {Finding.TOO_HARD, Finding.BROKEN}
    assert time.monotonic() - begun < 60


def test_a_file_that_is_gone_is_no_finding(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_pdf(tmp_path / "gone.pdf")
