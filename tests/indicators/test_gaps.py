import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.codes import Status
from indicators.gaps import Cell, since
from tests.factories.accounts import UnitFactory
from tests.factories.indicators import DataGapFactory, IndicatorFactory, SeriesFactory
from tests.indicators.hours import another_country

THIS_YEAR = timezone.localdate().year


def cells(client, **query) -> dict[tuple[str, str], tuple]:
    matrix = client.get(reverse("statistics-gaps"), query).context["matrix"]
    return {
        (sector.slug, cell.indicator.code): (cell.count, cell.wider, cell.last_year, cell.level)
        for sector, row in matrix.rows
        for cell in row
    }


def test_cell_counts_countries_and_tells_wider_activities_apart(hours, client):
    another_country(hours, "chl", {2022: 40.0})
    assert cells(client, window="all") == {
        ("construction", "HOW"): (2, 0, 2023, 1),
        ("mining", "HOW"): (0, 1, None, 0),
        ("oil-gas", "HOW"): (0, 1, None, 0),
    }


def test_activity_that_a_source_defines_otherwise_is_no_level_of_the_sector(hours, client):
    """Neither counted nor drawn as the sector, and the page says why."""
    chile = another_country(hours, "chl", {2022: (40.0, Status.DEFINITION)})
    assert cells(client, window="all")["construction", "HOW"] == (1, 1, 2023, 1)
    page = client.get(reverse("statistics"), {"indicator": "HOW", "sector": "construction", "country": chile.code})
    assert not page.context["explorer"].lines
    assert "defined otherwise (ISIC Rev.4 F)" in page.content.decode()


def test_window_leaves_out_what_is_older(hours, client):
    another_country(hours, "old", {THIS_YEAR - 10: 40.0})
    another_country(hours, "mid", {THIS_YEAR - 9: 40.0})
    another_country(hours, "new", {THIS_YEAR: 40.0})

    counted = [cells(client, window=window)["construction", "HOW"][0] for window in ("5", "10", "all")]

    assert counted == [2, 3, 4]
    assert cells(client)["construction", "HOW"][0] == 3
    assert (since("5"), since("all")) == (THIS_YEAR - 4, 0)


@pytest.mark.parametrize(("countries", "level"), [(1, 1), (39, 1), (40, 2), (80, 3)])
def test_darker_cells_have_more_countries(countries, level):
    assert Cell(IndicatorFactory.build(), countries, 0, 2020, None).level == level


def test_registered_gap_shows_who_does_what_until_when(hours, client):
    unit = UnitFactory(name="Statistics Department")
    DataGapFactory(
        indicator=hours.indicator,
        sector=hours.mining,
        owner_unit=unit,
        plan="Ask the bureaus.",
        due=dt.date(2027, 3, 1),
    )

    matrix = client.get(reverse("statistics-gaps")).content.decode()
    html = client.get(reverse("statistics-gap", args=["mining", "HOW"])).content.decode()

    assert "taken up" in matrix
    for words in ("Ask the bureaus.", "Statistics Department", "2027-03-01"):
        assert words in html


def test_cell_leads_to_its_countries(hours, client):
    chile = another_country(hours, "chl", {2022: 40.0})
    response = client.get(reverse("statistics-gap", args=["construction", "HOW"]), {"window": "all"})
    standings = response.context["standings"]

    assert [(one.area, one.last_year) for one in standings["within"]] == [(chile, 2022), (hours.mexico, 2023)]
    assert standings["wider"] == []
    wider = client.get(reverse("statistics-gap", args=["mining", "HOW"]), {"window": "all"}).context["standings"]
    assert [one.area for one in wider["wider"]] == [hours.mexico]
    assert [one.area for one in wider["none"]] == [chile]


def test_file_has_the_same_numbers(hours, client):
    response = client.get(reverse("statistics-gaps-csv"), {"window": "all"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["sector"], row["countries"], row["wider_only_or_too"]) for row in rows] == [
        ("construction", "1", "0"),
        ("mining", "0", "1"),
        ("oil-gas", "0", "1"),
    ]


def test_unknown_is_said_on_the_page_and_refused_by_the_file(hours, client):
    assert "there is no “7”" in client.get(reverse("statistics-gaps"), {"window": "7"}).content.decode()
    assert client.get(reverse("statistics-gaps-csv"), {"window": "7"}).status_code == 400
    assert client.get(reverse("statistics-gap", args=["nope", "HOW"])).status_code == 404
    assert client.get(reverse("statistics-gap", args=["mining", "NOPE"])).status_code == 404


def test_query_count_is_constant(hours, client, django_assert_max_num_queries, django_assert_num_queries):
    with django_assert_max_num_queries(12) as first:
        cells(client)
    for code in ("chl", "per"):
        another_country(hours, code, {THIS_YEAR: 40.0})
        SeriesFactory(vintage__indicator=IndicatorFactory())
        DataGapFactory(sector=hours.oil, owner_unit=UnitFactory())
    with django_assert_num_queries(len(first)):
        cells(client)


def test_older_version_of_the_data_is_counted_when_it_is_asked_for(hours, client):
    older = hours.series.vintage
    newer = SeriesFactory(vintage__indicator=older.indicator, vintage__version="newer", unit=hours.series.unit)
    of_older = {"window": "all", "vintage": older.pk}

    assert cells(client, window="all")["construction", "HOW"][0] == 0
    assert cells(client, window="all", vintage=newer.vintage.pk)["construction", "HOW"][0] == 0
    assert cells(client, **of_older)["construction", "HOW"][0] == 1
    csv_rows = client.get(reverse("statistics-gaps-csv"), of_older).content.decode()
    assert "construction,HOW,1," in csv_rows
    page = client.get(reverse("statistics-gap", args=["construction", "HOW"]), of_older)
    assert len(page.context["standings"]["within"]) == 1
    assert older.version in page.content.decode()
