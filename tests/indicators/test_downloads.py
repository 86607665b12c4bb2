import csv

import pytest
from django.urls import reverse

from indicators.models import Observation
from tests.factories.indicators import IndicatorFactory


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
