import io
import random
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwork.uploads import DOCUMENTS, IMAGES, UploadError
from groundwork.uploads.kinds import kind_of
from tests.groundwork.uploads.documents import (
    GIF,
    JPEG,
    PDF,
    PNG,
    WEBP,
    archive,
    office,
    with_entries_that_overlap,
    with_sizes_that_lie,
    with_zip64,
)

ALL = (*DOCUMENTS, *IMAGES)


def found(content: bytes, name: str = "file") -> str:
    return kind_of(io.BytesIO(content), name, ALL).name


def refusal(content: bytes, kinds=ALL, name: str = "file") -> str:
    with pytest.raises(UploadError) as caught:
        kind_of(io.BytesIO(content), name, kinds)
    assert caught.value.message.endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "PDF"),
        (PNG, "PNG"),
        (JPEG, "JPEG"),
        (GIF, "GIF"),
        (WEBP, "WebP"),
        (office("word/document.xml"), "Word"),
        (office("xl/workbook.xml"), "Excel"),
        (office("ppt/presentation.xml", compression=zipfile.ZIP_STORED), "PowerPoint"),
        (b"plain text\r\n\x0c", "TXT"),
        ("\ufeffétude, œuvre, 労働".encode(), "TXT"),
        (b"a < b <script>", "TXT"),
    ],
)
@pytest.mark.parametrize("name", ["", "paper.pdf", "page.html", "image.svg", "program.exe"])
def test_content_alone_decides(content, kind, name):
    assert found(content, name) == kind


def test_name_tells_csv_from_other_text_and_no_more():
    assert found(b"a;b\n1;2\n", "figures.CSV") == "CSV"
    assert found(PDF, "figures.csv") == "PDF"
    assert refusal(b"<svg/>", name="figures.csv") == "kind"


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf \n\t<html>",
        b"\n" * 200_000 + b"<html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # Word before 2007, or with a password
        b"\x1f\x8b\x08",
        b"Rar!\x1a\x07",
        b"7z\xbc\xaf\x27\x1c",
        b"text\x00text",
        b"text\x1b[2J",
        "été".encode("latin-1"),
        "text".encode("utf-16"),
        "é".encode()[:1],
        b"\n%PDF-1.7\n\xe2\xe3",
        b"GIF90a\x01\x00",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_other_kinds_are_refused(content):
    assert refusal(content) == "kind"


def test_refusal_names_what_is_taken():
    with pytest.raises(UploadError, match=r"PNG \(\.png\), JPEG \(\.jpg\)"):
        kind_of(io.BytesIO(PDF), "paper.pdf", IMAGES)


def test_empty_file_is_refused():
    assert refusal(b"") == "empty"


@pytest.mark.parametrize(
    "content",
    [
        archive({"a.txt": "no document"}),
        archive({"[Content_Types].xml": "<Types/>", "a/b.xml": "<b/>"}),
        archive({"word/document.xml": "<no-types/>"}),
        office("word/document.xml", {"xl/workbook.xml": "<two/>"}),
        archive({"META-INF/MANIFEST.MF": "", "A.class": b"\xca\xfe\xba\xbe"}),
    ],
)
def test_other_archives_are_refused(content):
    assert refusal(content) == "kind"


@pytest.mark.parametrize(
    "types", ['ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"', 'vnd.ms-office.vbaProject"']
)
def test_documents_with_macros_are_refused(types):
    assert refusal(office(more={"[Content_Types].xml": types})) == "unsafe"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "word/../../x", "..", "/etc/passwd", "..\\x", "word\\x", "C:x", "word/./x", "a\x00b", "a\nb"],
)
def test_names_that_lead_out_are_refused(name):
    placeholder = "n" * len(name)  # zipfile itself would clean the name
    made = office(more={placeholder: b"x"}).replace(placeholder.encode(), name.encode())
    assert refusal(made) == "unsafe"


def test_two_entries_of_one_name_are_refused():
    first, second = "word/first.xml", "word/second.xm"
    made = office(more={first: "<what-is-checked/>", second: "<what-is-opened/>"})
    assert refusal(made.replace(second.encode(), first.encode())) == "unsafe"


def test_directory_that_is_stated_twice_is_refused():
    assert refusal(with_zip64(office())) == "damaged"


BOMB = bytes(50_000_000)


@pytest.mark.parametrize(
    "content",
    [
        office(more={"word/media/a": BOMB}),
        office(more={f"word/{n}": b"" for n in range(2_001)}),
        with_entries_that_overlap(office(more={"word/a": random.Random(1).randbytes(60_000)}), 100),  # noqa: S311
        office(compression=zipfile.ZIP_LZMA),
        office(compression=zipfile.ZIP_BZIP2),
    ],
    ids=["ratio", "entries", "overlap", "lzma", "bzip2"],
)
def test_bombs_are_refused(content):
    assert refusal(content) == "unsafe"


def test_document_that_unpacks_to_too_much_is_refused_whatever_its_ratio(monkeypatch):
    monkeypatch.setattr("groundwork.uploads.office.MOST_UNPACKED", 1_000_000)
    kept_small = random.Random(1).randbytes(1_000_001)  # noqa: S311
    assert refusal(office(more={"word/media/a": kept_small})) == "unsafe"


def test_sizes_that_lie_are_found_out():
    assert refusal(with_sizes_that_lie(office(more={"word/media/a": BOMB}), 10)) == "damaged"


def test_directory_of_a_million_entries_is_not_even_read():
    entry = office()[office().find(b"PK\x01\x02") :][:65]
    end = office()[-22:-10] + (len(entry) * 300_000).to_bytes(4, "little") + office()[-6:]
    content = b"PK\x03\x04" + entry * 300_000 + end
    file = io.BytesIO(content)
    tracemalloc.start()
    try:
        with pytest.raises(UploadError) as caught:
            kind_of(file, "paper.docx", ALL)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert caught.value.code == "unsafe"


@pytest.mark.parametrize(
    "content",
    [
        office()[:-1],
        office()[:200],
        office(comment=b"a comment"),
        b"PK\x03\x04",
        office() + b"<script>",
        office(compression=zipfile.ZIP_STORED).replace(b"<document/>", b"<documenT/>"),
    ],
)
def test_damaged_documents_are_refused(content):
    assert refusal(content) in {"damaged", "kind"}


def test_encrypted_entries_are_refused():
    made = bytearray(office())
    made[made.find(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(made)) == "unsafe"


@given(st.data())
def test_no_damage_is_more_than_a_refusal(data):
    made = bytearray(office(more={"word/media/a": b"picture" * 50}))
    for _ in range(data.draw(st.integers(1, 8))):
        made[data.draw(st.integers(4, len(made) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UploadError):
        assert found(bytes(made)) == "Word"


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_a_refusal(content):
    with suppress(UploadError):
        assert found(content) in {kind.name for kind in ALL}
