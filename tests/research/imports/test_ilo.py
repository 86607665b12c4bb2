import pytest

from groundwork.partial_dates import PartialDate
from research.imports.ilo import COLUMNS, read_ilo
from research.models import Publication

TAGS = {"MARITIME": "shipping-ports-fisheries", "HEALTH": "health-services"}


def row(**given):
    plain = {
        "id": "ilo:1",
        "title": "Getting on board",
        "date": "2013-03-20",
        "type": "issues paper",
        "sector_tag": "MARITIME",
        "language": "en",
        "publisher": "International Labour Office",
        "retrieved_from": "http://ilo.org/sector",
    } | given
    return ",".join(f'"{plain.get(column, "")}"' for column in COLUMNS)


def read(folder, *rows):
    path = folder / "ilo.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return read_ilo(path, TAGS)


def test_read_ilo_gives_in_house_records_with_the_stated_sector(tmp_path):
    record = read(tmp_path, row(series_or_symbol="GDFWF/2013")).records[0]

    assert [record.key, record.kind, record.kind_as_given] == ["ilo:1", Publication.Kind.ISSUES_PAPER, "issues paper"]
    assert [record.date, record.in_house, record.access] == [PartialDate(2013, 3, 20), True, Publication.Access.FREE]
    assert [record.symbol, record.sectors, record.all_sectors] == ["GDFWF/2013", ("shipping-ports-fisheries",), False]


def test_read_ilo_takes_cross_for_all_sectors(tmp_path):
    record = read(tmp_path, row(sector_tag="CROSS")).records[0]

    assert [record.sectors, record.all_sectors] == [(), True]


def test_read_ilo_takes_publications_of_others_for_what_they_are(tmp_path):
    record = read(tmp_path, row(publisher="")).records[0]

    assert [record.in_house, record.access] == [False, Publication.Access.UNKNOWN]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("GB.328/POL/8", {"symbol": "GB.328/POL/8"}),
        ("ILO Working paper 72", {"series": "ILO Working paper 72"}),
        ("ISBN 92-2-117942-7", {"isbn": "92-2-117942-7"}),
        ("International Labour Review", {"container": "International Labour Review"}),
        ("WCMS_468059", {}),
        ("ILO-OSH 2001", {"series": "ILO-OSH 2001"}),
    ],
)
def test_read_ilo_puts_series_and_symbols_in_their_places(tmp_path, text, place):
    record = read(tmp_path, row(series_or_symbol=text)).records[0]

    found = {name: getattr(record, name) for name in ("symbol", "series", "isbn", "container")}
    assert {name: value for name, value in found.items() if value} == place


def test_read_ilo_refuses_a_row_without_a_title(tmp_path):
    reading = read(tmp_path, row(), row(title=" "))

    assert len(reading.records) == 1
    assert [(refusal.row, refusal.reason) for refusal in reading.refused] == [(2, "no title")]
