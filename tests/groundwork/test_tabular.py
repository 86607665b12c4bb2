import gzip

import pytest

from groundwork.tabular import UnreadableFileError, read_csv, read_json, read_json_lines


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
