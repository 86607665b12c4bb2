"""Files of records, by command: BibTeX, RIS, CSL-JSON, Crossref JSON, CSV, OAI-PMH."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from groundwork.publishing import PublishingState
from groundwork.staging import Looked, StagedFile, StagedRow, StagingError, commit, importer_of, stage
from groundwork.tabular import UnreadableFileError
from groundwork.uploads import UploadError
from research.importing.importer import RecordImporter
from research.imports.formats.reading import FORMATS
from research.models import Source

MOST_BYTES = 2**30
MOST_NAMED = 20
CANNOT_BE_READ, HAS_BAD_ROWS = 1, 3  # exit codes; 2 is argparse's
Verdict = StagedRow.Verdict


class Command(BaseCommand):
    help = (
        "Import records of files (docs/importing.md). Where a row is bad nothing is written, unless --leave-out-bad "
        "confirms the rest. What was imported can be undone in the workplace. Exit codes: 0 imported, 1 a file cannot "
        "be read, 3 there are bad rows and nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="or a folder, for all its files")
        parser.add_argument("--source", default="imported-files", help="code of the source (default: imported-files)")
        parser.add_argument("--format", default="", choices=["", *FORMATS], help="found out from the file if not given")
        parser.add_argument("--state", default=PublishingState.DRAFT, choices=PublishingState.values)
        parser.add_argument("--sectors", nargs="*", default=[], metavar="SLUG", help="that new records are tagged with")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each row; write nothing")
        parser.add_argument(
            "--leave-out-bad", action="store_true", help="import the other rows of a file with bad ones"
        )

    def handle(self, *_args: Any, files: list[Path], source: str, **options: Any) -> None:
        if missing := [str(path) for path in files if not path.exists()]:
            raise CommandError(f"There is no file {', '.join(missing)}; nothing was imported.")
        self.importer = importer_of(RecordImporter.subject)
        self.options = {name: options[name] for name in ("format", "state", "sectors")} | {"source": source}
        step = self.count if options["dry_run"] else self.import_file
        self.total: Counter[str] = Counter()
        codes = [step(path, options["leave_out_bad"]) for path in in_folders(files)]
        if len(codes) > 1:
            self.stdout.write(
                f"{len(codes)} files, {codes.count(CANNOT_BE_READ)} of them refused: {counted(self.total)}"
            )
        if any(codes):
            said = "Nothing of the files marked “refused” was imported." if not options["dry_run"] else "A dry run."
            raise CommandError(said, returncode=max(codes))

    def count(self, path: Path, leave_out_bad: bool) -> int:
        """The same judgement, kept nowhere."""
        counts, bad = Counter(), []
        try:
            for looked in with_bar(self.importer.looked_through(path, self.options)):
                counts[looked.verdict] += 1
                bad += [(looked.number, looked.reasons)] if looked.verdict == Verdict.BAD else []
        except UnreadableFileError as error:
            return self.refuse(path, str(error))
        self.tell(path, "would be imported", counts, bad)
        return HAS_BAD_ROWS if bad and not leave_out_bad else 0

    def import_file(self, path: Path, leave_out_bad: bool) -> int:
        Source.objects.get_or_create(slug=self.options["source"], defaults={"name": self.options["source"]})
        try:
            with path.open("rb") as opened, transaction.atomic():
                file = stage(
                    self.importer,
                    File(opened, name=path.name),
                    by=None,
                    options=self.options,
                    counted=with_bar,
                    most_bytes=MOST_BYTES,
                    in_worker=False,
                )
                return self.decide(path, file, leave_out_bad)
        except (UploadError, StagingError) as error:
            return self.refuse(path, str(error))

    def decide(self, path: Path, file: StagedFile, leave_out_bad: bool) -> int:
        counts = Counter(file.counts())
        bad = list(file.rows.filter(verdict=Verdict.BAD).values_list("number", "reasons"))
        if file.told or not counts:
            file.delete()
            return self.refuse(path, "; ".join(file.told) or "It holds no record.")
        if bad and not leave_out_bad:
            self.tell(path, "refused", counts, bad)
            file.delete()
            return HAS_BAD_ROWS
        if any(counts[verdict] for verdict in counts if verdict != Verdict.BAD):
            with progress(file.rows.filter(chosen=True).count()) as bar:
                commit(file, by=None, tick=bar.update)
        self.tell(path, "imported", counts, bad)
        return 0

    def refuse(self, path: Path, reason: str) -> int:
        self.stdout.write(f"{path.name}: refused: {' '.join(reason.split())}")
        return CANNOT_BE_READ

    def tell(self, path: Path, what: str, counts: Counter[str], bad: list[tuple[int, list[str]]]) -> None:
        self.total += counts
        self.stdout.write(f"{path.name}: {what}: {counted(counts)}")
        for number, reasons in bad[:MOST_NAMED]:
            self.stdout.write(f"  row {number:,}: {' '.join(reasons)}")
        if len(bad) > MOST_NAMED:
            self.stdout.write(f"  … and {len(bad) - MOST_NAMED:,} more.")


def counted(counts: Counter[str]) -> str:
    """ "5 read, 4 new, 1 bad"."""
    told = [f"{counts[verdict]:,} {verdict}" for verdict in Verdict.values if counts[verdict]]
    return ", ".join([f"{counts.total():,} read", *told])


def in_folders(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def with_bar(rows: Iterable[Looked]) -> Iterator[Looked]:
    return tqdm(rows, unit=" rows", leave=False, file=sys.stderr, disable=not sys.stderr.isatty())


def progress(total: int) -> tqdm:
    return tqdm(total=total, unit=" rows", leave=False, file=sys.stderr, disable=not sys.stderr.isatty())
