"""Tables of ILOSTAT: of its bulk download and its CSV service, by codes or by labels, and the layout of 2015."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from indicators.imports.rows import RawRow
from indicators.imports.sdmx_codes import row_of
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
LABEL = ".LABEL"
ACTIVITY_LABEL = re.compile(r"Economic activity \((?P<classification>[^)]*)\): (?P<activity>.+)")
CLASSIFICATION_LABELS = {
    "ISIC-Rev.4": "ISIC4",
    "ISIC-Rev.3.1": "ISIC3",
    "ISIC-Rev.2": "ISIC2",
    "Broad sector": "SECTOR",
    "Aggregate": "AGGREGATE",
}
SECTION_LABEL = re.compile(r"([A-Z]|\d\d)(?:\.| -) .+")  # "A. Agriculture; forestry and fishing"
UNIT_BEHIND = re.compile(r" \([^()]*\)$")  # "Employment by sex and economic activity (thousands)"
SEX_LABELS = {"total": "T", "female": "F", "male": "M"}
STATUS_LABELS = (  # how labels of a status begin, and its code
    *(("break", "B"), ("time series break", "B"), ("unreliable", "U"), ("low reliability", "U")),
    *(("not significant", "S"), ("provisional", "P"), ("estimat", "E"), ("imput", "E"), ("forecast", "F")),
    *(("definition", "D"), ("normal", "A")),
)


def read_ilostat(path: Path) -> Iterator[RawRow]:
    """Columns `ref_area, indicator, source, sex, classif1, time, obs_value, obs_status`; it names no unit."""
    for number, record in read_records(path, ("ref_area", "indicator", "time", "obs_value")):
        codes = {name: cell.strip() for name, cell in record.items()}
        yield from _row(number, codes, path)


def read_ilostat_labels(path: Path) -> Iterator[RawRow]:
    """The same with labels in place of codes (`ref_area.label` …), in English: what they name is found by its name."""
    for number, record in read_records(path, ("ref_area.label", "indicator.label", "time", "obs_value")):
        cells = {name.removesuffix(LABEL): cell.strip() for name, cell in record.items()}
        yield from _row(number, _codes(cells), path)


def _row(number: int, codes: Mapping[str, str], path: Path) -> Iterator[RawRow]:
    record = {**codes, "TIME_PERIOD": codes["TIME"]}
    row = row_of(number, record, indicator=codes["INDICATOR"], version=f"ILOSTAT, {path.name}")
    if row is not None and row.value:  # its tables have a row for what is missing, without a word on it
        yield row


def _codes(cells: Mapping[str, str]) -> dict[str, str]:
    sex, status = cells.get("SEX", "").removeprefix("Sex: "), cells.get("OBS_STATUS", "")
    return {
        **{name: _activity(cell) if name.startswith("CLASSIF") else cell for name, cell in cells.items()},
        "INDICATOR": UNIT_BEHIND.sub("", cells["INDICATOR"]),
        "SEX": SEX_LABELS.get(sex.casefold(), sex),
        "OBS_STATUS": next((code for begin, code in STATUS_LABELS if status.casefold().startswith(begin)), status),
    }


def _activity(label: str) -> str:
    """The code of an activity, or its classification and title; other breakdowns as they are."""
    if not (found := ACTIVITY_LABEL.fullmatch(label)):
        return label
    kind, activity = found["classification"], found["activity"]
    if section := SECTION_LABEL.fullmatch(activity):
        activity = section[1]
    elif activity == TITLE_OF_TOTAL:
        activity = TOTAL
    return f"ECO_{CLASSIFICATION_LABELS.get(kind, kind)}_{activity}"


def read_ilostat_2015(path: Path) -> Iterator[RawRow]:
    """The layout of 2015: forty columns, in which an activity is named by its classification and its title alone."""
    for number, record in read_records(path, tuple(COLUMNS_OF_2015.values())):
        codes = {name: record[column.upper()].strip() for name, column in COLUMNS_OF_2015.items()}
        title = codes.pop("TITLE")
        codes["ECO"] = f"{codes['ECO']}_{TOTAL if title == TITLE_OF_TOTAL else title}"
        yield from _row(number, codes | {"TIME": codes["TIME_PERIOD"]}, path)
