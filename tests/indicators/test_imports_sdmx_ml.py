import gzip

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
        (sdmx_files.SPECIFIC.replace("DataSet>", 'DataSet action="Delete">', 1), "deletes what was published"),
        (sdmx_files.FOOTER, r"error message of the source \(413\): Ask again later"),
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


def test_what_holds_for_a_data_set_or_a_group_holds_for_its_observations(lists, tmp_path):
    """A multiplier that is passed over would make persons of thousands."""
    units = ' UNIT_MEASURE="PS" UNIT_MULT="3"'
    specific = sdmx_files.SPECIFIC.replace(units, "")
    of_all = specific.replace("<message:DataSet>", f"<message:DataSet{units}>")
    group = (
        f'<Group xsi:type="n:Siblings" REF_AREA="MEX" ECO="ECO_ISIC4_F"{units}/><Group REF_AREA="FRA" UNIT_MULT="6"/>'
    )
    of_group = specific.replace("<message:DataSet>", f'<message:DataSet xmlns:xsi="x">{group}')
    values = '<g:Value id="UNIT_MEASURE" value="PS"/><g:Value id="UNIT_MULT" value="3"/>'
    generic = sdmx_files.GENERIC_DATA.replace(f"<g:Attributes>{values}</g:Attributes>", "")
    key = '<g:GroupKey><g:Value id="REF_AREA" value="MEX"/></g:GroupKey>'
    of_generic = [
        generic.replace("<message:DataSet>", f"<message:DataSet>{added}")
        for added in (
            f"<g:Attributes>{values}</g:Attributes>",
            f"<g:Group>{key}<g:Attributes>{values}</g:Attributes></g:Group>",
        )
    ]
    for text in (of_all, of_group, *of_generic):
        assert {row.unit for row in read_sdmx_ml(saved(tmp_path, text))} == {"thousand persons"}


def test_each_data_set_has_its_own_structure_and_observations_may_differ_in_any_dimension(tmp_path):
    head = """<message:Structure structureID="{0}" dimensionAtObservation="ECO"><common:StructureUsage>
        <URN>urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=OECD:DF_{0}(1.0)</URN>
        </common:StructureUsage></message:Structure>"""
    data = """<message:DataSet structureRef="{0}"><g:Series><g:SeriesKey><g:Value id="REF_AREA" value="FRA"/>
        <g:Value id="TIME_PERIOD" value="2020"/></g:SeriesKey><g:Obs><g:ObsDimension value="ECO_ISIC4_F"/>
        <g:ObsValue value="1"/></g:Obs></g:Series></message:DataSet>"""
    text = sdmx_files.GENERIC_DATA
    before = text.index("<message:Structure ")
    heads = "".join(head.format(name) for name in "AB")
    text = f"{text[:before]}{heads}</message:Header>{''.join(data.format(name) for name in 'BA')}</message:GenericData>"
    path = saved(tmp_path, text)
    path.write_bytes(gzip.compress(path.read_bytes()))
    assert [(row.indicator, row.year, row.activity) for row in read_sdmx_ml(path)] == [
        ("B", "2020", "F"),
        ("A", "2020", "F"),
    ]
