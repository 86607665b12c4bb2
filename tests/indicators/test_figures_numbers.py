import pytest
from django.utils import translation

from indicators.figures.numbers import in_figures
from indicators.units import UNITS


@pytest.mark.parametrize(
    ("value", "unit", "figures"),
    [
        (45.5, "hours per week", "45.5"),
        (40, "hours per week", "40.0"),
        (0, "cases", "0"),
        (3_599_076.04, "thousand persons", "3,599,076"),
        (0.042, "percent", "0.042"),
        (-0.001, "million USD", "-0.001"),
        (-12_345.6, "million USD", "-12,346"),
    ],
)
def test_value_is_rounded_as_its_unit_asks(value, unit, figures):
    assert in_figures(value, UNITS[unit]) == figures


def test_value_is_written_as_the_language_does():
    with translation.override("fr"):
        assert in_figures(1234.5, UNITS["thousand persons"]) == "1\xa0234,5"
