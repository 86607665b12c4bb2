import pytest

from groundwork.tabular import UnreadableFileError
from indicators.imports.files import import_file
from indicators.imports.rows import RefusedFileError
from indicators.imports.sdmx_csv import read_sdmx_csv_1
from indicators.models import Observation
from tests.factories.indicators import SeriesFactory
from tests.indicators import sdmx_files

STORED = [(0, 2020, 40.0, 4), (1, 2020, 12.5, 0), (1, 2021, 13.0, 1)]


def saved(tmp_path, text: str):
    path = tmp_path / "numbers.csv"
    path.write_text(text)
    return path


def stored(vintage):
    rows = Observation.objects.filter(series__vintage=vintage).order_by("sex", "year")
    return list(rows.values_list("sex", "year", "value", "status"))


@pytest.mark.parametrize("text", [sdmx_files.CSV_1, sdmx_files.CSV_2], ids=["1.0", "2.0"])
def test_sdmx_csv_becomes_a_vintage(lists, tmp_path, text):
    (added,) = import_file(saved(tmp_path, text))
    assert stored(added.vintage) == STORED
    assert added.vintage.version == "ILO:DF_EMP(1.0)"


def test_names_behind_codes_are_left_out(lists, tmp_path):
    text = sdmx_files.CSV_1.replace(",MEX,", ",MEX: Mexico,").replace("ECO_ISIC4_F", "ECO_ISIC4_F: Construction")
    (added,) = import_file(saved(tmp_path, text))
    assert stored(added.vintage) == STORED


def test_row_that_says_something_of_a_group_of_values_is_refused_in_words(lists, tmp_path):
    heading, first, *_others = sdmx_files.CSV_2.strip().splitlines()
    of_group = first.replace(",2020,12.5,", ",,,")
    with pytest.raises(UnreadableFileError, match=r"row 3: has no period"):
        import_file(saved(tmp_path, "\n".join([heading, first, of_group])))


def test_ilostat_table_takes_the_unit_that_the_indicator_has(lists, tmp_path):
    SeriesFactory(vintage__indicator=lists[0], unit="persons")
    (added,) = import_file(saved(tmp_path, sdmx_files.ILOSTAT))
    assert stored(added.vintage) == STORED
    assert added.vintage.series.get().unit == "persons"


def test_ilostat_table_of_an_indicator_without_a_unit_is_refused(lists, tmp_path):
    with pytest.raises(RefusedFileError) as refused:
        import_file(saved(tmp_path, sdmx_files.ILOSTAT))
    assert "names no unit" in refused.value.errors[0].reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("ECO_ISIC4_F", "ECO_OCU_1", "the classification “OCU” is not known here."),
        (",PS,3", ",PS,6", "the unit “PS × 10^6” is not known here."),
        (",2020,", ",2020-Q1,", "“2020-Q1” is not a year between 1900 and 2100."),
        ("SEX_F", "SEX_O", "the sex “O” is not known here."),
    ],
)
def test_code_without_a_meaning_here_is_named(lists, tmp_path, old, new, reason):
    with pytest.raises(RefusedFileError) as refused:
        import_file(saved(tmp_path, sdmx_files.CSV_1.replace(old, new)))
    assert reason in {error.reason for error in refused.value.errors}


def test_row_that_deletes_is_refused(lists, tmp_path):
    with pytest.raises(UnreadableFileError, match="row 2: deletes"):
        import_file(saved(tmp_path, sdmx_files.CSV_2.replace(",I,", ",D,")))


def test_names_in_the_heading_other_marks_between_cells_and_years_as_days_are_read(lists, tmp_path):
    """As the standard's own examples have them: labels=both, timeFormat=normalized, the mark that parts values."""
    text = sdmx_files.CSV_2.replace("ILO:DF_EMP(1.0)", "ILO:DF_EMP(1.0): Employment").replace(",", ";")
    text = text.replace("STRUCTURE;", "STRUCTURE[|];").replace("REF_AREA", "REF_AREA: Reference area")
    text = text.replace("OBS_VALUE", "OBS_VALUE: Value").replace(";2020;", ";2020-01-01T00:00:00/P1Y;")
    (added,) = import_file(saved(tmp_path, text))
    assert stored(added.vintage) == STORED
    assert added.vintage.version == "ILO:DF_EMP(1.0)"


def test_dimensions_as_another_agency_calls_them(lists, tmp_path):
    text = "DATAFLOW,LAST UPDATE,freq,unit,sex,nace_r2,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    text += "ESTAT:EMP(1.0),x,A,THS_PER,T,F,MEX,2020,40,p\n"
    (row,) = read_sdmx_csv_1(saved(tmp_path, text))
    assert (row.area, row.sex, row.classification, row.activity, row.status) == ("MEX", "T", "NACE2", "F", "P")
    assert (row.indicator, row.unit) == ("EMP", "thousand persons")
