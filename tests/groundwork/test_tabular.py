import csv
import gzip
import io

import pytest

from groundwork.tabular import (
    UnreadableFileError,
    csv_lines,
    csv_response,
    read_csv,
    read_json,
    read_json_lines,
    safe_cell,
)


def test_read_csv_takes_rows_by_column_with_or_without_a_byte_order_mark(tmp_path):
    plain, marked = tmp_path / "plain.csv", tmp_path / "marked.csv"
    text = 'slug,name\nmining,"Mining, coal"\n'
    plain.write_text(text, encoding="utf-8")
    marked.write_text(text, encoding="utf-8-sig")

    assert read_csv(plain) == read_csv(marked) == [{"slug": "mining", "name": "Mining, coal"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug\nmining\n", "x.csv has no column name."),
        ("slug,name\nmining\n", "x.csv, record 2: as many cells as the heading has are wanted."),
        ("slug,name\nmining,Mining,more\n", "x.csv, record 2: as many cells as the heading has are wanted."),
        ('slug,name\nmining,"Mining\n', "x.csv cannot be read as CSV: unexpected end of data."),
    ],
)
def test_read_csv_says_what_is_wrong(tmp_path, text, said):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableFileError) as error:
        read_csv(path, ["slug", "name"])

    assert str(error.value) == said


def test_read_csv_refuses_other_encodings(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("name\nQuébec\n".encode("latin-1"))

    with pytest.raises(UnreadableFileError, match=r"^x\.csv cannot be read as CSV: "):
        read_csv(path)


def test_read_json_names_the_file(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('[{"slug": ')

    with pytest.raises(UnreadableFileError, match=r"^x\.json cannot be read as JSON: "):
        read_json(path)


def test_read_json_lines_names_the_first_bad_line(tmp_path):
    path = tmp_path / "x.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write('{"id": 1}\n{"id": 2}\n{"id"\n')

    with pytest.raises(UnreadableFileError, match=r"^x\.jsonl\.gz, line 3: cannot be read as JSON: "):
        read_json_lines(path)


def test_read_json_lines_refuses_what_is_not_gzipped(tmp_path):
    path = tmp_path / "x.jsonl.gz"
    path.write_text('{"id": 1}\n')

    with pytest.raises(UnreadableFileError, match=r"^x\.jsonl\.gz, line 1: "):
        read_json_lines(path)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_a_csv_becomes_a_formula(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "a=b", 5, -5, None])
def test_other_cells_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_csv_response_is_read_back_as_it_was():
    response = csv_response("numbers", ["name", "n"], [["Été, «œuvre»", 1], ['"quoted"\nline', 2]])
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert rows == [["name", "n"], ["Été, «œuvre»", "1"], ['"quoted"\nline', "2"]]
    assert response.content.startswith(b"\xef\xbb\xbf")


def test_lines_of_a_csv_are_written_one_by_one():
    rows = iter([["=1", 2], ["b", 3]])
    lines = csv_lines(["name", "n"], rows)
    assert [next(lines), next(lines)] == ["\ufeffname,n\r\n", "'=1,2\r\n"]
    assert next(rows) == ["b", 3]
