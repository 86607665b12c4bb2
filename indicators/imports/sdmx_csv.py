"""SDMX-CSV 1.0 and 2.0, with or without names behind codes, parted by commas, semicolons or tabs."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from groundwork.tabular import UnreadableFileError
from indicators.imports.rows import RawRow
from indicators.imports.sdmx_codes import code_only, indicator_of, row_of
from indicators.imports.tidy import read_records

DELETES = {"D"}  # of the column ACTION


def read_sdmx_csv_1(path: Path) -> Iterator[RawRow]:
    """`DATAFLOW` names structure and version in each row."""
    return _read(path, "DATAFLOW", ("TIME_PERIOD", "OBS_VALUE"))


def read_sdmx_csv_2(path: Path) -> Iterator[RawRow]:
    """`STRUCTURE_ID` names it, `ACTION` what is to be done with the row."""
    return _read(path, "STRUCTURE_ID", ("ACTION", "TIME_PERIOD", "OBS_VALUE"))


def _read(path: Path, structure: str, columns: tuple[str, ...]) -> Iterator[RawRow]:
    for number, record in read_records(path, (structure, *columns)):
        if record.get("ACTION", "").strip().upper() in DELETES:
            raise UnreadableFileError(
                _("%(file)s, row %(row)s: deletes what was published; undo the vintage instead.")
                % {"file": path.name, "row": number}
            )
        if not (record.get("TIME_PERIOD") or record["OBS_VALUE"]).strip():
            raise UnreadableFileError(
                _("%(file)s, row %(row)s: has no period, so it says something of a group of values and is none itself.")
                % {"file": path.name, "row": number}
            )
        of, codes = record[structure], {name: code_only(cell) for name, cell in record.items()}
        row = row_of(number, codes, indicator=indicator_of(of), version=without_name(of))
        if row is not None:
            yield row


def without_name(structure: str) -> str:
    """ "ILO:DF_EMP(1.0): Employment" is ILO:DF_EMP(1.0)."""
    named, ends, _name = structure.partition(")")
    return (named + ends).strip()
