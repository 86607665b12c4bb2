"""Loading files into tables by command: only what is missing is added, in one transaction, with counts at the end.

The rule of every loader: a row that is there, by its natural key, is left as it is. So a second run changes nothing,
and what editors changed in the meantime stays.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection, models, transaction
from tqdm import tqdm

from groundwork.tabular import UnreadableFileError

BATCH = 1_000  # rows of one INSERT
Item = TypeVar("Item")
Row = TypeVar("Row", bound=models.Model)


def add_missing(rows: Iterable[Row], key: str) -> list[Row]:
    """Insert the rows whose `key` no row of their model has; returns those inserted."""
    rows = list(rows)
    if not rows:
        return []
    manager = type(rows[0])._base_manager
    there = set(manager.values_list(key, flat=True))
    return manager.bulk_create([row for row in rows if getattr(row, key) not in there], batch_size=BATCH)


def copy_in(rows: list[Row]) -> list[Row]:
    """Insert unsaved rows by PostgreSQL's COPY and give them their numbers.

    For tables with an array column, where Django writes each value of an INSERT as a parameter of its own: three
    times as fast for publications.
    """
    if not rows:
        return rows
    meta = rows[0]._meta
    fields = meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        sequence = [meta.db_table, meta.pk.column, len(rows)]
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", sequence)
        for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = number
        with cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                values = (field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields)
                copy.write_row(list(values))
                row._state.adding = False
    return rows


def by_key(model: type[Row], key: str) -> dict[Any, Row]:
    return {getattr(row, key): row for row in model._base_manager.all()}


def in_languages(field: str, texts: dict[str, str]) -> dict[str, str | None]:
    """Values of a translated field: {"en": "Mining"} becomes {"name_en": "Mining"}; empty becomes None."""
    return {f"{field}_{language}": text or None for language, text in texts.items()}


def bar(title: str, total: int) -> tqdm:
    """A progress bar on stderr; where that is no terminal, one line that names the step."""
    in_terminal = sys.stderr.isatty()
    if not in_terminal:
        sys.stderr.write(f"{title} …\n")
    return tqdm(total=total, desc=title, leave=False, file=sys.stderr, disable=not in_terminal)


def progress(items: Collection[Item], title: str) -> Iterator[Item]:
    """The items, with a bar."""
    with bar(title, len(items)) as shown:
        for item in items:
            yield item
            shown.update()


class LoadCommand(BaseCommand):
    """Base of the load_* commands. `files` are looked for before anything is written; `load` does the work."""

    title: str
    files: tuple[str, ...]
    folder: Path
    counts: Counter[str]
    verbosity: int

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DEMO_DIR, help="where the files are")

    def handle(self, *_args: Any, folder: Path, verbosity: int, **_options: Any) -> None:
        self.folder, self.verbosity = folder, verbosity
        for name in self.files:
            self.look_for(name)
        self.counts = Counter()
        try:
            with transaction.atomic():
                self.load()
        except UnreadableFileError as error:
            raise CommandError(f"{error} Nothing was loaded.") from error
        self.stdout.write(self.title)
        for label, number in self.counts.items():
            self.stdout.write(f"  {number:>7,}  {label}")

    def load(self) -> None:
        raise NotImplementedError

    def look_for(self, name: str) -> None:
        if not (self.folder / name).is_file():
            raise CommandError(
                f"The file {name} is missing from {self.folder.name}/: restore it from the repository "
                f"(git checkout -- {self.folder.name}/{name}) and load again; nothing was loaded."
            )

    def add(self, rows: Iterable[Row], key: str, label: str = "") -> list[Row]:
        """Add what is missing and count it."""
        rows = list(rows)
        added = add_missing(rows, key)
        self.counts[f"{label} loaded".strip()] += len(added)
        self.counts[f"{label} unchanged".strip()] += len(rows) - len(added)
        return added
