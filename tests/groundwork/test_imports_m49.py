import pytest

from groundwork.imports.m49 import read_areas
from groundwork.places import Area
from groundwork.tabular import UnreadableFileError

HEADING = (
    "Global Code,Global Name,Region Code,Region Name,Sub-region Code,Sub-region Name,Intermediate Region Code,"
    "Intermediate Region Name,Country or Area,M49 Code,ISO-alpha2 Code,ISO-alpha3 Code\n"
)
ZAMBIA = "001,World,002,Africa,202,Sub-Saharan Africa,014,Eastern Africa,Zambia,894,ZM,ZMB\n"
SARK = "001,World,150,Europe,154,Northern Europe,,,Sark,680,,\n"


def write(folder, name, *lines):
    path = folder / name
    path.write_text(HEADING + "".join(lines), encoding="utf-8")
    return path


def test_read_areas_gives_parents_first_and_names_by_language(tmp_path):
    french = ZAMBIA.replace("World", "Monde").replace("Eastern Africa", "Afrique orientale").replace("Zambia", "Zambie")
    paths = {"en": write(tmp_path, "en.csv", ZAMBIA), "fr": write(tmp_path, "fr.csv", french)}

    rows = read_areas(paths)

    assert [(row.code, row.kind, row.parent) for row in rows] == [
        ("001", Area.Kind.WORLD, ""),
        ("002", Area.Kind.REGION, "001"),
        ("202", Area.Kind.REGION, "002"),
        ("014", Area.Kind.REGION, "202"),
        ("zmb", Area.Kind.COUNTRY, "014"),
    ]
    assert rows[-1].names == {"en": "Zambia", "fr": "Zambie"}
    assert rows[-1].m49 == "894"


def test_read_areas_takes_the_m49_number_where_there_is_no_iso_code(tmp_path):
    rows = read_areas({"en": write(tmp_path, "en.csv", SARK)})

    assert rows[-1].code == "680"


def test_read_areas_refuses_an_area_that_one_language_lacks(tmp_path):
    paths = {"en": write(tmp_path, "en.csv", ZAMBIA, SARK), "fr": write(tmp_path, "fr.csv", ZAMBIA)}

    with pytest.raises(UnreadableFileError, match="is not in the files of all languages"):
        read_areas(paths)
