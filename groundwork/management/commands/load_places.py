"""Countries, areas and regions of the world, in three languages."""

from groundwork.imports.m49 import AreaRow, read_areas
from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.places import Area


class Command(LoadCommand):
    help = "Load countries, areas and regions (United Nations M49) from demo/; adds only what is missing."
    title = "Countries, areas and regions"
    files = tuple(f"classifications/unsd_m49_{language}.csv" for language in ("en", "fr", "es"))

    def load(self) -> None:
        paths = {name[-6:-4]: self.folder / name for name in self.files}
        rows = list(progress(read_areas(paths), self.title))
        there: dict[str, Area] = {}
        for level in _levels(rows):
            self.add([_area(row, there) for row in level], "code")
            there = by_key(Area, "code")


def _levels(rows: list[AreaRow]) -> list[list[AreaRow]]:
    """The rows by depth, so that a parent has its number before its parts are inserted."""
    depth: dict[str, int] = {"": 0}
    levels: list[list[AreaRow]] = []
    for row in rows:
        depth[row.code] = depth[row.parent] + 1
        levels.extend([] for _ in range(depth[row.code] - len(levels)))
        levels[depth[row.code] - 1].append(row)
    return levels


def _area(row: AreaRow, there: dict[str, Area]) -> Area:
    return Area(
        code=row.code, m49=row.m49, kind=row.kind, parent=there.get(row.parent), **in_languages("name", row.names)
    )
