"""Statistics on the pages of sectors, countries and themes, and beside research."""

import pytest
from django.urls import reverse

from groundwork.places import Area
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, SeriesFactory, observed
from tests.factories.research import PublicationFactory
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory
from tests.indicators.hours import hours  # noqa: F401 - a fixture


@pytest.fixture
def employment(hours):  # noqa: F811 - the same
    """Of the world: construction's own, and that of a section that holds mining."""
    hours.world = AreaFactory(code="001", kind=Area.Kind.WORLD, name="World")
    series = SeriesFactory(vintage__indicator__short_name="Employment", unit="thousand persons")
    hours.employment = series.vintage.indicator
    for activity, values in ((hours.f, {2024: 900.0, 2025: 1000.0}), (hours.b, {2025: 50.0})):
        observed(series, hours.world, activity, values)
    return hours


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def test_sector_page_shows_the_finding_its_source_and_the_reach_of_indicators(employment, client):
    html = text_of(client, "/sectors/construction/")
    assert "Employment (Construction, World) rose from 900.0 in 2024 to 1,000.0 thousand persons in 2025" in html
    assert "Bureau of Numbers, 2026" in html
    assert '<a href="/statistics/?indicator=HOW&amp;sector=construction" rel="nofollow">Weekly hours</a>' in html


def test_sector_page_says_where_only_a_broader_activity_is_published(employment, client):
    html = text_of(client, "/sectors/mining/")
    assert "only the broader activity “Mining and quarrying” (B) is published" in html
    assert "broader activity only: 1" in html


def test_branch_page_says_where_no_source_measures_the_branch_by_itself(employment, client):
    branch = BranchFactory(slug="bridges", parent=employment.construction)
    ActivityMappingFactory(activity=employment.f, sector=branch, exactness="superset")
    html = text_of(client, "/sectors/bridges/")
    assert "No source here measures this branch by itself." in html
    assert "broader activity only: 1" in html
    assert '<svg class="plot' not in html
    explorer = client.get("/statistics/?indicator=HOW&sector=bridges&country=mex")
    assert "only the broader activity “Construction” (F) is published" in explorer.text


def test_pages_without_statistics_have_no_hole(db, client):
    SectorFactory(slug="mining")
    AreaFactory(code="tha")
    ThemeFactory(slug="skills")
    for address in ("/sectors/mining/", "/countries/tha/", "/themes/skills/"):
        assert 'id="statistics"' not in text_of(client, address)


def test_country_page_sets_its_sectors_side_by_side(employment, client):
    q = ActivityCodeFactory(code="Q")
    ActivityMappingFactory(activity=q, sector=employment.oil, exactness="exact")
    observed(employment.series, employment.mexico, q, {2023: 40.0})
    html = text_of(client, "/countries/mex/")
    assert "Weekly hours (Mexico) in 2023, hours per week: Construction 45.5, Oil and gas 40.0" in html


@pytest.mark.parametrize("address", ["/sectors/construction/", "/countries/mex/", "/sectors/bridges/"])
def test_every_figure_of_a_page_is_made_of_the_stored_values_that_its_query_names(employment, client, address):
    branch = BranchFactory(slug="bridges", parent=employment.construction)
    ActivityMappingFactory(activity=employment.f, sector=branch)
    q = ActivityCodeFactory(code="Q")
    ActivityMappingFactory(activity=q, sector=employment.oil, exactness="exact")
    observed(employment.series, employment.mexico, q, {2023: 40.0})
    shown = client.get(address).context["statistics"]
    rows = client.get(shown.stored_url).json()["results"]
    stored = {(row["country"], row["activity"]["code"], row["year"]): row["value"] for row in rows}
    newest = {row["vintage"] for row in rows}
    added = [stretch.composition.activities for line in shown.figures.found.lines for stretch in line.stretches]
    assert {code for _country, code, _year in stored} == {one.code for activities in added for one in activities}
    for line in shown.figures.found.lines:
        for stretch in line.stretches:
            assert {stretch.series.vintage_id} == newest
            for point in stretch.points:
                parts = [stored[line.area.code, one.code, point.year] for one in stretch.composition.activities]
                assert point.value == sum(parts)


def test_unknown_activity_is_refused(employment, client):
    refused = client.get(reverse("api-observations-list"), {"activity": "ISIC4:NONE"})
    assert (refused.status_code, refused.json()["status"]) == (400, 400)


def test_theme_page_lists_its_indicators(employment, client):
    theme = ThemeFactory(slug="working-time")
    employment.indicator.themes.add(theme)
    assert "Weekly hours</a>" in text_of(client, "/themes/working-time/")


def test_sectors_with_least_research_for_those_at_work_come_first(employment, client):
    commerce = SectorFactory(slug="commerce", name="Commerce")
    g = ActivityCodeFactory(code="G")
    ActivityMappingFactory(activity=g, sector=commerce, exactness="exact")
    series = employment.employment.vintages.get().series.get()
    observed(series, employment.world, g, {2025: 4000.0})
    for sector in (employment.construction, commerce):
        PublicationFactory(sectors=[sector], indexed=True)

    context = client.get(reverse("statistics-research-gaps")).context

    told = [(row.sector.slug, row.records, row.records_per_million) for row in context["own"]]
    assert told == [("commerce", 1, "0.25"), ("construction", 1, "1.0")]
    assert {row.sector.slug for row in context["others"]} == {"mining", "oil-gas"}


def test_comparison_is_there_without_statistics(db, client):
    assert client.get(reverse("statistics-research-gaps")).status_code == 200
