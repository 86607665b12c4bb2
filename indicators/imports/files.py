"""A file of observations from its first byte to its vintages, in one transaction."""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groundwork.tabular import UnreadableFileError
from indicators.codes import TIDY_COLUMNS
from indicators.imports.checking import Checker, Meanings
from indicators.imports.ilostat import read_ilostat, read_ilostat_2015, read_ilostat_labels
from indicators.imports.rows import RawRow
from indicators.imports.sdmx_csv import read_sdmx_csv_1, read_sdmx_csv_2
from indicators.imports.sdmx_ml import read_sdmx_ml
from indicators.imports.tidy import open_bytes, read_heading, read_tidy
from indicators.models import Vintage
from indicators.services import AddedVintage, add_vintages, staged, twice_staged

Reader = Callable[[Path], Iterator[RawRow]]
LAYOUTS: tuple[tuple[set[str], Reader], ...] = (  # by columns that no other layout has together
    ({"STRUCTURE_ID", "ACTION"}, read_sdmx_csv_2),
    ({"DATAFLOW", "OBS_VALUE"}, read_sdmx_csv_1),
    ({"REF_AREA", "INDICATOR", "OBS_VALUE"}, read_ilostat),
    ({"REF_AREA.LABEL", "INDICATOR.LABEL", "OBS_VALUE"}, read_ilostat_labels),
    ({"COUNTRY_CODE", "CLASSIF1_ITEM_LABEL"}, read_ilostat_2015),
    ({"INDICATOR", "ACTIVITY_CODE"}, read_tidy),
)


def reader_of(path: Path) -> Reader:
    """What reads the layout that the file has. Raises UnreadableFileError."""
    if is_xml(path):
        return read_sdmx_ml
    heading = set(read_heading(path))
    for columns, reader in LAYOUTS:
        if columns <= heading:
            return reader
    columns = ", ".join(TIDY_COLUMNS)
    raise UnreadableFileError(
        _("%(file)s has none of the layouts that can be read. Tidy CSV has %(columns)s.")
        % {"file": path.name, "columns": columns}
    )


def is_xml(path: Path) -> bool:
    """In UTF-8 or UTF-16, with or without a byte order mark, plain or gzipped. Raises UnreadableFileError."""
    try:
        with open_bytes(path) as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf\xfe\xff\x00 \t\r\n").startswith(b"<")
    except (OSError, EOFError, zlib.error) as error:
        words = {"file": path.name, "error": error}
        raise UnreadableFileError(_("%(file)s cannot be read: %(error)s.") % words) from error


def import_file(
    path: Path,
    *,
    name: str = "",
    by: Any = None,
    counted: Callable[[Iterable], Iterable] = iter,
    dry_run: bool = False,
    meanings: Meanings | None = None,
) -> list[AddedVintage]:
    """Add a vintage of each indicator in the file, or nothing at all; a dry run says what would be added.

    What is there already, value by value, is not added again. Raises UnreadableFileError for what is no such file,
    RefusedFileError for one with rows that are wrong. `counted` may show progress over the rows; `meanings` say what
    codes that are unknown here mean (checking.Checker).
    """
    read = reader_of(path)
    with transaction.atomic():
        checker = Checker(meanings)
        added = _added(checker, counted(read(path)), file_name=name or path.name, sha256=sha256_of(path), by=by)
        if dry_run:
            transaction.set_rollback(True)
    return added


def _added(checker: Checker, rows: Iterable[RawRow], **provenance: Any) -> list[AddedVintage]:
    with staged(checker.good(rows)):
        for number, first in twice_staged():
            checker.refuse(number, _("it says again what row %(row)s says.") % {"row": first})
        if checker.count:
            raise checker.refusal()
        if not checker.versions:
            raise UnreadableFileError(_("%(file)s has no observation.") % {"file": provenance["file_name"]})
        return add_vintages(checker.versions, **provenance)


def was_imported(path: Path) -> bool:
    """Whether vintages stand here that came from the very same file."""
    return Vintage.objects.filter(sha256=sha256_of(path)).exists()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
