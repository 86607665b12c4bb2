"""What a floor says about its files: how rows are read and judged, and how they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from django.db import models

from groundwork.staging import snapshots
from groundwork.staging.rows import StagedFile, StagedRow
from groundwork.tabular import UnreadableFileError

Verdict = StagedRow.Verdict
_importers: dict[str, "Importer"] = {}


class UnknownCodesError(UnreadableFileError):
    """A file that could be imported if somebody said what some of its codes mean.

    `codes` are these by kind, each with the number of its rows. What is said comes as the option "meanings": by kind
    and code, whatever the importer makes of it.
    """

    def __init__(self, text: str, codes: dict[str, dict[str, int]]) -> None:
        super().__init__(text)
        self.codes = codes


@dataclass
class Looked:
    """What was found out about one row. `values` is plain data; `target` the key of the row that it is about."""

    number: int
    verdict: str
    name: str = ""
    reasons: list[str] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)  # [field in words, before, after]
    values: dict[str, Any] = field(default_factory=dict)
    target: int | None = None
    chosen: bool | None = None  # to be imported unless a person says otherwise; None: if it is new or changed


class Importer:
    """Subclasses register themselves by their subject. They keep nothing: one instance serves everybody."""

    subject: ClassVar[str]
    whole: ClassVar[type[models.Model]]  # what a row becomes
    parts: ClassVar[tuple[tuple[type[models.Model], str], ...]] = ()  # models of its parts, with their key to it
    derived: ClassVar[tuple[type[models.Model], ...]] = ()  # made from it, and no reason to keep it
    at_once: ClassVar[int] = 2**20  # bytes; a larger file is looked through and imported by the worker

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _importers[cls.subject] = cls()

    def looked_through(self, path: Path, options: dict[str, Any]) -> Iterator[Looked]:
        """The rows of the file, judged; nothing is written.

        Raises UnreadableFileError, with a line for each thing that is to be told, for what cannot be imported at all.
        """
        raise NotImplementedError

    def write(self, file: StagedFile, rows: list[StagedRow], path: Path, by: Any) -> None:
        """Write some rows (steps.BATCH at most), in a transaction; set the `target` of those that are new.

        Raises UnreadableFileError where something that the rows need has gone since they were looked at.
        """
        raise NotImplementedError

    def of(self, rest: str) -> "Importer":
        """For a subject "name:rest": the importer of this kind that the rest asks for. Raises LookupError."""
        raise LookupError(rest)

    def marks(self, keys: Iterable[int]) -> dict[int, str]:
        """By key, what differs once a row was changed: after that, its import is not undone."""
        return snapshots.marks(self.whole, self.parts, keys)

    def undo(self, rows: list[StagedRow], by: Any) -> None:
        """Put back what was changed, take out what was new."""
        snapshots.put_back(self.whole, self.parts, [row.before for row in rows if row.before])
        self.restored([row.target for row in rows if row.before])
        self.remove([row.target for row in rows if row.before is None], by)

    def remove(self, keys: Iterable[int], by: Any) -> None:  # noqa: ARG002 - for importers that record it
        """Take out what was new."""
        self.whole._base_manager.filter(pk__in=keys).delete()

    def restored(self, keys: Iterable[int]) -> None:
        """Called after rows were put back to what they were: make anew what is derived from them."""


def importer_of(subject: str) -> Importer:
    kind, _colon, rest = subject.partition(":")
    return _importers[kind].of(rest) if rest else _importers[kind]
