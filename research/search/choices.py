"""What a search can be narrowed by: each option of a facet with the number of records that it would give."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypedDict

from django.http import QueryDict

from research.search import facets
from research.search.counts import Counts
from research.search.facets import Block, Facet
from research.search.options import Option


class Choice(TypedDict):
    """As `check` of templatetags/look.py takes it.

    `count` includes the `suggested` tags; `within` are the options that lie in it.
    """

    value: str
    label: str
    count: int
    suggested: int
    checked: bool
    within: list[Any]  # of Choice


def choices(
    facet: Facet, known: Iterable[Option], checked: Collection[str], counted: Sequence[Block], counts: Counts
) -> list[Choice]:
    """The options that give records or are checked, most records first; a tree."""
    confirmed = counts.in_block(facet.block) if facet.block in counted else {}
    suggested = counts.in_block(facet.suggested) if facet.suggested in counted else {}
    known = list(known)
    around = _around(known, checked)  # shown, though nothing is in them
    offered: dict[str, list[Choice]] = {}
    for option in known:
        sure, perhaps = confirmed.get(option.number, 0), suggested.get(option.number, 0)
        choice = Choice(
            value=option.value,
            label=str(option.label),
            count=sure + perhaps,
            suggested=perhaps,
            checked=option.value in checked,
            within=[],
        )
        if choice["count"] or choice["checked"] or option.value in around:
            offered.setdefault(option.within, []).append(choice)
    return _below(offered, "")


def _around(known: list[Option], checked: Collection[str]) -> set[str]:
    """The options that checked ones lie in, at any depth."""
    outside = {option.value: option.within for option in known}
    found, inner = set(), {outside.get(value, "") for value in checked}
    while inner := inner - found - {""}:
        found |= inner
        inner = {outside.get(value, "") for value in inner}
    return found


def _below(offered: dict[str, list[Choice]], within: str) -> list[Choice]:
    return [Choice(one, within=_below(offered, one["value"])) for one in _most_first(offered.get(within, []))]


def _most_first(offered: list[Choice]) -> list[Choice]:
    return sorted(offered, key=lambda choice: (-choice["count"], choice["label"]))


class Decade(TypedDict):
    label: str
    count: int
    url: str


def decades(counts: Counts, query: QueryDict) -> list[Decade]:
    """Links to each ten years with records, latest first, instead of the years in the query."""
    number: dict[int, int] = {}
    for year, count in counts.in_block(facets.YEAR.block).items():
        number[year // 10 * 10] = number.get(year // 10 * 10, 0) + count
    query = query.copy()
    query.pop("page", None)
    found = []
    for first in sorted(number, reverse=True):
        query["year_from"], query["year_to"] = str(first), str(first + 9)
        found.append(Decade(label=f"{first}–{first + 9}", count=number[first], url=f"?{query.urlencode()}"))
    return found
