"""The United Nations' M49 list of countries, areas and regions, as the Statistics Division publishes it in CSV."""

from dataclasses import dataclass
from pathlib import Path

from groundwork.places import Area
from groundwork.tabular import UnreadableFileError, read_csv

LEVELS = ("Global", "Region", "Sub-region", "Intermediate Region")  # each has a Code and a Name column
COUNTRY, M49, ISO3 = "Country or Area", "M49 Code", "ISO-alpha3 Code"


@dataclass(frozen=True)
class AreaRow:
    code: str
    m49: str
    kind: str
    names: dict[str, str]
    parent: str  # code of the area it lies in, empty for the world


def read_areas(paths: dict[str, Path]) -> list[AreaRow]:
    """The areas, parents before their parts, from one file for each language. Raises UnreadableFileError."""
    columns = [f"{level} {part}" for level in LEVELS for part in ("Code", "Name")] + [COUNTRY, M49, ISO3]
    names: dict[str, dict[str, str]] = {}
    rows: dict[str, AreaRow] = {}
    for language, path in paths.items():
        for line in read_csv(path, columns):
            for code, m49, kind, name, parent in _chain(line):
                names.setdefault(code, {})[language] = name
                rows.setdefault(code, AreaRow(code, m49, kind, names[code], parent))
    for code, texts in names.items():
        if set(texts) != set(paths):
            raise UnreadableFileError(f"M49: area {code} is not in the files of all languages.")
    return sorted(rows.values(), key=lambda row: [Area.Kind.WORLD, Area.Kind.REGION, Area.Kind.COUNTRY].index(row.kind))


def _chain(line: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    """From the world down to the country of a line: code, M49 number, kind, name, code of the parent."""
    chain, parent = [], ""
    for level in LEVELS:
        code = line[f"{level} Code"]
        if code:
            kind = Area.Kind.REGION if parent else Area.Kind.WORLD
            chain.append((code, code, kind, line[f"{level} Name"].strip(), parent))
            parent = code
    chain.append((line[ISO3].lower() or line[M49], line[M49], Area.Kind.COUNTRY, line[COUNTRY].strip(), parent))
    return chain
