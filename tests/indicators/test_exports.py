import pytest

from indicators.codes import Sex, Status
from indicators.exports import FORMATS, stored
from indicators.imports.files import import_file
from indicators.models import Observation, Vintage
from indicators.units import UNITS
from tests.factories.indicators import ActivityCodeFactory, SeriesFactory, observed


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_written_is_read_again_as_the_same_values(hours, tmp_path, ending):
    """In every classification and unit, of women, with every status that the layout has a word for."""
    vintage = hours.series.vintage
    money = SeriesFactory(vintage=vintage, classification="NACE2", unit="USD per employee per year")
    statuses = [one for one in Status if ending == "csv" or one != Status.DERIVED]
    values = {2000 + one: (-one / 7, one) for one in statuses}
    observed(money, hours.mexico, ActivityCodeFactory(classification="NACE2", code="C10-C12"), values, sex=Sex.FEMALE)
    observed(
        SeriesFactory(vintage=vintage, classification="BROAD", unit="thousand persons"),
        hours.mexico,
        ActivityCodeFactory(classification="BROAD", code="AGR"),
        {2020: 1e9},
    )
    path = tmp_path / f"file.{ending}"
    path.write_text("".join(FORMATS[ending].written(stored(vintage, None))))

    (added,) = import_file(path)
    changed = {name: count for name, count in added.report.items() if name in {"added", "changed", "gone"}}
    assert (added.vintage, changed) == (None, {"added": 0, "changed": 0, "gone": 0})


def test_sdmx_has_no_word_for_what_was_calculated_so_a_comment_says_it(hours):
    observed(hours.series, hours.mexico, hours.total, {2001: (1.0, Status.DERIVED)})
    (line,) = (one for one in FORMATS["sdmx.csv"].written(stored(hours.series.vintage, None)) if ",2001," in one)
    assert ",A,HR,0," in line
    assert "calculated from the source’s figures" in line


def test_units_are_told_apart(db):
    assert len({unit.sdmx or unit.code for unit in UNITS.values()}) == len(UNITS)


def test_file_has_one_vintage_only(hours):
    older = Vintage.objects.get()
    newer = SeriesFactory(vintage__indicator=hours.indicator)
    observed(newer, hours.mexico, hours.f, {2020: 40.0})
    assert [one.value for one in stored(newer.vintage, None)] == [40.0]
    assert len(list(stored(older, None))) == Observation.objects.count() - 1
