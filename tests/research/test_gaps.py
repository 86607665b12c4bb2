import csv
import io

import pytest

from research.gaps import count_pairs
from research.models import SearchRow
from tests.factories.research import PublicationFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining")


@pytest.fixture
def safety():
    return ThemeFactory(slug="safety", name="Safety")


def record(sector, theme, *, sure=True, **fields):
    said = "editor" if sure else "suggested"
    tags = {"sectors": [sector], "sectors__provenance": said, "themes": [theme], "themes__provenance": said}
    return PublicationFactory(indexed=True, **tags, **fields)


def cells(client, query="") -> dict[tuple[str, str], dict]:
    found = client.get(f"/research/gaps/{query}").context["map"]
    return {
        (sector.slug, cell["theme"].slug): cell for _group, rows in found.groups for sector, row in rows for cell in row
    }


def test_cell_counts_records_of_the_sector_and_its_branches_on_the_theme(client, mining, safety):
    record(mining, safety)
    record(BranchFactory(parent=mining), safety)
    record(mining, ThemeFactory())
    record(SectorFactory(), safety)
    assert cells(client)["mining", "safety"]["count"] == 2


def test_every_cell_leads_to_exactly_its_records(client, mining, safety):
    record(mining, safety, date="2001")
    record(mining, safety, sure=False, date="2020")
    record(mining, ThemeFactory(slug="skills"), date="2020")
    for query in ("", "?year_from=2010", "?tags=confirmed", "?tags=suggested"):
        for place, cell in cells(client, query).items():
            listed = client.get(cell["url"]).context["page"].paginator.count
            assert listed == cell["count"], (query, place)


def test_suggested_tags_are_told_apart(client, mining, safety):
    record(mining, safety)
    record(mining, safety, sure=False)
    cell = cells(client)["mining", "safety"]
    assert (cell["count"], cell["suggested"]) == (2, 1)
    assert cells(client, "?tags=confirmed")["mining", "safety"]["count"] == 1


def test_empty_cells_are_named_and_counted(client, mining, safety):
    response = client.get("/research/gaps/")
    assert response.context["map"].empty == 1
    assert "1 of 1 cells are empty" in response.text
    assert ">none<" in response.text


def test_drafts_count_nowhere(client, mining, safety):
    record(mining, safety, draft=True)
    assert cells(client)["mining", "safety"]["count"] == 0
    assert count_pairs(SearchRow.objects.all(), "") == {}


def test_one_theme_narrows_the_map_to_its_column(client, mining, safety):
    ThemeFactory(slug="skills")
    assert set(cells(client, "?theme=safety")) == {("mining", "safety")}


def test_each_decade_is_a_map_of_its_own(client, mining, safety):
    record(mining, safety, date="2001")
    record(mining, safety, date="2012")
    record(mining, safety, date="2019")
    links = {one["label"]: (one["count"], one["url"]) for one in client.get("/research/gaps/").context["decades"]}
    assert {label: number for label, (number, _url) in links.items()} == {"2010–2019": 2, "2000–2009": 1}
    assert cells(client, links["2010–2019"][1])["mining", "safety"]["count"] == 2


def test_csv_says_the_same(client, mining, safety):
    record(mining, safety, sure=False)
    response = client.get("/research/gaps.csv?theme=safety")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [{"sector": "mining", "theme": "safety", "records": "1", "of_these_suggested": "1"}]
    assert response["Content-Disposition"] == 'attachment; filename="research-gaps.csv"'


@pytest.mark.parametrize("address", ["/research/gaps/", "/research/gaps.csv"])
def test_bad_input_is_refused_and_unknown_values_are_said(client, address):
    assert client.get(f"{address}?year_from=abc").status_code == 400
    assert client.get(f"{address}?theme=%00").status_code == 400
    assert client.get(f"{address}?theme=nope").status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_constant(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        record(SectorFactory(), ThemeFactory())
    with django_assert_max_num_queries(12):
        client.get("/research/gaps/")
