"""How the records with one value of a facet, or all records, spread over the values of the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from groundwork.places import Area
from research.models import SearchRow
from research.search import facets, options
from research.search.choices import Choice, choices
from research.search.counts import Counts, count
from research.search.facets import Facet, code
from research.search.options import Option


@dataclass(frozen=True)
class Spread:
    """What a search for the value would find: `total` records, `suggested` of them by their titles alone."""

    counts: Counts
    total: int
    suggested: int = 0

    @property
    def sectors(self) -> list[Choice]:
        return self.over(facets.SECTOR, options.sectors())

    @property
    def themes(self) -> list[Choice]:
        return self.over(facets.THEME, options.themes())

    @property
    def countries(self) -> list[Choice]:
        known = Area.objects.visible_to(None).countries()
        return self.over(facets.COUNTRY, (Option(place.code, place.name, place.pk) for place in known))

    def over(self, facet: Facet, known: Iterable[Option]) -> list[Choice]:
        """The values that occur, most records first; one query for their names."""
        return choices(facet, known, (), facet.blocks, self.counts)


def spread(user: Any) -> Spread:
    """Of all records; one query."""
    rows = SearchRow.objects.visible_to(user)
    counts = count(rows, rows, {})
    return Spread(counts, counts.total)


def spread_of(facet: Facet, number: int, user: Any) -> Spread:
    """Of the records with one value, given by its number in the facet's blocks; one query."""
    rows = SearchRow.objects.visible_to(user)
    having = Q(facets__overlap=[code(block, number) for block in facet.blocks])
    counts = count(rows, rows.filter(having), {})
    suggested = counts.in_block(facet.suggested).get(number, 0) if facet.suggested else 0
    return Spread(counts, counts.total, suggested)
