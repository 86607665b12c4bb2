import io
import random
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwork.uploads import DOCUMENTS, UploadError
from groundwork.uploads.kinds import kind_of
from tests.groundwork.uploads.documents import (
    archive,
    office,
    with_entries_that_overlap,
    with_sizes_that_lie,
    with_zip64,
)


def found(content: bytes) -> str:
    return kind_of(io.BytesIO(content), "paper.docx", DOCUMENTS).name


def refusal(content: bytes) -> str:
    with pytest.raises(UploadError) as caught:
        found(content)
    assert caught.value.message.endswith(".")
    return caught.value.code


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
            kind_of(file, "paper.docx", DOCUMENTS)
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
