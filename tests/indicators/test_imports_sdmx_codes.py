import pytest

from indicators.imports.sdmx_codes import code_only, indicator_of, row_of


@pytest.mark.parametrize(
    ("structure", "code"),
    [("ILO:DF_EMP_TEMP_SEX_ECO_NB(1.0)", "EMP_TEMP_SEX_ECO_NB"), ("EMP", "EMP"), ("", ""), ("DF_X", "X")],
)
def test_indicator_is_named_by_the_structure(structure, code):
    assert indicator_of(structure) == code


def test_code_stands_before_its_name():
    assert [code_only(cell) for cell in ("FRA: France", "FRA", " FRA ")] == ["FRA"] * 3


@pytest.mark.parametrize(
    ("eco", "expected"),
    [
        ("ECO_ISIC4_TOTAL", ("ISIC4", "TOTAL")),
        ("ECO_DETAILS_LMN", ("ISIC4", "LMN")),
        ("ECO_ISIC3_D", ("ISIC31", "D")),
        ("ECO_SECTOR_AGR", ("BROAD", "AGR")),
        ("ECO_OCU_1", ("OCU", "1")),
    ],
)
def test_activity_says_its_classification(eco, expected):
    row = row_of(1, {"ECO": eco, "OBS_VALUE": "1"}, indicator="EMP", version="")
    assert (row.classification, row.activity) == expected


def test_what_groups_the_same_people_otherwise_is_left_out():
    assert row_of(1, {"ECO": "ECO_AGGREGATE_AGR", "OBS_VALUE": "1"}, indicator="EMP", version="") is None


def test_missing_is_left_out_only_where_the_source_says_so():
    assert row_of(1, {"OBS_VALUE": "", "OBS_STATUS": "M"}, indicator="EMP", version="") is None
    assert row_of(1, {"OBS_VALUE": "", "OBS_STATUS": ""}, indicator="EMP", version="").value == ""
