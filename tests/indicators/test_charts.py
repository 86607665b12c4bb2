from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwork.places import Area
from indicators.charts import LETTER, chart_of
from indicators.codes import Sex, Status
from indicators.figures.composing import Basis, Composition
from indicators.figures.lines import Line, Point, Stretch
from indicators.models import ActivityCode, Series


def line(values: dict[int, float], *, unit: str = "hours per week", label: str = "Mining", status=()) -> Line:
    points = tuple(Point(year, value, tuple(status), ((value, Status.OBSERVED),)) for year, value in values.items())
    series = Series(unit=unit, classification="ISIC4")
    whole = Composition(Basis.WHOLE, (ActivityCode(code="B"),))
    return Line(None, Area(code="mex", name="Mexico"), Sex.TOTAL, (Stretch(series, whole, points),), label)


def inside(chart) -> bool:
    for drawing in chart.drawings:
        before = {"end": LETTER, "middle": LETTER / 2, "start": 0}  # of each letter, how much lies before its place
        places = [(float(text.x) - before[text.anchor] * len(text.words), float(text.y)) for text in drawing.texts]
        places += [(float(rule.x2), float(rule.y2)) for rule in drawing.rules]
        if not all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in places):
            return False
    return True


def corners(paths: Iterable) -> list[int]:
    return [path.d.count(" ") - path.d.count("m") for path in paths]


def test_line_is_drawn_through_years_one_after_the_other_only():
    chart = chart_of([line({2010: 40, 2011: 41, 2013: 42, 2014: 43})], "Hours")
    wide = chart.drawings[0]
    assert [stroke.d.count(" ") for stroke in wide.strokes] == [3, 3]


def test_one_point_is_a_bar_with_its_value_and_year():
    chart = chart_of([line({2010: 40})], "Hours")
    assert [text.words for text in chart.drawings[0].texts] == ["Mining, 2010", "40.0"]
    assert inside(chart)


def test_more_lines_than_can_be_told_apart_become_bars():
    chart = chart_of([line({2010: 40, 2011: 41}, label=f"Place {n}") for n in range(7)], "Hours")
    assert not chart.drawings[0].strokes
    assert len(chart.drawings[0].marks) == 7


def test_lines_are_told_apart_without_colour():
    chart = chart_of([line({2010: n, 2011: n}, label=f"Place {n}") for n in range(6)], "Hours")
    assert len({key.stroke.dash for key in chart.keys}) == 6
    assert len({key.mark.d for key in chart.keys}) == 6


def test_axis_says_where_it_starts_unless_at_zero():
    assert chart_of([line({2010: 40, 2011: 46})], "").axis == "Hours per week; the axis starts at 40"
    persons = line({2010: 40, 2011: 46}, unit="thousand persons")
    assert chart_of([persons], "").axis == "Thousand persons"


def test_negative_values_hang_below_the_line_of_zero():
    chart = chart_of([line({2010: -5.0, 2011: 3.0}, unit="million USD")], "")
    zero = next(rule for rule in chart.drawings[0].rules if rule.kind == "g0" and rule.y1 == rule.y2)
    assert inside(chart)
    assert float(zero.y1) < chart.drawings[0].height - 30
    bars = chart_of([line({2010: -5.0}, unit="million USD")], "")
    assert inside(bars)


def test_what_is_not_firm_has_an_open_mark():
    chart = chart_of([line({2010: 40, 2011: 41}, status=[Status.ESTIMATE])], "")
    assert chart.has_open_marks
    assert not any(mark.filled for mark in chart.drawings[0].marks)


def test_description_tells_the_ends_of_each_line():
    assert chart_of([line({2010: 40, 2011: 41, 2012: 42})], "").description == "Mining: 40.0 in 2010, 42.0 in 2012"


def test_units_are_never_drawn_together():
    assert chart_of([line({2010: 1}), line({2010: 1}, unit="percent")], "") is None
    assert chart_of([], "") is None


@pytest.mark.parametrize("unit", ["hours per week", "million USD"])
@given(values=st.dictionaries(st.integers(1900, 2100), st.floats(-1e15, 1e15), min_size=1, max_size=20))
def test_every_drawing_stays_in_its_frame(unit, values):
    if unit == "hours per week":
        values = {year: abs(value) for year, value in values.items()}
    assert inside(chart_of([line(dict(sorted(values.items())), unit=unit)], ""))


def test_break_is_named_where_there_is_room_and_every_value_can_be_pointed_at():
    broken = replace(
        line({2010: 40, 2011: 41}),
        stretches=(*line({2010: 40, 2011: 41}).stretches, *line({2012: 50, 2020: 51}).stretches),
    )
    wide, narrow = chart_of([broken], "Hours").drawings
    assert "Break 2012" in [text.words for text in wide.texts]
    assert "Break 2012" not in [text.words for text in narrow.texts]
    (named,) = [text for text in wide.texts if text.words == "Break 2012"]
    assert float(named.y) < min(float(spot.y) for spot in wide.spots)  # no line passes through it
    assert [spot.told for spot in wide.spots][:1] == ["Mining, 2010: 40.0 hours per week"]
    assert len(wide.spots) == 4


def test_long_names_get_more_room_than_short_ones():
    def right_end(*labels: str) -> float:
        lines = [line({2010: 40, 2011: n}, label=label) for n, label in enumerate(labels)]
        return max(float(rule.x2) for rule in chart_of(lines, "").drawings[0].rules)

    assert right_end("Chile", "Peru") > right_end("Chile", "United States of America")
