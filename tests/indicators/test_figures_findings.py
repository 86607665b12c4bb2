import pytest

from indicators.codes import Sex, Status
from indicators.figures.findings import finding
from indicators.figures.lines import lines_of
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import observed
from tests.indicators.hours import another_country


def said(world, *areas, sectors=None, window=(None, None)):
    sectors = [world.construction] if sectors is None else sectors
    found = lines_of(world.indicator, sectors, areas or [world.mexico], [Sex.TOTAL], None)
    return finding(found.between(*window))


def test_finding_spans_no_break(hours):
    assert said(hours) == ("Weekly hours (Construction, Mexico) rose from 41.6 in 2020 to 45.5 hours per week in 2023")
    assert said(hours, window=(None, 2020)) == (
        "Weekly hours (Construction, Mexico) fell from 45.8 in 2017 to 45.1 hours per week in 2019"
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({2020: 40.0}, "40.0 hours per week in 2020"),
        ({2020: 40.01, 2021: 40.04}, "40.0 hours per week in 2020, and as much in 2021"),
    ],
)
def test_one_value_and_no_change_are_said_as_such(hours, values, sentence):
    chile = another_country(hours, "chl", values)
    assert said(hours, chile) == f"Weekly hours (Construction, CHL): {sentence}"


def test_several_lines_are_set_side_by_side_in_the_last_year_of_all(hours):
    chile = another_country(hours, "chl", {2019: 44.0, 2022: 46.0})
    assert said(hours, hours.mexico, chile) == (
        "Weekly hours (Construction) in 2022, hours per week: CHL 46.0, Mexico 45.2"
    )


def test_many_lines_are_told_by_their_ends(hours):
    areas = [another_country(hours, f"c{n}x", {2022: 40.0 + n}) for n in range(4)]
    assert said(hours, *areas) == ("Weekly hours (Construction) in 2022: from 43.0 (C3X) to 40.0 hours per week (C0X)")


def test_countries_are_not_compared_where_the_source_says_so(hours):
    hours.indicator.comparable = False
    chile = another_country(hours, "chl", {2022: 46.0})
    assert said(hours, hours.mexico, chile) == "Weekly hours: values of different countries cannot be compared"


def test_nothing_is_said_of_lines_without_a_year_in_common(hours):
    chile = another_country(hours, "chl", {1999: 46.0})
    assert said(hours, hours.mexico, chile) == "Weekly hours"


def test_nothing_is_compared_across_classifications(hours):
    from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, SeriesFactory

    older = SeriesFactory(vintage=hours.series.vintage, classification="ISIC31", unit="hours per week")
    activity = ActivityCodeFactory(classification="ISIC31", code="F")
    ActivityMappingFactory(activity=activity, sector=hours.construction, exactness="exact")
    chile = AreaFactory(code="chl", name="Chile")
    observed(older, chile, activity, {2022: 46.0})
    assert said(hours, hours.mexico, chile) == "Weekly hours"


def test_no_line_is_no_observation(hours):
    assert said(hours, sectors=[hours.oil]) == "No observation"


def test_value_marked_as_a_break_is_the_first_of_its_stretch(hours):
    peru = another_country(hours, "per", {2020: 40.0, 2021: (50.0, Status.BREAK)})
    assert said(hours, peru) == "Weekly hours (Construction, PER): 50.0 hours per week in 2021"
