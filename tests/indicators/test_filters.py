import pytest
from django.test import Client

from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import SeriesFactory
from tests.factories.sectors import SectorFactory


def answer(client: Client, query: str, path: str = "/statistics/"):
    return client.get(f"{path}?{query}")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=abc", "is not a year"),
        ("to=20200", "is not a year"),
        ("from=2020&to=2010", "The years run backwards"),
        ("indicator=HOW&indicator=EMP", "Choose one indicator"),
        ("country=%00", "has a character that no text contains"),
    ],
)
def test_malformed_question_is_refused_with_a_sentence(hours, client, query, sentence):
    SeriesFactory(vintage__indicator__code="EMP")
    for path in ("/statistics/", "/statistics/export.csv", "/statistics/chart.svg", "/statistics/chart.png"):
        response = answer(client, query, path)
        assert response.status_code == 400, path
        assert sentence in response.content.decode(), path


def test_more_than_a_chart_can_show_is_refused_politely(hours, client):
    for n in range(300):
        AreaFactory(code=f"x{n}")
    for n in range(4):
        SectorFactory(slug=f"s{n}")
    many = "&".join(f"country=x{n}" for n in range(11))
    thousand = "&".join(f"country=x{n}" for n in range(1000))

    assert "Choose at most ten countries" in answer(client, many).content.decode()
    assert "too many values" in answer(client, thousand).content.decode()
    assert "Choose at most three sectors" in answer(client, "sector=s0&sector=s1&sector=s2&sector=s3").content.decode()
    assert answer(client, thousand).status_code == answer(client, many).status_code == 400


def test_unknown_value_is_said_on_the_page_and_refused_by_files(hours, client):
    page = answer(client, "country=atlantis&indicator=HOW")
    assert page.status_code == 200
    assert "there is no “atlantis”" in page.content.decode()
    assert answer(client, "country=atlantis", "/statistics/export.csv").status_code == 400
    assert answer(client, "sex=X", "/statistics/chart.svg").status_code == 400
