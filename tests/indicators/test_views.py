import csv
import io
import re

import pytest
from django.urls import reverse
from lxml import etree

from indicators.codes import Sex
from indicators.models import Observation
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, SeriesFactory, observed
from tests.indicators.hours import another_country

VIEW = {"indicator": "HOW", "sector": "construction", "country": "mex"}


def page(client, **query):
    response = client.get(reverse("statistics"), VIEW | query)
    assert response.status_code == 200
    return response


def test_page_tells_finding_figures_source_and_licence(hours, client):
    html = page(client).content.decode()

    assert "<h2>Weekly hours (Construction, Mexico) rose from 41.6 in 2020 to 45.5 hours per week in 2023</h2>" in html
    assert "Mean weekly hours, Mexico, 2017–2023" in html
    for words in ("Bureau of Numbers, 2026", "Dec 2024", "CC BY 4.0", "ISIC Rev.4: F"):
        assert words in html
    assert "a break in 2020" in html
    assert '<abbr title="provisional">P</abbr>' in html


def test_page_tells_what_changed_between_vintages_and_leads_to_all_values(hours, client):
    hours.series.vintage.report = {"added": 1200, "changed": 3, "gone": 0, "unchanged": 9}
    hours.series.vintage.save()
    html = page(client).content.decode()
    assert "1,200 added, 3 changed, 0 gone, 9 unchanged" in html
    assert 'href="/statistics/data/HOW.csv"' in html


def test_missing_year_of_one_line_is_shown_as_missing(hours, client):
    html = page(client, sector=["construction", "mining"]).content.decode()
    assert '<span class="vh">missing</span>' in html
    assert "only the broader activity “Mining and quarrying” (B) is published" in html


def test_nothing_to_show_says_why(hours, client):
    html = page(client, sector="oil-gas").content.decode()
    assert "only activities are published that overlap the sector or are defined otherwise (ISIC Rev.4 B)." in html
    assert '<svg class="plot' not in html


def test_portal_without_statistics_says_so(db, client):
    assert "No statistics have been imported yet." in client.get(reverse("statistics")).content.decode()


def test_every_chosen_place_stays_chosen_when_the_form_is_sent_again(hours, client):
    for code in ("chl", "per"):
        another_country(hours, code, {2021: 40.0})
    html = page(client, country=["mex", "per"]).content.decode()
    boxes = re.findall(r'name="country" value="(\w+)"( checked)?', html)
    assert boxes == [("mex", " checked"), ("per", " checked"), ("chl", "")]


def test_windows_lead_to_the_stretches_between_breaks(hours, client):
    windows = page(client).context["explorer"].windows
    assert [window.label for window in windows] == ["All years, 2017–2023", "2017–2019", "2020–2023"]
    assert [window.current for window in windows] == [True, False, False]
    narrowed = client.get(windows[1].url)
    assert [year for year, _cells in narrowed.context["explorer"].rows] == [2019, 2018, 2017]


def test_first_visit_shows_the_place_with_most_observations(hours, client):
    another_country(hours, "chl", {2023: 40.0})
    assert [area.code for area in client.get(reverse("statistics")).context["explorer"].areas] == ["mex"]


def rows_of(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_figure_is_the_sum_of_stored_values_in_the_file(hours, client):
    persons = SeriesFactory(vintage__indicator__code="EMP", vintage__version="2025 release")
    for code, value in (("D", 1.25), ("E", 2.5)):
        activity = ActivityCodeFactory(code=code)
        ActivityMappingFactory(activity=activity, sector=hours.oil, exactness="subset", also_needs=["39"])
        observed(persons, hours.mexico, activity, {2021: value})

    query = {"indicator": "EMP", "sector": "oil-gas", "country": "mex"}
    shown = client.get(reverse("statistics"), query).context["explorer"].lines[0].points[0]
    rows = rows_of(client.get(reverse("statistics-csv"), query))

    assert shown.value == sum(float(row["value"]) for row in rows) == 3.75
    for row in rows:
        stored = Observation.objects.get(
            series__vintage=row["vintage"],
            area__code=row["country"],
            activity__code=row["activity_code"],
            activity__classification=row["classification"],
            sex=Sex.TOTAL,
            year=row["year"],
        )
        assert stored.value == float(row["value"])
        assert (row["unit"], row["source_version"], row["basis"]) == ("thousand persons", "2025 release", "part")


def test_chart_is_an_svg_file_with_its_finding_source_licence_and_address(hours, client):
    response = client.get(reverse("statistics-svg"), VIEW | {"sector": ["construction", "mining"]})
    root = etree.fromstring(response.content)
    words = " ".join(root.itertext("{*}text"))

    assert response["Content-Type"] == "image/svg+xml"
    assert root.findtext("{*}title").startswith("Weekly hours (Mexico) in 2023")
    assert "41.6 in 2020" in root.findtext("{*}desc")
    for said in ("Bureau of Numbers, 2026", "Dec 2024", "CC BY 4.0", "http://testserver/statistics/?indicator=HOW"):
        assert said in words
    assert "only the broader activity “Mining and quarrying” (B) is published" in words
    assert "Construction, 2023: 45.5 hours per week (provisional)" in [one.text for one in root.iter("{*}title")]
    assert b"style=" not in response.content


def test_chart_is_a_png_file_too(hours, client):
    response = client.get(reverse("statistics-png"), VIEW)
    assert (response["Content-Type"], response.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert response["Content-Disposition"] == 'attachment; filename="chart.png"'


def test_chart_without_values_says_so(hours, client):
    response = client.get(reverse("statistics-svg"), VIEW | {"sector": "oil-gas"})
    root = etree.fromstring(response.content)
    assert root.findtext("{*}title") == "No observation"
    assert "only activities are published that overlap the sector" in " ".join(root.itertext("{*}text"))


@pytest.mark.django_db
def test_portal_without_statistics_has_a_picture_that_says_so(client):
    assert b"No observation" in client.get(reverse("statistics-svg")).content


def test_query_count_is_constant(hours, client, django_assert_max_num_queries, django_assert_num_queries):
    with django_assert_max_num_queries(12) as first:
        page(client)
    for code in ("chl", "per", "bol"):
        another_country(hours, code, {2021: 40.0, 2022: 41.0})
    with django_assert_num_queries(len(first)):
        page(client, country=["mex", "chl", "per"], sector=["construction", "mining", "oil-gas"])


@pytest.mark.parametrize("language", ["fr", "es"])
def test_page_is_there_in_every_language(hours, client, language):
    assert client.get(f"/{language}/statistics/", VIEW).status_code == 200


def test_table_of_two_units_says_each_above_its_column(hours, client):
    other = SeriesFactory(vintage=hours.series.vintage, classification="ISIC31", unit="percent")
    place = AreaFactory(code="per", name="Peru")
    activity = ActivityCodeFactory(classification="ISIC31", code="F")
    ActivityMappingFactory(activity=activity, sector=hours.construction, exactness="exact")
    observed(other, place, activity, {2023: 40})
    html = page(client, country=["mex", "per"]).content.decode()
    assert 'Mexico, <small class="muted">hours per week</small>' in html
    assert 'Peru, <small class="muted">per cent</small>' in html
    assert "In hours per week." not in html
