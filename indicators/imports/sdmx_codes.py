"""Codes of SDMX and of ILOSTAT in the portal's words: which dimension, unit, status and activity is which."""

from collections.abc import Mapping

from indicators.codes import Classification, Status
from indicators.imports.rows import RawRow
from indicators.units import UNITS as KNOWN_UNITS

CLASSIFICATIONS = {one.sdmx: one.value for one in Classification} | {"DETAILS": "ISIC4"}  # the ILO's groups of sections
# The same people grouped otherwise, or by a classification that nothing here is mapped to: left out by the readers
LEFT_OUT = ("ECO_AGGREGATE", "ECO_ISIC2")
UNITS = {unit.sdmx or (unit.code, "0"): unit.code for unit in KNOWN_UNITS.values()}
# SDMX CL_OBS_STATUS 2.2, where I is imputed and N not significant, which the ILO writes as S
STATUSES = {"": "", "A": "A", "I": "E", "S": "S"} | {
    status.sdmx: status.letter for status in Status if status is not Status.DERIVED
}
MISSING = {"M", "L", "O", "Q", "H"}  # the source says that there is no value
NO_VALUE = {"", "NaN"}
ACTIVITY_DIMENSIONS = ("ECO", "CLASSIF1", "ACTIVITY")


def indicator_of(structure: str) -> str:
    """ "ILO:DF_EMP_TEMP_SEX_ECO_NB(1.0)" is EMP_TEMP_SEX_ECO_NB."""
    return structure.rpartition(":")[2].partition("(")[0].removeprefix("DF_")


def code_only(cell: str) -> str:
    """SDMX-CSV may write names after codes: "FRA: France" is FRA."""
    return cell.partition(":")[0].strip()


def row_of(number: int, record: Mapping[str, str], *, indicator: str, version: str) -> RawRow | None:
    """The row of an observation's dimensions and attributes, by their names in upper case; None if it is left out."""
    status, value = record.get("OBS_STATUS", ""), record.get("OBS_VALUE", "").strip()
    activity = next((record[name] for name in ACTIVITY_DIMENSIONS if name in record), "ECO_ISIC4_TOTAL")
    if activity.startswith(LEFT_OUT) or (value in NO_VALUE and status in MISSING):
        return None
    classification, code = _activity(activity)
    return RawRow(
        number,
        indicator,
        record.get("REF_AREA", ""),
        record.get("TIME_PERIOD", ""),
        _sex(record.get("SEX", "")),
        classification,
        code,
        value,
        _unit(record),
        STATUSES.get(status, status),
        version,
    )


def _activity(code: str) -> tuple[str, str]:
    """ "ECO_ISIC4_A" is section A of ISIC Rev.4; what is not known stays as it is, to be named as unknown."""
    kind, _, activity = code.removeprefix("ECO_").partition("_")
    return CLASSIFICATIONS.get(kind, kind), activity


def _sex(code: str) -> str:
    letter = code.removeprefix("SEX").removeprefix("_")
    return letter or "T"


def _unit(record: Mapping[str, str]) -> str:
    """Empty where the layout has no unit: then the indicator's own is meant (checking.py)."""
    measure = record.get("UNIT_MEASURE", "")
    multiplier = record.get("UNIT_MULT", "") or "0"
    return UNITS.get((measure, multiplier), f"{measure} × 10^{multiplier}") if measure else ""
