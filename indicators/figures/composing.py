"""Which activities stand for a sector: exactness decides what may be added, and what is context only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from indicators.models import ActivityCode, ActivityMapping

Exactness = ActivityMapping.Exactness
BUREAUS_OWN = "CES-"  # aggregates that are no codes of NAICS: what they hold stands under codes of its own too


class Basis(TextChoices):
    """How far figures are those of the sector."""

    ALL = "all", _("all activities")
    WHOLE = "whole", _("the whole sector")
    PART = "part", _("a part of the sector")
    CONTEXT = "context", _("more than the sector: context only")


@dataclass(frozen=True)
class Composition:
    """Activities whose values are added up; `missing` are ISIC Rev.4 codes of the sector that they lack."""

    basis: Basis
    activities: tuple[ActivityCode, ...]
    approximate: bool = False
    missing: tuple[str, ...] = ()

    @property
    def codes(self) -> str:
        return " + ".join(activity.code for activity in self.activities)

    @property
    def names_sector(self) -> bool:
        """Whether the figures may stand under the sector's own name."""
        return self.basis in {Basis.WHOLE, Basis.PART}


def composed(mappings: Iterable[ActivityMapping], *, adds_up: bool) -> list[Composition]:
    """What stands for one sector in one classification, of the activities that there are values of.

    One composition; several only where the sector consists of activities whose values do not add up. None where
    nothing but overlapping activities is published.
    """
    mappings = sorted(mappings, key=lambda one: one.activity.code)
    exact = [one for one in mappings if one.exactness == Exactness.EXACT]
    if exact:
        return [Composition(Basis.WHOLE, (exact[0].activity,), exact[0].approximate)]
    within = _apart([one for one in mappings if one.exactness == Exactness.SUBSET])
    if within and adds_up:
        return [_together(within)]
    if within:
        return [_together([one]) for one in within]
    wider = [one for one in mappings if one.exactness == Exactness.SUPERSET]
    if not wider:
        return []
    narrowest = min(wider, key=lambda one: len(one.activity.code))  # E holds less than DE
    return [Composition(Basis.CONTEXT, (narrowest.activity,), narrowest.approximate)]


def _apart(mappings: list[ActivityMapping]) -> list[ActivityMapping]:
    """Those that hold nothing of each other: a code that begins with another's lies within that one."""
    codes = [one.activity.code for one in mappings]
    return [
        one
        for one in mappings
        if not one.activity.code.startswith(BUREAUS_OWN)
        and not any(one.activity.code != code and one.activity.code.startswith(code) for code in codes)
    ]


def _together(mappings: list[ActivityMapping]) -> Composition:
    """What one activity needs besides and another has is not missing."""
    missing = set.intersection(*(set(one.also_needs) for one in mappings))
    return Composition(
        Basis.PART if missing else Basis.WHOLE,
        tuple(one.activity for one in mappings),
        any(one.approximate for one in mappings),
        tuple(sorted(missing)),
    )
