"""What a chart says, in a sentence that its values bear out: computed, and never across a break.

Over time only within one stretch; between places only where the source's values may be compared.
"""

from django.utils.translation import gettext as _

from indicators.figures.lines import Line, Lines, Point, Stretch, sector_words
from indicators.figures.numbers import in_figures
from indicators.units import Unit

MOST_NAMED = 3


def finding(found: Lines) -> str:
    """One sentence without its full stop; of what is there when nothing can be said."""
    lines, indicator = found.lines, found.indicator
    if not lines:
        return _("No observation")
    if len(lines) == 1:
        return _over_time(indicator.short_name, lines[0])
    several_places = len({line.area.pk for line in lines}) > 1
    if several_places and not indicator.comparable:
        return _("%(indicator)s: values of different countries cannot be compared") % {
            "indicator": indicator.short_name
        }
    return _side_by_side(indicator.short_name, lines)


def _over_time(name: str, line: Line) -> str:
    stretch, unit = _telling(line), line.unit
    first, last = stretch.points[0], stretch.points[-1]
    about = _about(name, [line])
    if first is last:
        return _("%(about)s: %(value)s %(unit)s in %(year)s") % _values(about, unit, value=last)
    before, now = in_figures(first.value, unit), in_figures(last.value, unit)
    if before == now:
        sentence = _("%(about)s: %(first)s %(unit)s in %(first_year)s, and as much in %(last_year)s")
    elif last.value > first.value:
        sentence = _("%(about)s rose from %(first)s in %(first_year)s to %(last)s %(unit)s in %(last_year)s")
    else:
        sentence = _("%(about)s fell from %(first)s in %(first_year)s to %(last)s %(unit)s in %(last_year)s")
    return sentence % _values(about, unit, first=first, last=last)


def _about(name: str, lines: list[Line]) -> str:
    """The indicator with what all lines have in common: "Weekly hours (Construction, Mexico)"."""
    sectors = {sector_words(line) for line in lines if line.sector}
    areas = {line.area.name for line in lines}
    common = [next(iter(one)) for one in (sectors, areas) if len(one) == 1]
    return f"{name} ({', '.join(common)})" if common else name


def _telling(line: Line) -> Stretch:
    """The newest stretch that says something over time; else the newest."""
    return next((one for one in reversed(line.stretches) if len(one.points) > 1), line.stretches[-1])


def _values(about: str, unit: Unit, **points: Point) -> dict[str, str]:
    words = {"about": about, "unit": str(unit.label)}
    for name, point in points.items():
        words |= {name: in_figures(point.value, unit), "year" if name == "value" else f"{name}_year": str(point.year)}
    return words


def _side_by_side(name: str, lines: list[Line]) -> str:
    """The last year that all have, the largest value first; of many lines only the ends."""
    units = {line.unit for line in lines}
    years = set.intersection(*({point.year for point in line.points} for line in lines))
    if len(units) > 1 or not years:
        return name
    year, unit = max(years), units.pop()
    if len({line.classification_in(year) for line in lines}) > 1:
        return name
    ranked = sorted(lines, key=lambda line: line.at(year).value, reverse=True)
    told = [(line.label, in_figures(line.at(year).value, unit)) for line in ranked]
    words = {"about": _about(name, lines), "year": str(year), "unit": str(unit.label)}
    if len(told) > MOST_NAMED:
        (most, high), (least, low) = told[0], told[-1]
        return _("%(about)s in %(year)s: from %(high)s (%(most)s) to %(low)s %(unit)s (%(least)s)") % (
            words | {"most": most, "high": high, "least": least, "low": low}
        )
    return _("%(about)s in %(year)s, %(unit)s: %(values)s") % (
        words | {"values": ", ".join(f"{label} {value}" for label, value in told)}
    )
