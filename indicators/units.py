"""The units that series can have: what they are called, how they are rounded, and what may be done with them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

INFINITE = 1e15  # beyond any count of people, hours or money


@dataclass(frozen=True)
class Unit:
    """`adds_up`: values of activities apart from each other may be added, as persons are and hours a week are not.

    `sdmx` is its UNIT_MEASURE and UNIT_MULT (a power of ten); empty where the ILO's code list has none that we know of.
    """

    code: str  # as files write it
    label: str | Promise
    decimals: int
    adds_up: bool = False
    least: float = 0
    most: float = INFINITE
    sdmx: tuple[str, str] | tuple[()] = ()


UNITS = {
    unit.code: unit
    for unit in (
        Unit("thousand persons", _("thousand persons"), 1, adds_up=True, sdmx=("PS", "3")),
        Unit("persons", pgettext_lazy("unit", "persons"), 0, adds_up=True, sdmx=("PS", "0")),
        Unit("cases", pgettext_lazy("unit", "cases"), 0, adds_up=True),
        Unit("hours per week", _("hours per week"), 1, most=168, sdmx=("HR", "0")),
        Unit("percent", _("per cent"), 1, most=100, sdmx=("PT", "0")),
        Unit("per 100 000 workers", _("per 100 000 workers"), 1, most=100_000),
        Unit("days per 1 000 workers", _("days per 1 000 workers"), 1, most=366_000),
        Unit("million hours", _("million hours"), 1, adds_up=True),
        Unit("million USD", _("million US dollars"), 0, adds_up=True, least=-INFINITE),
        Unit("million AUD", _("million Australian dollars"), 0, adds_up=True, least=-INFINITE),
        Unit("USD per employee per year", _("US dollars per employee and year"), 0, least=-INFINITE),
        Unit("AUD per employee per year", _("Australian dollars per employee and year"), 0, least=-INFINITE),
        Unit("hours per employee per year", _("hours per employee and year"), 0, most=8_784),
    )
}
CHOICES = [(unit.code, unit.label) for unit in UNITS.values()]
