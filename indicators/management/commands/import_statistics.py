"""A file of observations, by command."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from tqdm import tqdm

from groundwork.tabular import UnreadableFileError
from indicators.imports.checking import KINDS, LEAVE_OUT
from indicators.imports.files import import_file
from indicators.imports.rows import RawRow, RefusedFileError
from indicators.imports.staging import change, refusal


class Command(BaseCommand):
    help = "Import observations: tidy CSV, SDMX-CSV, SDMX-ML 2.1, ILOSTAT (docs/statistics.md); all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be added, and add nothing")

        parser.add_argument(
            *("--meaning", "-m"),
            nargs=3,
            action="append",
            default=[],
            metavar=("KIND", "CODE", "MEANT"),
            help=f"what an unknown code means: a kind ({', '.join(KINDS)}), the code as the refusal names it, and a "
            f"code known here or “{LEAVE_OUT}” for leaving its rows out; as often as needed",
        )

    def handle(self, *_args: Any, file: Path, dry_run: bool, meaning: Sequence[Sequence[str]], **_options: Any) -> None:
        meanings: dict[str, dict[str, str]] = {}
        for kind, code, meant in meaning:
            if kind not in KINDS:
                raise CommandError(
                    f"There is no kind of codes “{kind}”, only {', '.join(KINDS)}; nothing was imported."
                )
            meanings.setdefault(kind, {})[code] = meant
        if not file.is_file():
            raise CommandError(f"There is no file {file}; nothing was imported.")
        try:
            added = import_file(file, counted=with_bar, dry_run=dry_run, meanings=meanings)
        except UnreadableFileError as error:
            raise CommandError(f"{error} Nothing was imported.") from error
        except RefusedFileError as refused:
            raise CommandError("\n  ".join(["Nothing was imported.", *refusal(refused)])) from refused
        for one in added:
            self.stdout.write(f"{'would be' if dry_run else 'imported'}: {change(one)}")


def with_bar(rows: Iterable[RawRow]) -> Iterator[RawRow]:
    return tqdm(rows, unit=" rows", leave=False, file=sys.stderr, disable=not sys.stderr.isatty())
