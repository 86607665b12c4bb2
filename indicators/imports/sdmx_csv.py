"""SDMX-CSV 1.0 and 2.0, and the tables of ILOSTAT's bulk download."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from groundwork.tabular import UnreadableFileError
from indicators.imports.rows import RawRow
from indicators.imports.sdmx_codes import code_only, indicator_of, row_of
from indicators.imports.tidy import read_records
from indicators.models.activities import TOTAL

COLUMNS_OF_2015 = {
    "REF_AREA": "Country_Code",
    "INDICATOR": "Indicator_Code",
    "UNIT_MEASURE": "Unit_Measure_Code",
    "UNIT_MULT": "Unit_Multiplier_Code",
    "SEX": "Sex_Item_Code",
    "ECO": "Classif1_Version_Item_Code",
    "TITLE": "Classif1_Item_Label",
    "TIME_PERIOD": "Time",
    "OBS_VALUE": "Obs_Value",
    "OBS_STATUS": "Flag_Code",
}
TITLE_OF_TOTAL = "Total"
DELETES = {"D"}  # of the column ACTION


def read_sdmx_csv_1(path: Path) -> Iterator[RawRow]:
    """`DATAFLOW` names structure and version in each row."""
    return _read(path, "DATAFLOW", ("REF_AREA", "TIME_PERIOD", "OBS_VALUE"))


def read_sdmx_csv_2(path: Path) -> Iterator[RawRow]:
    """`STRUCTURE_ID` names it, `ACTION` what is to be done with the row."""
    return _read(path, "STRUCTURE_ID", ("ACTION", "REF_AREA", "TIME_PERIOD", "OBS_VALUE"))


def _read(path: Path, structure: str, columns: tuple[str, ...]) -> Iterator[RawRow]:
    for number, record in read_records(path, (structure, *columns)):
        if record.get("ACTION", "") in DELETES:
            raise UnreadableFileError(
                _("%(file)s, row %(row)s: deletes what was published; undo the vintage instead.")
                % {"file": path.name, "row": number}
            )
        of, codes = record[structure], {name.upper(): code_only(cell) for name, cell in record.items()}
        row = row_of(number, codes, indicator=indicator_of(of), version=of)
        if row is not None:
            yield row


def read_ilostat(path: Path) -> Iterator[RawRow]:
    """Columns `ref_area, indicator, source, sex, classif1, time, obs_value, obs_status`; it names no unit."""
    for number, record in read_records(path, ("ref_area", "indicator", "time", "obs_value")):
        codes = {name.upper(): cell.strip() for name, cell in record.items()}
        codes["TIME_PERIOD"] = codes["TIME"]
        row = row_of(number, codes, indicator=codes["INDICATOR"], version=f"ILOSTAT, {path.name}")
        if row is not None and row.value:  # its tables have a row for what is missing, without a word on it
            yield row


def read_ilostat_2015(path: Path) -> Iterator[RawRow]:
    """The layout of 2015: forty columns, in which an activity is named by its classification and its title alone."""
    for number, record in read_records(path, tuple(COLUMNS_OF_2015.values())):
        codes = {name: record[column].strip() for name, column in COLUMNS_OF_2015.items()}
        title = codes.pop("TITLE")
        codes["ECO"] = f"{codes['ECO']}_{TOTAL if title == TITLE_OF_TOTAL else title}"
        row = row_of(number, codes, indicator=codes["INDICATOR"], version=f"ILOSTAT, {path.name}")
        if row is not None and row.value:
            yield row
