"""A file of observations, by command."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from groundwork.tabular import UnreadableFileError
from indicators.imports.files import import_file
from indicators.imports.rows import RawRow, RefusedFileError
from indicators.services import AddedVintage


class Command(BaseCommand):
    help = "Import observations from a file: tidy CSV (docs/statistics.md). All of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")

    def handle(self, *_args: Any, file: Path, dry_run: bool, **_options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}; nothing was imported.")
        try:
            added = import_file(file, counted=with_bar, dry_run=dry_run)
        except UnreadableFileError as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        except RefusedFileError as refused:
            raise CommandError(_refusal(refused)) from refused
        for one in added:
            self.stdout.write(_line(one, dry_run=dry_run))


def with_bar(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    return tqdm(rows, unit=" rows", leave=False, file=sys.stderr, disable=not sys.stderr.isatty())


def _line(added: AddedVintage, *, dry_run: bool) -> str:
    counts = ", ".join(f"{added.report[name]:,} {name}" for name in ("added", "changed", "gone", "unchanged"))
    if added.vintage is None:
        return f"{added.indicator.code}: there already, nothing added"
    return f"{added.indicator.code}: {'would be' if dry_run else 'is'} a new vintage: {counts}"


def _refusal(refused: RefusedFileError) -> str:
    lines = [f"Nothing was imported: {refused.count:,} rows are wrong."]
    lines += [f"  row {error.number:,}: {error.reason}" for error in refused.errors]
    if refused.count > len(refused.errors):
        lines.append(f"  … and {refused.count - len(refused.errors):,} more.")
    for what, codes in refused.unknown.items():
        lines.append(f"Unknown {what}: {', '.join(f'{code} ({rows:,})' for code, rows in sorted(codes.items()))}")
    return "\n".join(lines)
