"""Files of observations for tests: a good one, of which a test may spoil a cell."""

import csv
from pathlib import Path

import pytest

from groundwork.places import Area
from indicators.models import ActivityCode, Indicator
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, IndicatorFactory

COLUMNS = [
    "indicator",
    "country_iso3",
    "year",
    "sex",
    "classification",
    "activity_code",
    "value",
    "unit",
    "obs_status",
    "source_version",
]
ROW = ["EMP", "MEX", "2020", "T", "ISIC4", "F", "12.5", "thousand persons", "", "2026 release"]


def row(**cells: str) -> list[str]:
    """`row(value="NaN")`: the good row with other cells."""
    return [cells.get(column, cell) for column, cell in zip(COLUMNS, ROW, strict=True)]


def write(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


@pytest.fixture
def lists(db) -> tuple[Indicator, Area, ActivityCode]:
    """What the good row names."""
    AreaFactory(code="001", m49="001", kind=Area.Kind.WORLD, name="World")
    return (
        IndicatorFactory(code="EMP", short_name="Employment"),
        AreaFactory(code="mex", m49="484", name="Mexico"),
        ActivityCodeFactory(classification="ISIC4", code="F", title="Construction"),
    )
