"""A small statistical world: a sector that is one activity, one that is a part, one that has only a wider activity."""

from types import SimpleNamespace

import pytest

from groundwork.places import Area
from indicators.codes import Status
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import (
    ActivityCodeFactory,
    ActivityMappingFactory,
    IndicatorFactory,
    SeriesFactory,
    observed,
)
from tests.factories.sectors import SectorFactory


@pytest.fixture
def hours(db) -> SimpleNamespace:
    """Weekly hours in Mexico: construction with a break in 2020, mining only as a section that holds oil too."""
    world = SimpleNamespace()
    world.indicator = IndicatorFactory(code="HOW", name="Mean weekly hours", short_name="Weekly hours")
    world.series = SeriesFactory(vintage__indicator=world.indicator, unit="hours per week", vintage__version="Dec 2024")
    world.mexico = AreaFactory(code="mex", name="Mexico")
    world.construction = SectorFactory(slug="construction", name="Construction")
    world.mining = SectorFactory(slug="mining", name="Mining")
    world.oil = SectorFactory(slug="oil-gas", name="Oil and gas")
    world.f, world.b, world.total = (
        ActivityCodeFactory(code=code, title=title)
        for code, title in (("F", "Construction"), ("B", "Mining and quarrying"), ("TOTAL", "Total"))
    )
    ActivityMappingFactory(activity=world.f, sector=world.construction, exactness="exact")
    ActivityMappingFactory(activity=world.b, sector=world.mining, exactness="superset")
    ActivityMappingFactory(activity=world.b, sector=world.oil, exactness="overlap")
    values = {
        2017: 45.8,
        2018: 45.8,
        2019: 45.1,
        2020: (41.6, Status.BREAK),
        2022: 45.2,
        2023: (45.5, Status.PROVISIONAL),
    }
    observed(world.series, world.mexico, world.f, values)
    observed(world.series, world.mexico, world.b, {2023: 50.1})
    observed(world.series, world.mexico, world.total, {2022: 43.0, 2023: 43.2})
    return world


def another_country(world: SimpleNamespace, code: str, values: dict) -> Area:
    area = AreaFactory(code=code, name=code.upper())
    observed(world.series, area, world.f, values)
    return area
