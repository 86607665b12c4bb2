import csv

import pytest
from django.urls import reverse

from indicators.models import Observation
from tests.factories.indicators import IndicatorFactory, SeriesFactory, observed


def address(code="HOW", ending="csv"):
    return reverse("statistics-data", args=[code, ending])


def test_all_of_an_indicator_is_a_file_with_source_and_licence_in_each_row(hours, client):
    response = client.get(address())
    rows = list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))
    assert len(rows) == Observation.objects.count()
    assert {(row["source"], row["licence"], row["unit"], row["vintage"]) for row in rows} == {
        ("Bureau of Numbers", "CC BY 4.0", "hours per week", str(hours.series.vintage_id))
    }
    assert response["Content-Disposition"] == f'attachment; filename="HOW-{hours.series.vintage_id}.csv"'


def test_number_of_queries_does_not_grow_with_the_rows(hours, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        list(client.get(address()).streaming_content)


@pytest.mark.parametrize("wanted", [("NOPE", "csv"), ("EMPTY", "csv"), ("HOW", "xlsx")])
def test_what_is_not_there_is_not_found(hours, client, wanted):
    IndicatorFactory(code="EMPTY")
    assert client.get(address(*wanted)).status_code == 404


def test_older_version_of_the_data_is_shown_and_downloaded_beside_the_new(hours, client, tmp_path):
    """What pages show is the newest; the older stays to be asked for, on the page, by programs and as a file."""
    old = hours.series.vintage
    newer = SeriesFactory(vintage__indicator=hours.indicator, unit="hours per week", vintage__version="Dec 2025")
    newer.vintage.report = {**dict.fromkeys(("added", "changed", "gone", "unchanged"), 0)}
    newer.vintage.report |= {"changed": 1, "largest": [["mex", "ISIC4 F", 0, 2023, 45.5, 46.5]]}
    newer.vintage.save()
    observed(newer, hours.mexico, hours.total, {2023: 46.5})

    view = {"indicator": "HOW", "country": "mex"}
    page = client.get(reverse("statistics"), view).content.decode()
    assert "46.5" in page
    assert "Mexico, ISIC4 F, Women and men, 2023: 45.5 → 46.5" in page
    asked = client.get(reverse("statistics"), view | {"vintage": old.pk}).content.decode()
    assert "An older version of the data" in asked
    assert "43.2" in asked
    assert f"vintage={old.pk}" in asked

    stored = client.get(reverse("statistics-csv"), view | {"vintage": old.pk}).content.decode()
    assert "43.2" in stored
    assert "46.5" not in stored
    given = client.get(reverse("api-observations-list"), view | {"vintage": old.pk}).json()
    assert len(given["results"]) == Observation.objects.filter(series=hours.series).count()
    file = client.get(reverse("statistics-vintage", args=["HOW", old.pk, "csv"]))
    assert f"HOW-{old.pk}.csv" in file["Content-Disposition"]
    foreign = SeriesFactory(vintage__indicator__code="OTHER").vintage
    assert client.get(reverse("statistics-csv"), view | {"vintage": foreign.pk}).status_code == 400
    assert client.get(reverse("statistics-vintage", args=["HOW", foreign.pk, "csv"])).status_code == 404
