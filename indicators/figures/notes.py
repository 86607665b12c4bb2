"""What must be said beside figures: how far they are the sector's, where they break, what is not there."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.figures.composing import Basis
from indicators.figures.lines import Line, Lines, Missing


def notes_on(found: Lines) -> list[str]:
    notes = [_("Every value is an estimate of the source’s model.")] if found.indicator.modelled else []
    notes += filter(None, map(_note, found.lines))
    return list(dict.fromkeys([*notes, *_breaks(found.lines), *map(nothing_of, found.missing)]))


def _note(line: Line) -> str:
    """How the figures of a line differ from those of its sector."""
    composition, sector = line.composition, line.sector
    words = {"sector": sector and sector.name, "codes": composition.codes, "missing": ", ".join(composition.missing)}
    if composition.basis == Basis.CONTEXT:
        words["title"] = composition.activities[0].title
        sentence = _(
            "%(sector)s: only the broader activity “%(title)s” (%(codes)s) is published, other sectors included."
        )
        return sentence % words
    if composition.basis == Basis.PART:
        return _("%(sector)s: a part only, %(codes)s; without ISIC Rev.4 %(missing)s.") % words
    if composition.approximate:
        return _("%(sector)s: approximately, from another classification (%(codes)s).") % words
    return ""


def _breaks(lines: list[Line]) -> list[str]:
    """One sentence for all lines that break in the same years."""
    together: dict[tuple[int, ...], list[str]] = {}
    for line in lines:
        together.setdefault(tuple(line.breaks), []).append(line.label)
    return [_break(", ".join(labels), years) for years, labels in together.items() if years]


def _break(labels: str, years: tuple[int, ...]) -> str:
    sentence = ngettext(
        "%(line)s: a break in %(years)s (of source or classification); values before and after are not comparable.",
        "%(line)s: breaks in %(years)s (of source or classification); values across one are not comparable.",
        len(years),
    )
    return sentence % {"line": labels, "years": ", ".join(map(str, years))}


def nothing_of(one: Missing) -> str:
    words = {"sector": one.sector and one.sector.name, "area": one.area.name, "codes": ", ".join(one.overlapping)}
    if one.sector is None:
        return _("%(area)s: no observation of all activities together; choose a sector.") % words
    if one.overlapping:
        sentence = _(
            "%(sector)s, %(area)s: only activities are published that overlap the sector or are defined otherwise "
            "(%(codes)s)."
        )
        return sentence % words
    return _("%(sector)s, %(area)s: no observation.") % words
