"""What it takes to import a file of records: seconds, and the most memory at a time.

The records are made up and written in a transaction that is rolled back, in the present database.
"""

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from groundwork.staging import StagedFile, commit, importer_of, stage
from groundwork.uploads.storing import path_of
from research.models import Source

RECORDS = 100_000
SOURCE = "bench-records"
MEGABYTE = 2**10  # of ru_maxrss, which counts kilobytes


def record_costs(number: int = RECORDS) -> dict[str, Any]:
    """Seconds and peak resident megabytes, step by step, for a BibTeX file of so many records."""
    begun = _peak()
    steps: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, transaction.atomic():
        path = Path(folder) / "records.bib"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(_entries(number))
        Source.objects.create(slug=SOURCE, name=SOURCE)
        with _timed(steps, "look through"):
            file = _staged(path)
        with _timed(steps, "import"):
            commit(file, by=None)
        size = path.stat().st_size
        transaction.set_rollback(True)
    path_of(file.stored_as).unlink()
    return {
        "about": "absolute figures of this machine; memory is the most that the process has held at a time up to then",
        "records": number,
        "file_megabytes": round(size / 2**20, 1),
        "megabytes_before": begun,
        "steps": steps,
    }


def _staged(path: Path) -> StagedFile:
    options = {"source": SOURCE, "state": "published"}
    with path.open("rb") as opened:
        upload = File(opened, name=path.name)
        return stage(importer_of("records"), upload, by=None, options=options, most_bytes=2**30, in_worker=False)


def _entries(number: int) -> Iterator[str]:
    for one in range(number):
        yield (
            f"@article{{key{one},\n  author = {{Garc{{\\'i}}a, Ana and Smith, John and Author{one % 5000}, Given}},\n"
            f"  title = {{Dust, work and safety in mine number {one} of the {one % 97} districts}},\n"
            f"  journal = {{Journal of Work {one % 300}}},\n  volume = {{{one % 40}}},\n  number = {{{one % 12}}},\n"
            f"  pages = {{{one % 500}--{one % 500 + 17}}},\n  year = {{{1980 + one % 40}}},\n  month = mar,\n"
            f"  doi = {{10.5555/bench.{one}}},\n  keywords = {{dust, mines, safety}},\n"
            f"  abstract = {{{'What was measured of dust underground, and what became of it. ' * 6}}}\n}}\n\n"
        )


class _timed:  # noqa: N801 - read as a verb in a with statement
    def __init__(self, steps: dict[str, dict[str, float]], name: str) -> None:
        self.steps, self.name = steps, name

    def __enter__(self) -> None:
        self.began = time.perf_counter()

    def __exit__(self, *_error: object) -> None:
        seconds = time.perf_counter() - self.began
        self.steps[self.name] = {"seconds": round(seconds, 1), "peak_megabytes": _peak()}


def _peak() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)
