"""The gap map: how many records there are on each theme in each sector, and where there are none."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from django.db import connection
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from research.models import SearchRow
from research.search.facets import BLOCK_SIZE, Block
from sectors.models import Sector, SectorGroup, Theme

LEVELS = (20, 5, 1)  # records from which a cell is dark, middling, light; below the last it is hatched

# Each record once for each pair of its sectors and themes; sure where neither tag is a mere suggestion.
PAIRS_SQL = f"""
SELECT sector %% {BLOCK_SIZE}, theme %% {BLOCK_SIZE}, count(*),
       count(*) FILTER (WHERE sector / {BLOCK_SIZE} = %s AND theme / {BLOCK_SIZE} = %s)
FROM ({{rows}}) AS rows,
     LATERAL (SELECT code FROM unnest(facets) AS code WHERE code / {BLOCK_SIZE} = ANY(%s)) AS sectors (sector),
     LATERAL (SELECT code FROM unnest(facets) AS code WHERE code / {BLOCK_SIZE} = ANY(%s)) AS themes (theme)
GROUP BY 1, 2
"""  # noqa: S608 - the rows are a query of our own, its values apart


class Cell(TypedDict):
    """`level` is 3 (many) to 0 (none); `url` is the search that gives just these records."""

    theme: Theme
    count: int
    suggested: int
    level: int
    url: str


@dataclass(frozen=True)
class GapMap:
    """Rows of cells, by group and sector; in the order of groups, sectors and themes."""

    themes: list[Theme]
    groups: list[tuple[SectorGroup, list[tuple[Sector, list[Cell]]]]]

    @property
    def cells(self) -> list[Cell]:
        return [cell for _group, rows in self.groups for _sector, cells in rows for cell in cells]

    @property
    def empty(self) -> int:
        return sum(not cell["count"] for cell in self.cells)


def gap_map(
    rows: QuerySet[SearchRow], groups: Iterable[SectorGroup], themes: Iterable[Theme], query: QueryDict, *, tags: str
) -> GapMap:
    """Count search rows by sector (its branches included) and theme, in one query.

    `groups` come with_sectors; `query` holds what the rows obey already; `tags` says which tags count: "confirmed",
    "suggested", or both for anything else.
    """
    pairs, themes = count_pairs(rows, tags), list(themes)
    found = []
    for group in groups:
        lines = [(sector, [_cell(sector, theme, pairs, query) for theme in themes]) for sector in group.shown_sectors]
        found.append((group, lines))
    return GapMap(themes, found)


def count_pairs(rows: QuerySet[SearchRow], tags: str) -> dict[tuple[int, int], tuple[int, int]]:
    """(number, number vouched for) by (sector, theme)."""
    sectors, themes = (Block.SECTOR, Block.SECTOR_SUGGESTED), (Block.THEME, Block.THEME_SUGGESTED)
    if tags in {"confirmed", "suggested"}:
        place = ("confirmed", "suggested").index(tags)
        sectors, themes = sectors[place : place + 1], themes[place : place + 1]
    sql, values = rows.order_by().values("facets").query.sql_with_params()
    with connection.cursor() as cursor:
        blocks = [Block.SECTOR, Block.THEME, [*map(int, sectors)], [*map(int, themes)]]
        cursor.execute(PAIRS_SQL.format(rows=sql), [*map(int, blocks[:2]), *values, *blocks[2:]])
        return {(sector, theme): (number, sure) for sector, theme, number, sure in cursor.fetchall()}


def _cell(sector: Sector, theme: Theme, pairs: dict[tuple[int, int], tuple[int, int]], query: QueryDict) -> Cell:
    count, sure = pairs.get((sector.pk, theme.pk), (0, 0))
    search = query.copy()
    search["sector"], search["theme"] = sector.slug, theme.slug
    return Cell(
        theme=theme,
        count=count,
        suggested=count - sure,
        level=next((3 - place for place, least in enumerate(LEVELS) if count >= least), 0),
        url=f"{reverse('research')}?{search.urlencode()}",
    )
