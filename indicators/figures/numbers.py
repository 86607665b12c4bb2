"""Values in words: rounded as their unit asks, in the figures of the active language."""

from django.utils.formats import number_format

from indicators.units import Unit

LARGE = 10_000


def in_figures(value: float, unit: Unit) -> str:
    """ "45.5"; of large numbers no part ("12,345"), of small ones two digits that say something ("0.042")."""
    decimals = unit.decimals if abs(value) < LARGE else 0
    while value and abs(value) < 10 ** (1 - decimals) and decimals < unit.decimals + 3:
        decimals += 1
    return number_format(round(value, decimals) + 0.0, decimals)
