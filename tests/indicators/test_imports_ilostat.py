import gzip

import pytest

from indicators.imports.files import import_file
from indicators.imports.ilostat import read_ilostat, read_ilostat_labels
from indicators.imports.rows import RefusedFileError
from indicators.models import Observation
from tests.factories.indicators import SeriesFactory
from tests.indicators import sdmx_files

HEADING = "ref_area.label,source.label,indicator.label,sex.label,classif1.label,time,obs_value,obs_status.label"


def saved(tmp_path, *lines: str):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([HEADING, *lines]) + "\n")
    return path


def test_table_of_labels_holds_what_the_table_of_codes_holds(lists, tmp_path):
    SeriesFactory(vintage__indicator=lists[0], unit="persons")
    lists[0].name_en = "Employment by sex"
    lists[0].save()
    survey, construction = '"BA - Labour survey","Employment by sex (thousands)"', "Economic activity (ISIC-Rev.4)"
    path = saved(
        tmp_path,
        f"Mexico,{survey},Female,{construction}: F. Construction,2020,12.5,",
        f"Mexico,{survey},Sex: Female,{construction}: Construction,2021,13,Break in series",
        f"Mexico,{survey},Total,{construction}: F. Construction,2020,40,Provisional",
        f"Mexico,{survey},Total,Economic activity (Aggregate): Construction,2020,40,",
        f"Mexico,{survey},Male,{construction}: F. Construction,2020,,",
    )
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    (added,) = import_file(packed)

    found = Observation.objects.filter(series__vintage=added.vintage).order_by("sex", "year")
    assert list(found.values_list("sex", "year", "value", "status")) == [
        (0, 2020, 40.0, 4),
        (1, 2020, 12.5, 0),
        (1, 2021, 13.0, 1),
    ]


def test_what_no_list_has_is_named_by_its_label(lists, tmp_path):
    path = saved(tmp_path, "Atlantis,BA,EMP,Total,Economic activity (ISIC-Rev.4): Z. Magic,2020,1,")
    with pytest.raises(RefusedFileError) as refused:
        import_file(path)
    assert refused.value.unknown == {"area": {"atlantis": 1}}


def test_breakdown_by_something_else_is_refused_and_its_whole_is_taken(tmp_path):
    text = sdmx_files.ILOSTAT.replace(",classif1,", ",classif2,classif1,")
    lines = text.replace(",ECO_ISIC4", ",AGE_YTHADULT_Y15-24,ECO_ISIC4", 1).replace("_F,ECO", "_F,AGE_X_TOTAL,ECO")
    path = tmp_path / "table.csv"
    path.write_text("\n".join(line for line in lines.splitlines() if line.count(",") == 8))
    assert [(row.classification, row.activity) for row in read_ilostat(path)] == [
        ("AGE_YTHADULT_Y15-24", "F"),
        ("ISIC4", "F"),
    ]


def test_total_of_the_labels_is_the_code_of_all_activities(tmp_path):
    path = saved(tmp_path, "World,M,EMP,Total,Economic activity (ISIC-Rev.4): Total,2020,1,")
    (row,) = read_ilostat_labels(path)
    assert (row.classification, row.activity, row.sex) == ("ISIC4", "TOTAL", "T")
