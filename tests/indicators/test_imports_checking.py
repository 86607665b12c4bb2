import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from groundwork.places import Area
from indicators.imports.checking import RowIsBadError, value_of, year_of
from indicators.imports.files import import_file
from indicators.imports.rows import RefusedFileError
from indicators.models import Observation, Vintage
from indicators.units import UNITS
from tests.indicators.numbers import row, write

PERCENT, PERSONS, MONEY = UNITS["percent"], UNITS["persons"], UNITS["million USD"]
BAD_CELLS = [
    ({"value": "12,5"}, "“12,5” has a comma; write a decimal point and no other marks."),
    ({"value": "1.234.567"}, "“1.234.567” is not a number."),
    ({"value": "NaN"}, "it has no value; leave out what is missing."),
    ({"value": ""}, "it has no value; leave out what is missing."),
    ({"value": "inf"}, "“inf” is not a number."),
    ({"value": "1e308"}, "1e308 is no possible value in thousand persons."),
    ({"value": "1e9999"}, "1e9999 is no possible value in thousand persons."),
    ({"value": "-1", "unit": "percent"}, "-1 is no possible value in per cent."),
    ({"value": "100.1", "unit": "percent"}, "100.1 is no possible value in per cent."),
    ({"year": "0"}, "“0” is not a year between 1900 and 2100."),
    ({"year": "3000"}, "“3000” is not a year between 1900 and 2100."),
    ({"year": "2020-01"}, "“2020-01” is not a year between 1900 and 2100."),
    ({"year": "２０２０"}, "“２０２０” is not a year between 1900 and 2100."),
    ({"country_iso3": "ZZZ"}, "the country or area “zzz” is not known here."),
    ({"sex": "W"}, "the sex “W” is not known here."),
    ({"classification": "ISIC5"}, "the classification “ISIC5” is not known here."),
    ({"activity_code": "Z"}, "the activity “ISIC4 Z” is not known here."),
    ({"unit": "bushels"}, "the unit “bushels” is not known here."),
    ({"obs_status": "?"}, "the status “?” is not known here."),
    ({"indicator": "NOPE"}, "the indicator “NOPE” is not known here."),
]


@pytest.mark.parametrize(("cells", "reason"), BAD_CELLS, ids=[str(cells) for cells, _reason in BAD_CELLS])
def test_bad_row_is_named_and_nothing_is_loaded(lists, tmp_path, cells, reason):
    path = write(tmp_path / "numbers.csv", row(year="2018"), row(year="2019"), row(**cells))

    with pytest.raises(RefusedFileError) as refused:
        import_file(path)

    assert [(error.number, error.reason) for error in refused.value.errors if error.number == 4] == [(4, reason)]
    assert not Vintage.objects.exists()
    assert not Observation.objects.exists()


def test_duplicate_key_is_named_with_the_row_it_repeats(lists, tmp_path):
    path = write(tmp_path / "numbers.csv", row(), row(year="2021"), row(value="13"))

    with pytest.raises(RefusedFileError) as refused:
        import_file(path)

    assert [(error.number, error.reason) for error in refused.value.errors] == [(4, "it says again what row 2 says.")]


def test_two_units_in_one_series_are_refused(lists, tmp_path):
    path = write(tmp_path / "numbers.csv", row(), row(year="2021", unit="persons"))

    with pytest.raises(RefusedFileError, match="1 rows") as refused:
        import_file(path)

    assert refused.value.errors[0].number == 3
    assert "its unit is “persons”" in refused.value.errors[0].reason


def test_unknown_codes_are_listed_with_the_number_of_their_rows(lists, tmp_path):
    rows = [row(country_iso3="ZZZ", year=str(year)) for year in range(2001, 2004)]
    path = write(tmp_path / "numbers.csv", *rows, row(activity_code="Z"))

    with pytest.raises(RefusedFileError) as refused:
        import_file(path)

    assert refused.value.unknown == {"area": {"zzz": 3}, "activity": {"ISIC4 Z": 1}}


def test_every_bad_row_is_counted_though_not_listed(lists, tmp_path):
    path = write(tmp_path / "numbers.csv", *(row(value="NaN", year=str(1900 + n % 200)) for n in range(150)))

    with pytest.raises(RefusedFileError) as refused:
        import_file(path)

    assert (refused.value.count, len(refused.value.errors)) == (150, 100)


@pytest.mark.parametrize("code", ["MEX", "mex", "484"])
def test_place_is_known_by_iso_code_and_by_m49_number(lists, tmp_path, code):
    import_file(write(tmp_path / "numbers.csv", row(country_iso3=code)))
    assert Observation.objects.get().area.code == "mex"


def test_world_is_known_by_the_code_of_the_ilo(lists, tmp_path):
    import_file(write(tmp_path / "numbers.csv", row(country_iso3="X01")))
    assert Observation.objects.get().area.name == "World"


@given(st.floats(0, 100))
def test_value_is_read_as_it_was_written(value):
    assert value_of(repr(value), PERCENT) == value


@given(st.text(max_size=30))
@example("0x10")
@example("1_000")
@example(" 1")
@example("１")
@example("--1")
def test_what_is_read_as_a_value_is_a_plain_number_within_the_bounds_of_its_unit(text):
    try:
        value = value_of(text, PERCENT)
    except RowIsBadError:
        return
    assert text.isascii()
    assert 0 <= value <= 100


def test_money_may_be_negative():
    assert value_of("-3.5", MONEY) == -3.5
    with pytest.raises(RowIsBadError):
        value_of("-3.5", PERSONS)


@given(st.text(max_size=6))
def test_what_is_read_as_a_year_is_one(text):
    try:
        year = year_of(text)
    except RowIsBadError:
        return
    assert 1900 <= year <= 2100


@pytest.mark.parametrize(("alpha_3", "written"), [("mex", "MX"), ("grc", "EL"), ("grc", "GR"), ("gbr", "UK")])
def test_country_may_have_two_letters_also_those_of_eurostat(lists, tmp_path, alpha_3, written):
    country, _new = Area.objects.get_or_create(code=alpha_3, defaults={"kind": Area.Kind.COUNTRY, "name": alpha_3})
    import_file(write(tmp_path / "numbers.csv", row(country_iso3=written)))
    assert Observation.objects.get().area == country
