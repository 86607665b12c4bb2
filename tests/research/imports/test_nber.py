from groundwork.partial_dates import PartialDate
from research.imports.nber import COLUMNS, read_nber
from research.imports.records import Name
from research.models import Publication


def read(folder, *rows):
    path = folder / "nber.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    return read_nber(path)


def test_read_nber_gives_working_papers_dated_by_month(tmp_path):
    url = "https://www.nber.org/papers/w0002"
    record = read(tmp_path, f"nber:w0002,Hospital Utilization,Barry R Chiswick; John Doe,1973,6,HC|HE,{url}").records[0]

    assert [record.key, record.series, record.date] == ["w0002", "NBER Working Paper w0002", PartialDate(1973, 6)]
    assert record.authors == (Name("Chiswick", "Barry R"), Name("Doe", "John"))
    assert [record.kind, record.language, record.access] == ["working-paper", "en", Publication.Access.MAY_COST]


def test_read_nber_takes_sectors_from_two_programmes_only(tmp_path):
    programmes = ["ED|LS", "HC", "AG|PE", "EEE|DEV", ""]
    rows = (f"nber:w{number},Title,A B,1973,6,{codes},https://x.org" for number, codes in enumerate(programmes))

    assert [record.sectors for record in read(tmp_path, *rows).records] == [
        ("education",),
        ("health-services",),
        (),
        (),
        (),
    ]
