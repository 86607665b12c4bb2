"""A row of any layout, before anything in it is believed."""

from dataclasses import dataclass
from typing import NamedTuple


class RawRow(NamedTuple):
    """Codes are in the portal's words (docs/statistics.md): which code of a layout means what, its reader knows."""

    number: int  # in the file, counted as a spreadsheet does: the heading is 1
    indicator: str
    area: str  # ISO 3166-1 alpha-3, M49 number, or a code of the ILO's for a region
    year: str
    sex: str  # T, F, M
    classification: str
    activity: str
    value: str
    unit: str
    status: str  # a letter of indicators.codes.Status
    version: str  # of the data, in the words of the source


@dataclass(frozen=True)
class RowError:
    number: int
    reason: str


class RefusedFileError(Exception):
    """Nothing of the file was taken. `errors` are the first of the bad rows, `count` is how many there are.

    `unknown` holds codes that no list of the portal has, by kind (checking.KINDS), with the number of their rows.
    """

    def __init__(self, errors: list[RowError], count: int, unknown: dict[str, dict[str, int]]) -> None:
        super().__init__(f"{count} rows cannot be taken.")
        self.errors, self.count, self.unknown = errors, count, unknown
