import gzip
import json

from groundwork.partial_dates import PartialDate
from research.imports.arxiv import read_arxiv
from research.imports.records import Name


def test_read_arxiv_gives_preprints_with_abstracts(tmp_path):
    row = {
        "id": "arxiv:2503.13743",
        "title": "Detecting\n  Scaffolding",
        "authors": ["Pei-Hsin Lin", "Luc Van Gool"],
        "year": 2025,
        "month": 3,
        "abstract": "Scaffolding is\nessential.",
        "url": "https://arxiv.org/abs/2503.13743",
    }
    path = tmp_path / "x.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")

    reading = read_arxiv(path)

    record = reading.records[0]
    assert [record.source, record.key, record.title] == ["arxiv", "2503.13743", "Detecting Scaffolding"]
    assert [record.date, record.abstract] == [PartialDate(2025, 3), "Scaffolding is essential."]
    assert record.authors == (Name("Lin", "Pei-Hsin"), Name("Van Gool", "Luc"))
    assert dict(reading.repaired) == {"title: spaces put right": 1}
