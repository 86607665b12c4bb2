import gzip

import pytest

from groundwork.tabular import UnreadableFileError
from indicators.imports import tidy
from indicators.imports.sdmx_ml import read_sdmx_ml
from indicators.imports.tidy import read_tidy
from tests.indicators import sdmx_files
from tests.indicators.numbers import row, write


def test_rows_are_read_with_their_numbers_plain_and_gzipped(tmp_path):
    path = write(tmp_path / "numbers.csv", row(), row(year="2021"))
    packed = tmp_path / "numbers.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    assert [(one.number, one.year) for one in read_tidy(path)] == [(2, "2020"), (3, "2021")]
    assert list(read_tidy(packed)) == list(read_tidy(path))


def test_file_without_a_column_is_refused(tmp_path):
    (tmp_path / "numbers.csv").write_text("indicator,year\nEMP,2020\n")
    with pytest.raises(UnreadableFileError, match="has no column activity_code"):
        list(read_tidy(tmp_path / "numbers.csv"))


def test_row_that_is_too_short_is_named(tmp_path):
    path = write(tmp_path / "numbers.csv", row(), ["EMP", "MEX"])
    with pytest.raises(UnreadableFileError, match="row 3: as many cells"):
        list(read_tidy(path))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x1f\x8b not gzip", b'indicator\n"open'])
def test_what_is_no_text_is_refused(tmp_path, content):
    (tmp_path / "numbers.csv").write_bytes(content)
    with pytest.raises(UnreadableFileError):
        list(read_tidy(tmp_path / "numbers.csv"))


@pytest.mark.parametrize("read", [read_tidy, read_sdmx_ml])
def test_what_unpacks_to_more_than_it_may_is_cut_off(tmp_path, monkeypatch, read):
    path = write(tmp_path / "numbers.csv", *[row()] * 1_000)
    content = path.read_bytes() if read is read_tidy else sdmx_files.GENERIC_DATA.encode()
    (tmp_path / "bomb").write_bytes(gzip.compress(content))
    monkeypatch.setattr(tidy, "MOST_BYTES", len(content) - 1)
    with pytest.raises(UnreadableFileError, match="bytes when it is unpacked"):
        list(read(tmp_path / "bomb"))
    monkeypatch.setattr(tidy, "MOST_BYTES", len(content))
    assert list(read(tmp_path / "bomb"))
