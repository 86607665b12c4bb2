"""What a search can be narrowed by: each option of a facet with the number of records that it would give."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypedDict

from django.http import QueryDict

from research.search import facets
from research.search.counts import Counts
from research.search.facets import Block, Facet
from research.search.options import Option


class Choice(TypedDict):
    """As parts/_check.html takes it. `count` includes the `suggested` tags."""

    value: str
    label: str
    count: int
    suggested: int
    checked: bool


def choices(
    facet: Facet, known: Iterable[Option], checked: Collection[str], counted: Sequence[Block], counts: Counts
) -> list[Choice]:
    """The options that give records or are checked, most records first.

    Branches stand below their sector, and only where it or one of them is checked.
    """
    confirmed = counts.in_block(facet.block) if facet.block in counted else {}
    suggested = counts.in_block(facet.suggested) if facet.suggested in counted else {}
    offered: dict[str, list[Choice]] = {}
    for option in known:
        sure, perhaps = confirmed.get(option.number, 0), suggested.get(option.number, 0)
        choice = Choice(
            value=option.value,
            label=str(option.label),
            count=sure + perhaps,
            suggested=perhaps,
            checked=option.value in checked,
        )
        if choice["count"] or choice["checked"]:
            offered.setdefault(option.within, []).append(choice)
    return _in_order(offered)


def _in_order(offered: dict[str, list[Choice]]) -> list[Choice]:
    ordered = []
    for choice in _most_first(offered.get("", [])):
        branches = _most_first(offered.get(choice["value"], []))
        ordered.append(choice)
        if choice["checked"] or any(branch["checked"] for branch in branches):
            ordered += [Choice(branch, label=f"{choice['label']}: {branch['label']}") for branch in branches]
    return ordered


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
