from indicators.codes import Sex, Status
from indicators.figures.composing import Basis
from indicators.figures.lines import lines_of
from tests.factories.indicators import (
    ActivityCodeFactory,
    ActivityMappingFactory,
    SeriesFactory,
    VintageFactory,
    observed,
)
from tests.indicators.hours import another_country

BOTH = [Sex.TOTAL]


def line_of(world, sector, area=None, sexes=BOTH):
    found = lines_of(world.indicator, [sector] if sector else [], [area or world.mexico], sexes, None)
    return found.lines[0]


def test_line_is_cut_at_a_break_and_where_values_are_missing(hours):
    line = line_of(hours, hours.construction)

    assert [[point.year for point in one.points] for one in line.stretches] == [[2017, 2018, 2019], [2020, 2022, 2023]]
    assert [[point.year for point in run] for run in line.stretches[1].runs] == [[2020], [2022, 2023]]
    assert line.breaks == [2020]
    assert line.at(2021) is None
    assert line.at(2023).statuses == (Status.PROVISIONAL,)


def test_every_figure_is_a_stored_observation(hours):
    point = line_of(hours, hours.construction).at(2019)
    assert (point.value, point.parts) == (45.1, ((45.1, Status.OBSERVED),))


def test_sector_that_has_only_a_wider_activity_is_shown_under_the_activitys_name(hours):
    line = line_of(hours, hours.mining)
    assert (line.composition.basis, line.label) == (Basis.CONTEXT, "Mining and quarrying")


def test_sector_that_is_only_overlapped_has_no_line_and_it_is_said(hours):
    found = lines_of(hours.indicator, [hours.oil], [hours.mexico], BOTH, None)
    assert found.lines == []
    assert [(one.sector, one.overlapping) for one in found.missing] == [(hours.oil, ("ISIC Rev.4 B",))]


def test_no_sector_is_all_activities(hours):
    assert [point.value for point in line_of(hours, None).points] == [43.0, 43.2]


def test_sum_has_the_years_in_which_every_part_has_a_value(hours):
    persons = SeriesFactory(vintage=VintageFactory(indicator__code="EMP"), unit="thousand persons")
    hours.indicator = persons.vintage.indicator
    for code, values in (("D", {2020: 1.1, 2021: 1.2}), ("E", {2021: 2.2, 2022: 2.3})):
        activity = ActivityCodeFactory(code=code)
        ActivityMappingFactory(activity=activity, sector=hours.oil, exactness="subset")
        observed(persons, hours.mexico, activity, values)

    line = line_of(hours, hours.oil)

    assert [(point.year, point.value) for point in line.points] == [(2021, 3.4)]
    assert line.points[0].parts == ((1.2, Status.OBSERVED), (2.2, Status.OBSERVED))


def test_older_classification_continues_the_line_into_the_past_as_another_stretch(hours):
    older = SeriesFactory(vintage=hours.series.vintage, classification="ISIC31", unit="hours per week")
    activity = ActivityCodeFactory(classification="ISIC31", code="F")
    ActivityMappingFactory(activity=activity, sector=hours.construction, exactness="exact", approximate=True)
    observed(older, hours.mexico, activity, {2015: 40.0, 2016: 41.0, 2017: 99.0})

    line = line_of(hours, hours.construction)

    assert [one.series.classification for one in line.stretches] == ["ISIC31", "ISIC4", "ISIC4"]
    assert [point.year for point in line.stretches[0].points] == [2015, 2016]
    assert line.at(2017).value == 45.8


def test_only_the_newest_vintage_is_read(hours):
    newer = SeriesFactory(vintage=VintageFactory(indicator=hours.indicator), unit="hours per week")
    observed(newer, hours.mexico, hours.f, {2023: 44.4})
    assert [point.value for point in line_of(hours, hours.construction).points] == [44.4]


def test_lines_are_named_by_what_tells_them_apart(hours):
    chile = another_country(hours, "chl", {2023: 40.0})
    observed(hours.series, hours.mexico, hours.f, {2023: 44.0}, sex=Sex.FEMALE)
    one = lines_of(hours.indicator, [hours.construction], [hours.mexico, chile], BOTH, None)
    two = lines_of(hours.indicator, [hours.construction], [hours.mexico], [Sex.TOTAL, Sex.FEMALE], None)

    assert [line.label for line in one.lines] == ["Mexico", "CHL"]
    assert [line.label for line in two.lines] == ["Women and men", "Women"]


def test_number_of_queries_does_not_grow_with_lines(hours, django_assert_num_queries):
    areas = [another_country(hours, code, {2023: 40.0}) for code in ("chl", "per", "bol")]
    with django_assert_num_queries(4):
        lines_of(hours.indicator, [hours.construction], areas[:1], BOTH, None)
    with django_assert_num_queries(4):
        lines_of(hours.indicator, [hours.construction, hours.mining], areas, list(Sex), None)


def test_window_of_years_keeps_breaks(hours):
    line = line_of(hours, hours.construction)
    assert line.between(2019, 2020).breaks == [2020]
    assert [point.year for point in line.between(2021, None).points] == [2022, 2023]
    assert line.between(1990, 1991) is None
