import pytest

from research.imports.economics import COLUMNS, read_economics
from research.models import Publication

Access = Publication.Access


def read(folder, **given):
    plain = {
        "id": "x:1",
        "title": "Ranking teams",
        "authors": "Adam Hamdan",
        "journal": "Games and Economic Behavior",
        "publisher": "Elsevier BV",
        "date": "2026-06-13",
        "source_type": "journal",
        "url": "https://doi.org/10.1016/j.geb",
    } | given
    path = folder / "econ.csv"
    path.write_text("\n".join([",".join(COLUMNS), ",".join(f'"{plain.get(name, "")}"' for name in COLUMNS), ""]))
    return read_economics(path)


def test_read_economics_gives_articles_of_a_journal(tmp_path):
    record = read(tmp_path, doi="10.1016/J.GEB").records[0]

    assert [record.kind, record.container, record.series] == ["journal-article", "Games and Economic Behavior", ""]
    assert [record.doi, record.access, record.language] == ["10.1016/j.geb", Access.MAY_COST, "en"]


def test_read_economics_gives_working_papers_of_a_series(tmp_path):
    series = "World Bank Policy Research Working Papers"
    url = "https://openknowledge.worldbank.org/entities/publication/4c1f"
    record = read(tmp_path, source_type="policy_paper", journal=series, publisher=series, url=url).records[0]

    assert [record.kind, record.container, record.series, record.publisher] == ["working-paper", "", series, ""]
    assert record.access == Access.FREE


def test_read_economics_takes_no_list_of_papers_for_a_series(tmp_path):
    nep = "RePEc NEP Development"
    record = read(
        tmp_path, source_type="aggregator", journal=nep, publisher=nep, url="https://nep.repec.org/1"
    ).records[0]

    assert [record.container, record.series, record.publisher] == ["", "", ""]
    assert record.retrieved_from == "RePEc NEP Development, https://nep.repec.org/1"


@pytest.mark.parametrize("title", ["Editorial Board", "Corrigendum to “Ranking teams”"])
def test_read_economics_counts_no_repairs_of_what_it_refuses(tmp_path, title):
    reading = read(tmp_path, title=f"{title}  ", date="September ")

    assert [len(reading.records), len(reading.refused), dict(reading.repaired)] == [0, 1, {}]
