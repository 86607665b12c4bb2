"""Loading files into tables by command: only what is missing is added, in one transaction, with counts at the end.

The rule of every loader: a row that is there, by its natural key, is left as it is. So a second run changes nothing,
and what editors changed in the meantime stays.
"""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import models, transaction
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


def by_key(model: type[Row], key: str) -> dict[Any, Row]:
    return {getattr(row, key): row for row in model._base_manager.all()}


def in_languages(field: str, texts: dict[str, str]) -> dict[str, str | None]:
    """Values of a translated field: {"en": "Mining"} becomes {"name_en": "Mining"}; empty becomes None."""
    return {f"{field}_{language}": text or None for language, text in texts.items()}


def progress(items: Iterable[Item], title: str, total: int | None = None) -> Iterator[Item]:
    """The items, with a bar on stderr; where that is no terminal, one line."""
    if not sys.stderr.isatty():
        sys.stderr.write(f"{title} …\n")
        yield from items
        return
    yield from tqdm(items, desc=title, total=total, leave=False, file=sys.stderr)


class LoadCommand(BaseCommand):
    """Base of the load_* commands. `files` are looked for before anything is written; `load` does the work."""

    title: str
    files: tuple[str, ...]
    folder: Path
    counts: Counter[str]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DEMO_DIR, help="where the files are")

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        self.folder = folder
        for name in self.files:
            self.look_for(name)
        self.counts = Counter({"loaded": 0, "unchanged": 0})
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
