import pytest

from groundwork.tables.reading import read_table
from groundwork.tabular import UnreadableFileError

KNOWN = ["id", "name", "text"]


def read(tmp_path, content: bytes) -> list[tuple[int, dict[str, str]]]:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    return list(read_table(path, KNOWN))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encoding_and_mark_are_found_out(tmp_path, encoding, mark):
    text = f"id{mark}name\r\n1{mark}Sécurité\r\n\r\n2{mark}'=SUM(A1)\r\n"
    assert read(tmp_path, text.encode(encoding)) == [
        (2, {"id": "1", "name": "Sécurité"}),
        (4, {"id": "2", "name": "=SUM(A1)"}),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,state_of_mind\n1,a\n", "cannot be imported: state_of_mind. There are: id, name, text"),
        (b"name\na\n", "needs the column"),
        (b"id,name,name\n1,a,b\n", "each column once"),
        (b"id,name\n1\n", "row 2: as many cells"),
        (b'id,name\n1,"a\n', "cannot be read"),
        (b"id,name\n1,\x00\n", "no text"),
        (b"\xff\xfe\x00", "no text"),
        ("id,name\n1,Sécurité\n".encode("mac_roman"), "no text that can be read. Save it as"),
        ("id,name\n1,área\n".encode("mac_roman"), "no text that can be read"),
        ("id,name\n1,Sécurité".encode("utf-16-le"), "no text that can be read"),
        (b"id,name\n1,a\n2, =HYPERLINK(1)\n", "row 3: “=HYPERLINK"),
        (b"id,name\n1,@SUM(1)\n", "row 2: “@SUM"),
        (b"id,name\n" + b"1,a\n" * 2_001, "At most 2000 rows"),
        (b"", "needs the column"),
    ],
    ids=[
        "column",
        "no id",
        "twice",
        "short",
        "quote",
        "zero",
        "half a character",
        "mac",
        "mac too",
        "no mark",
        "formula",
        "at",
        "too many",
        "empty",
    ],
)
def test_what_cannot_be_imported_is_said(tmp_path, content, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        read(tmp_path, content)
