import pytest

from groundwork.tabular import UnreadableFileError
from indicators.imports.files import import_file
from indicators.imports.rows import RefusedFileError
from indicators.imports.sdmx_ml import read_sdmx_ml
from indicators.models import Observation, Vintage
from tests.indicators import sdmx_files

STORED = [(0, 2020, 40.0, 4), (1, 2020, 12.5, 0), (1, 2021, 13.0, 1)]
BOTH = pytest.mark.parametrize("text", [sdmx_files.GENERIC_DATA, sdmx_files.SPECIFIC], ids=["generic", "specific"])


def saved(tmp_path, text: str):
    path = tmp_path / "message.xml"
    path.write_text(text)
    return path


@BOTH
def test_message_becomes_a_vintage(lists, tmp_path, text):
    (added,) = import_file(saved(tmp_path, text))

    found = Observation.objects.order_by("sex", "year").values_list("sex", "year", "value", "status")
    assert list(found) == STORED
    assert (added.vintage.version, added.indicator.code) == ("EMP, prepared 2026-11-22", "EMP")
    assert added.vintage.series.get().unit == "thousand persons"


@BOTH
def test_wrong_observation_is_named_by_its_line(lists, tmp_path, text):
    path = saved(tmp_path, text.replace('"13"', '"many"'))
    line = next(number for number, words in enumerate(path.read_text().splitlines(), start=1) if "many" in words)

    with pytest.raises(RefusedFileError) as refused:
        import_file(path)

    assert [(error.number, error.reason) for error in refused.value.errors] == [(line, "“many” is not a number.")]
    assert not Vintage.objects.exists()


@BOTH
def test_value_that_the_source_says_is_missing_is_no_observation(lists, tmp_path, text):
    path = saved(tmp_path, text.replace('"13"', '"NaN"').replace('"B"', '"M"'))
    import_file(path)
    assert Observation.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (sdmx_files.ERROR, r"error message of the source \(100\): No results found"),
        (sdmx_files.BOMB, "defines a document type"),
        (sdmx_files.OUTSIDE, "defines a document type"),
        (sdmx_files.DEEP, "nested too deep"),
        (sdmx_files.STRUCTURE, "without data"),
        (sdmx_files.SPECIFIC[:-200], "cannot be read as XML"),
        ("<", "cannot be read as XML"),
    ],
)
def test_what_is_no_data_is_refused_with_its_reason(lists, tmp_path, text, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        import_file(saved(tmp_path, text))
    assert not Vintage.objects.exists()


def test_flat_observations_carry_their_own_key(tmp_path):
    text = sdmx_files.SPECIFIC.replace("<Series ", "<Group ").replace("</Series>", "")
    flat = '<Obs REF_AREA="MEX" SEX="SEX_T" ECO="ECO_ISIC4_F" TIME_PERIOD="2020" OBS_VALUE="1"/>'
    text = f"{text[: text.index('<Group ')]}{flat}</message:DataSet></message:StructureSpecificData>"
    (row,) = read_sdmx_ml(saved(tmp_path, text))
    assert (row.area, row.sex, row.classification, row.activity, row.year) == ("MEX", "T", "ISIC4", "F", "2020")
