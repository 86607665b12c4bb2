"""What visitors get while the database is killed, started again, halted and continued; on a server of its own."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from sector_portal import embedded_postgres
from sector_portal.background_process import wait_until
from sector_portal.benchmark.visitors import PATIENCE, Answer, Page, ask_until
from sector_portal.benchmark.web_server import serving
from sector_portal.embedded_postgres.layout import Layout

VISITORS = 4
ADDRESSES = ("/", "/sectors/", "/research/?q=work", "/meetings/", "/follow-up/")
PAGES = [Page(address, encoding="identity") for address in ADDRESSES]  # what they say is looked at
LOADED = ("load_places", "load_activities", "load_sectors")
STATEMENT_SECONDS = "2"
WELL_AGAIN = 30  # seconds: what has not recovered by then has not recovered


class TemporaryDatabase:
    """An embedded server with a database, in a folder that every account can enter, as a server of root needs it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-faults-"))
        self.folder.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        there = embedded_postgres.database_settings(self.folder)
        url = f"postgres://{there['USER']}@/{there['NAME']}?host={there['HOST']}&port={there['PORT']}"
        return {"DATABASE_URL": url, "STATEMENT_SECONDS": STATEMENT_SECONDS}

    def start(self) -> None:
        embedded_postgres.ensure_running(self.folder)

    def fill(self, *commands: str) -> None:
        for command in commands:
            subprocess.run(
                [sys.executable, "-W", "ignore", "manage.py", command],
                cwd=settings.BASE_DIR,
                env=os.environ | self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )

    def send(self, number: signal.Signals) -> None:
        """A signal to the server and all its processes, the first one first."""
        first = (Layout.of(self.folder).data / "postmaster.pid").read_text().splitlines()[0]
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for process in (first, *children):
            os.kill(int(process), number)

    def remove(self) -> None:
        with suppress(OSError):  # it is gone already
            self.send(signal.SIGCONT)  # halted, it would not stop
        embedded_postgres.remove(self.folder)
        shutil.rmtree(self.folder)


@contextmanager
def temporary_database(*commands: str) -> Iterator[TemporaryDatabase]:
    """One that is migrated and filled by commands, and gone afterwards."""
    database = TemporaryDatabase()
    try:
        database.start()
        database.fill("migrate", *commands)
        yield database
    finally:
        database.remove()


class Watch:
    """Visitors who ask without a pause; their answers are kept by the phase in which they were given."""

    def __init__(self) -> None:
        self.phase, self.over = "before", False
        self.answers: dict[str, list[Answer]] = defaultdict(list)

    def ask(self, port: int) -> None:
        for answer in ask_until(lambda: self.over, port, PAGES):
            self.answers[self.phase].append(answer)

    def during(self, phase: str, seconds: float) -> None:
        """A phase lasts so long, and until each visitor can have had an answer in it."""
        self.phase = phase
        time.sleep(seconds)
        wait_until(lambda: len(self.answers[phase]) >= VISITORS, seconds=PATIENCE)

    def until_well(self, phase: str) -> float | None:
        """Seconds until each of the last answers, one for each page, was a page again; None: not within WELL_AGAIN."""
        self.phase, begun = phase, time.perf_counter()
        is_well = wait_until(lambda: self._latest(phase) == [200] * len(PAGES), seconds=WELL_AGAIN)
        return round(time.perf_counter() - begun, 1) if is_well else None

    def _latest(self, phase: str) -> list[int]:
        return [answer.status for answer in self.answers[phase][-len(PAGES) :]]


@contextmanager
def watching(port: int) -> Iterator[Watch]:
    watch = Watch()
    with ThreadPoolExecutor(VISITORS) as threads:
        asked = [threads.submit(watch.ask, port) for _ in range(VISITORS)]
        try:
            yield watch
        finally:
            watch.over = True
    for visitor in asked:
        visitor.result()  # raises what a visitor met


def faults(log: Path, *, seconds: float = 4) -> dict[str, Any]:
    """Kill the database, then halt it, each for so many seconds, and count what visitors got."""
    with temporary_database(*LOADED) as database, serving(log, database.environment) as port:
        watch, well = strike(database, port, seconds)
    return {
        "visitors": VISITORS,
        "phases": {phase: summary(answers) for phase, answers in watch.answers.items()},
        "seconds_until_well_again": well,
        "tracebacks_in_the_log": log.read_text().count("Traceback"),
    }


def strike(database: TemporaryDatabase, port: int, seconds: float) -> tuple[Watch, dict[str, float | None]]:
    """What visitors got in each phase, and how soon all was well again."""
    well = {}
    with watching(port) as watch:
        watch.during("before", seconds)
        database.send(signal.SIGKILL)
        watch.during("killed", seconds)
        database.start()
        well["restarted"] = watch.until_well("restarted")
        watch.during("restarted", seconds)
        database.send(signal.SIGSTOP)
        watch.during("halted", seconds)
        database.send(signal.SIGCONT)
        well["continued"] = watch.until_well("continued")
        watch.during("continued", seconds)
    return watch, well


def summary(answers: list[Answer]) -> dict[str, Any]:
    """Answers by status (0: none came), the longest wait, and what should never be."""
    away = [answer for answer in answers if answer.status == 503]
    return {
        "answers": {str(status): number for status, number in sorted(Counter(a.status for a in answers).items())},
        "longest_seconds": round(max((answer.seconds for answer in answers), default=0), 2),
        "503_without_retry_after": sum(not answer.retry_after for answer in away),
        "pages_with_a_traceback": sum(b"Traceback" in answer.body for answer in answers),
    }
