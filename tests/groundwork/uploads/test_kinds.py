import io
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
    office,
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
def test_content_decides_whatever_a_name_without_a_known_ending_says(content, kind):
    for name in ("", "GB.328", "draft v1.2", "../paper"):
        assert found(content, name) == kind


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "paper.docx"),
        (PDF, "figures.csv"),
        (office("word/document.xml"), "paper.PDF"),
        (b"plain text", "page.html"),
        (b"MZ", "program.exe"),
        (PNG, "photo.jpg"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(content, name):
    assert refusal(content, name=name) == "name"


def test_name_tells_csv_from_other_text_and_no_more():
    assert found(b"a;b\n1;2\n", "figures.CSV") == "CSV"
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


@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_a_refusal(content):
    with suppress(UploadError):
        assert found(content) in {kind.name for kind in ALL}
