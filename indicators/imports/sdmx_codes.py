"""Codes of SDMX and of ILOSTAT in the portal's words: which dimension, unit, status and activity is which."""

import re
from collections.abc import Mapping

from indicators.codes import Classification, Status
from indicators.imports.rows import RawRow
from indicators.units import UNITS as KNOWN_UNITS

CLASSIFICATIONS = {one.sdmx: one.value for one in Classification} | {"DETAILS": "ISIC4"}  # the ILO's groups of sections
# The same people grouped otherwise, or by a classification that nothing here is mapped to: left out by the readers
LEFT_OUT = ("ECO_AGGREGATE", "ECO_ISIC2")
UNITS = {unit.sdmx or (unit.code, "0"): unit.code for unit in KNOWN_UNITS.values()} | {
    ("THS_PER", "0"): "thousand persons",  # Eurostat's
    ("PC", "0"): "percent",
}
# SDMX CL_OBS_STATUS 2.2, where I is imputed and N not significant, which the ILO writes as S
STATUSES = {"": "", "A": "A", "I": "E", "S": "S"} | {
    status.sdmx: status.letter for status in Status if status is not Status.DERIVED
}
MISSING = {"M", "L", "O", "Q", "H"}  # the source says that there is no value
NO_VALUE = {"", "NaN"}
# The same dimension or attribute as agencies call it, the ILO first; Eurostat's flags are small letters
AREAS, UNIT_NAMES, FLAGS = ("REF_AREA", "GEO"), ("UNIT_MEASURE", "UNIT"), ("OBS_STATUS", "OBS_FLAG")
ACTIVITIES = {"ACTIVITY": "ISIC4", "NACE_R2": "NACE2"}  # with the classification that their codes do not name
ECO, EVERYTHING = "ECO_", "ECO_ISIC4_TOTAL"
TOTALS = {"_T", "T"}  # of SDMX's code lists
WHOLE = re.compile(r".+_TOTAL|AGE_YTHADULT_YGE15|GEO_COV_NAT|_T")  # of another breakdown: everybody
OF_A_YEAR = re.compile(r"(\d{4})(-A1|-01-01(T00:00:00)?(/P1Y)?|-12-31)")  # as SDMX may write one, where FREQ is A


def indicator_of(structure: str) -> str:
    """ "ILO:DF_EMP_TEMP_SEX_ECO_NB(1.0)", also with a name or as an URN, is EMP_TEMP_SEX_ECO_NB."""
    return structure.partition("(")[0].rpartition(":")[2].strip().removeprefix("DF_").removeprefix("DSD_")


def code_only(cell: str) -> str:
    """SDMX-CSV may write names after codes: "FRA: France" is FRA."""
    return cell.partition(": ")[0].strip()


def row_of(number: int, record: Mapping[str, str], *, indicator: str, version: str) -> RawRow | None:
    """The row of an observation's dimensions and attributes, by their names in upper case; None if it is left out."""
    status, value = _first(record, FLAGS).upper(), record.get("OBS_VALUE", "").strip()
    activity = _activity_of(record)
    if activity.startswith(LEFT_OUT) or (value in NO_VALUE and status in MISSING):
        return None
    classification, code = _parted(activity)
    return RawRow(
        number,
        indicator,
        _first(record, AREAS),
        _year(record),
        _sex(record.get("SEX", "")),
        _breakdown(record) or classification,
        code,
        value,
        _unit(record),
        STATUSES.get(status, status),
        version,
    )


def _first(record: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((record[name] for name in names if record.get(name)), "")


def _year(record: Mapping[str, str]) -> str:
    period = record.get("TIME_PERIOD", "")
    found = OF_A_YEAR.fullmatch(period) if record.get("FREQ") == "A" else None
    return found[1] if found else period


def _activity_of(record: Mapping[str, str]) -> str:
    """ "ECO_ISIC4_A", whichever dimension says so and however; all activities where none does."""
    for name, cell in record.items():
        if name == "ECO" or cell.startswith(ECO):
            return cell
    for name, classification in ACTIVITIES.items():
        if name in record:
            return f"{ECO}{classification}_{'TOTAL' if record[name] in {*TOTALS, 'TOTAL'} else record[name]}"
    return EVERYTHING


def _breakdown(record: Mapping[str, str]) -> str:
    """What the value is broken down by besides sex and activity, which nothing here can hold; empty for nothing.

    Codes of such dimensions begin with their name in files of the ILO ("AGE_YTHADULT_Y15-24").
    """
    for name, cell in record.items():
        is_other = name.startswith("CLASSIF") or (name not in {"SEX", "ECO"} and cell.startswith(f"{name}_"))
        if is_other and cell and not cell.startswith(ECO) and not WHOLE.fullmatch(cell):
            return cell
    return ""


def _parted(code: str) -> tuple[str, str]:
    """ "ECO_ISIC4_A" is section A of ISIC Rev.4; what is not known stays as it is, to be named as unknown."""
    kind, _, activity = code.removeprefix(ECO).partition("_")
    return CLASSIFICATIONS.get(kind, kind), activity


def _sex(code: str) -> str:
    letter = code.removeprefix("SEX").removeprefix("_")
    return "T" if letter in TOTALS else letter or "T"


def _unit(record: Mapping[str, str]) -> str:
    """Empty where the layout has no unit: then the indicator's own is meant (checking.py)."""
    measure = _first(record, UNIT_NAMES)
    multiplier = record.get("UNIT_MULT", "") or "0"
    return UNITS.get((measure, multiplier), f"{measure} × 10^{multiplier}") if measure else ""
