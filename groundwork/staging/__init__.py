"""Files that are looked through first, imported by a yes, and undone while nothing has changed since.

One mechanism for every floor (`docs/decisions/0027-staged-imports.md`). A floor writes an `Importer`, a proxy of
`StagedFile` with its own row in the access table, and an admin class on `groundwork.workplace.StagedFileAdmin`.
"""

from groundwork.staging.importer import Importer, Looked, UnknownCodesError, importer_of
from groundwork.staging.rows import StagedFile, StagedFileManager, StagedRow, StagedRowManager, StagedTable
from groundwork.staging.steps import (
    MOST_BYTES,
    StagingError,
    commit,
    commit_or_defer,
    commit_waiting,
    is_stuck,
    look_again,
    look_through_waiting,
    stage,
    try_again,
    undo,
)

__all__ = [
    "MOST_BYTES",
    "Importer",
    "Looked",
    "StagedFile",
    "StagedFileManager",
    "StagedRow",
    "StagedRowManager",
    "StagedTable",
    "StagingError",
    "UnknownCodesError",
    "commit",
    "commit_or_defer",
    "commit_waiting",
    "importer_of",
    "is_stuck",
    "look_again",
    "look_through_waiting",
    "stage",
    "try_again",
    "undo",
]
