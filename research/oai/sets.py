"""Sets: one for each sector, theme and source; a record of a branch is in its sector's set too.

Suggested tags count, as they do on the pages unless a reader chooses otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from research.models import Source
from research.oai.errors import OaiError
from research.search.facets import SECTOR, SOURCE, THEME, Facet, code
from sectors.models import Sector, Theme


class OaiSet(NamedTuple):
    spec: str  # "sector.mining"
    name: str
    codes: frozenset[int]  # of the records in it, any of them (research/search/facets.py)


def all_sets() -> list[OaiSet]:
    """In three queries."""
    return [
        *_sets(SECTOR, ((row.slug, row.name, row.pk) for row in Sector.objects.visible_to(None))),
        *_sets(THEME, ((row.slug, row.name, row.pk) for row in Theme.objects.visible_to(None))),
        *_sets(SOURCE, ((row.slug, row.name, row.pk) for row in Source.objects.visible_to(None))),
    ]


def _sets(facet: Facet, rows: Iterable[tuple[str, str, int]]) -> Iterator[OaiSet]:
    for slug, name, number in rows:
        codes = frozenset(code(block, number) for block in facet.blocks)
        yield OaiSet(f"{facet.name}.{slug}", name, codes)


def set_of(spec: str, sets: Iterable[OaiSet]) -> OaiSet:
    """Raises OaiError, since no record is in a set that is not there."""
    for one in sets:
        if one.spec == spec:
            return one
    raise OaiError("noRecordsMatch", f"There is no set {spec[:60]}; ListSets names them.")


def specs_by_code(sets: Iterable[OaiSet]) -> Mapping[int, str]:
    return {code: one.spec for one in sets for code in one.codes}
