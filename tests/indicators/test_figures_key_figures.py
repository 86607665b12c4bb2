import pytest

from groundwork.places import Area
from indicators.figures import key_figures
from indicators.figures.composing import Basis
from indicators.models import Indicator
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, SeriesFactory, observed
from tests.factories.sectors import BranchFactory, SectorFactory, ThemeFactory


@pytest.fixture
def world(hours) -> Area:
    """With employment by sex of construction, mining and all activities."""
    place = AreaFactory(code="001", kind=Area.Kind.WORLD, name="World")
    employment = SeriesFactory(vintage__indicator__code="EMP", vintage__indicator__order=9, unit="thousand persons")
    for activity in (hours.f, hours.b, hours.total):
        for sex in (0, 1, 2):
            observed(employment, place, activity, {2024: 10.0 + sex, 2025: 11.0 + sex}, sex=sex)
    hours.employment = employment.vintage.indicator
    return place


def test_sector_shows_the_worlds_values_and_how_far_each_indicator_reaches(hours, world, django_assert_num_queries):
    with django_assert_num_queries(2):
        figures = key_figures.of_sector(hours.construction, None)

    assert [(one.code, one.reach, one.first_year, one.last_year) for one in figures.known] == [
        ("HOW", 1, 2017, 2023),
        ("EMP", 0, 2024, 2025),
    ]
    (line,) = figures.found.lines
    assert figures.found.indicator == hours.employment
    assert [(point.year, point.value) for point in line.points] == [(2024, 10.0), (2025, 11.0)]
    assert (line.label, line.area) == ("Construction", world)


def test_sector_with_a_wider_activity_only_says_so(hours, world):
    figures = key_figures.of_sector(hours.mining, None)
    assert figures.found.lines[0].composition.basis == Basis.CONTEXT
    assert [(one.reach, one.wider) for one in figures.known] == [(0, 1), (0, 0)]


def test_sector_without_a_world_has_no_chart(hours):
    assert key_figures.of_sector(hours.construction, None).found is None
    assert key_figures.of_sector(SectorFactory(), None) == key_figures.KeyFigures([])


def test_branch_shows_the_countries_that_measure_it_by_itself(hours, world, django_assert_num_queries):
    branch = BranchFactory(parent=hours.construction)
    ActivityMappingFactory(activity=hours.f, sector=branch, exactness="superset")
    division = ActivityCodeFactory(classification="NACE2", code="F41")
    ActivityMappingFactory(activity=division, sector=branch)
    persons = SeriesFactory(classification="NACE2")
    for n in range(4):
        observed(persons, AreaFactory(code=f"x{n}", name=f"X{n}"), division, dict.fromkeys(range(2010 + n, 2015), 5.0))

    with django_assert_num_queries(2):
        figures = key_figures.of_sector(branch, None)

    assert [line.area.name for line in figures.found.lines] == ["X0", "X1", "X2"]
    assert figures.found.indicator == persons.vintage.indicator
    assert [(one.reach, one.wider) for one in figures.known if one.code == "HOW"] == [(0, 1)]
    assert figures.own == figures.first[:1] == [persons.vintage.indicator]


def test_branch_that_only_broader_activities_hold_has_no_chart(hours, world):
    branch = BranchFactory(parent=hours.construction)
    ActivityMappingFactory(activity=hours.f, sector=branch, exactness="superset")
    figures = key_figures.of_sector(branch, None)
    assert figures.found is None
    assert [one.reach for one in figures.known] == [0, 0]


def test_country_sets_its_sectors_side_by_side_in_the_last_year(hours, django_assert_max_num_queries):
    q = ActivityCodeFactory(code="Q")
    ActivityMappingFactory(activity=q, sector=hours.oil, exactness="exact")
    observed(hours.series, hours.mexico, q, {2022: 39.0, 2023: 40.0})

    with django_assert_max_num_queries(2):
        figures = key_figures.of_country(hours.mexico, None)

    told = [(line.label, [point.year for point in line.points]) for line in figures.found.lines]
    assert told == [("Construction", [2023]), ("Oil and gas", [2023])]


def test_country_with_one_sector_or_none_has_no_chart(hours):
    assert key_figures.of_country(hours.mexico, None).found is None
    assert key_figures.of_country(AreaFactory(), None).known == []


def test_theme_sets_women_beside_men(hours, world):
    theme = ThemeFactory()
    hours.employment.themes.add(theme)
    hours.indicator.themes.add(theme)

    figures = key_figures.of_theme(theme, None)

    assert [line.label for line in figures.found.lines] == ["Women", "Men"]
    assert [one.reach for one in figures.known] == [1, 0]
    assert key_figures.of_theme(ThemeFactory(), None).known == []


def test_first_indicators_are_in_sight_those_of_the_thing_itself_before_what_is_broader():
    indicators = [Indicator(code=str(number)) for number in range(8)]
    for number, one in enumerate(indicators):
        one.reach = 1 if number == 7 else 0
    figures = key_figures.KeyFigures(indicators)
    assert [one.code for one in figures.first] == ["7", "0", "1", "2", "3", "4"]
    assert [one.code for one in figures.others] == ["5", "6"]
