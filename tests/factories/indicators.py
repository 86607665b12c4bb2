from collections.abc import Iterable

import factory

from groundwork.places import Area
from indicators.codes import Classification, Status
from indicators.models import (
    ActivityCode,
    ActivityMapping,
    Coverage,
    DataGap,
    Indicator,
    Observation,
    Series,
    StagedStatistics,
    Vintage,
)
from tests.factories.groundwork import AreaFactory, ModelFactory, StagedFileFactory
from tests.factories.sectors import SectorFactory


class IndicatorFactory(ModelFactory):
    class Meta:
        model = Indicator

    code = factory.Sequence(lambda n: f"IND_{n}")
    name = factory.Sequence(lambda n: f"Indicator {n}")
    short_name = factory.Sequence(lambda n: f"Short {n}")
    definition = "What is counted."
    source = "Bureau of Numbers"
    licence = "CC BY 4.0"
    credit = "Bureau of Numbers, 2026"


class VintageFactory(ModelFactory):
    class Meta:
        model = Vintage

    indicator = factory.SubFactory(IndicatorFactory)
    version = factory.Sequence(lambda n: f"release {n}")
    file_name = "numbers.csv"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    observations = 1


class SeriesFactory(ModelFactory):
    class Meta:
        model = Series

    vintage = factory.SubFactory(VintageFactory)
    classification = Classification.ISIC4
    unit = "thousand persons"


class ActivityCodeFactory(ModelFactory):
    class Meta:
        model = ActivityCode

    classification = Classification.ISIC4
    code = factory.Sequence(lambda n: f"A{n}")
    title = factory.Sequence(lambda n: f"Activity {n}")


class ActivityMappingFactory(ModelFactory):
    class Meta:
        model = ActivityMapping

    activity = factory.SubFactory(ActivityCodeFactory)
    sector = factory.SubFactory(SectorFactory)
    exactness = ActivityMapping.Exactness.EXACT


class ObservationFactory(ModelFactory):
    class Meta:
        model = Observation

    series = factory.SubFactory(SeriesFactory)
    area = factory.SubFactory(AreaFactory)
    activity = factory.SubFactory(ActivityCodeFactory)
    year = 2020
    value = 1.5


class CoverageFactory(ModelFactory):
    class Meta:
        model = Coverage

    series = factory.SubFactory(SeriesFactory)
    area = factory.SubFactory(AreaFactory)
    activity = factory.SubFactory(ActivityCodeFactory)
    first_year = 2010
    last_year = 2020
    observations = 11
    by_sex = False


class StagedStatisticsFactory(StagedFileFactory):
    class Meta:
        model = StagedStatistics

    subject = "statistics"


class DataGapFactory(ModelFactory):
    class Meta:
        model = DataGap

    indicator = factory.SubFactory(IndicatorFactory)
    sector = factory.SubFactory(SectorFactory)
    plan = factory.Sequence(lambda n: f"Plan {n}")


def observed(
    series: Series, area: Area, activity: ActivityCode, values: dict[int, float | tuple[float, int]], sex: int = 0
) -> None:
    """Values by year, or pairs of value and status, with their coverage, as an import writes them."""
    rows: Iterable[Observation] = [
        Observation(
            series=series,
            area=area,
            activity=activity,
            sex=sex,
            year=year,
            value=found[0] if isinstance(found, tuple) else found,
            status=found[1] if isinstance(found, tuple) else 0,
        )
        for year, found in values.items()
    ]
    Observation.objects.bulk_create(rows)
    years = {"first_year": min(values), "last_year": max(values)}
    differs = any(isinstance(found, tuple) and found[1] == Status.DEFINITION for found in values.values())
    counted = {"observations": len(values), "by_sex": bool(sex), "differs": differs}
    Coverage.objects.update_or_create(series=series, area=area, activity=activity, defaults=years | counted)
