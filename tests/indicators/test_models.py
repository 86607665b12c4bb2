import pytest
from django.db import IntegrityError, connection

from indicators.models import ActivityMapping, Coverage, DataGap, Observation, Series, Vintage
from tests.factories.indicators import (
    ActivityMappingFactory,
    CoverageFactory,
    DataGapFactory,
    IndicatorFactory,
    ObservationFactory,
    SeriesFactory,
    VintageFactory,
)


@pytest.mark.parametrize("model", [Series, Coverage])
def test_current_rows_are_those_of_the_newest_vintage_of_each_indicator(db, model):
    employment, hours = IndicatorFactory(), IndicatorFactory()
    old, new, only = (VintageFactory(indicator=one) for one in (employment, employment, hours))
    series = [SeriesFactory(vintage=one) for one in (old, new, only)]
    coverage = [CoverageFactory(series=one) for one in series]

    assert set(Vintage.objects.current()) == {new, only}
    assert set(model.objects.current()) == set((series if model is Series else coverage)[1:])


def test_one_value_stands_at_one_key(db):
    made = ObservationFactory()
    with pytest.raises(IntegrityError):
        ObservationFactory(series=made.series, area=made.area, activity=made.activity, value=2)


def test_observation_is_compact():
    """Of a row of 52 bytes, 28 are its columns: none may grow unnoticed."""
    sizes = {"value": "double precision", "series": "integer", "activity": "smallint", "area": "bigint"}
    sizes |= dict.fromkeys(("year", "sex", "status"), "smallint")
    found = {field.name: field.db_type(connection) for field in Observation._meta.concrete_fields if field.column}
    assert found == sizes


@pytest.mark.parametrize(
    ("exactness", "within"), [("exact", True), ("subset", True), ("superset", False), ("overlap", False)]
)
def test_only_what_lies_within_a_sector_may_be_added_for_it(db, exactness, within):
    assert ActivityMappingFactory(exactness=exactness).lies_within is within
    assert ActivityMapping.Exactness(exactness)


def test_gap_is_registered_once_for_everywhere(db):
    gap = DataGapFactory()
    with pytest.raises(IntegrityError):
        DataGapFactory(indicator=gap.indicator, sector=gap.sector)


def test_gap_is_named_by_sector_indicator_and_place(db):
    gap = DataGapFactory(sector__name="Mining", indicator__short_name="Hours")
    assert str(gap) == "Mining – Hours"
    assert DataGap.objects.visible_to(None).get() == gap
