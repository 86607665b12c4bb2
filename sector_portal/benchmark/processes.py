"""What a web process costs: until it answers, in memory, and under fifty visitors who search and leaf about."""

import os
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.urls import reverse

from sector_portal.benchmark.visitors import Answer, Page, Visitor, ask_until
from sector_portal.benchmark.web_server import serving

VISITORS = 50
LOAD_SECONDS = 20
WARM_UP = 60  # seconds at most, for every process to load its facets
WARM = 1.0  # a search without words that is answered within so many seconds was counted in memory


def process_costs(searches: list[str]) -> dict[str, Any]:
    """Of a web server on the present database that is asked these searches, the lists of follow-up and statistics."""
    research = reverse("research")
    pages = [Page(f"{research}?{search}") for search in searches]
    pages += [Page(reverse("follow-up")), Page(reverse("statistics"))]
    begun = time.perf_counter()
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as folder,
        serving(Path(folder) / "gunicorn.log", {"DATABASE_URL": _address()}) as port,
    ):
        ready = time.perf_counter() - begun
        first = Visitor(port).ask(pages[0])
        fresh, loaded = _megabytes(), _warm_up(port, Page(research))
        answers, seconds = _load(port, pages)
        under_load = _megabytes()
    times = [one.seconds for one in answers]
    return {
        "seconds_until_ready": round(ready, 1),
        "first_search_milliseconds": round(first.seconds * 1000),
        "seconds_until_facets_are_loaded": loaded,
        "megabytes_of_a_web_process": {"fresh": fresh, "under_load": under_load},
        "visitors": VISITORS,
        "requests_per_second": round(len(answers) / seconds, 1),
        "milliseconds": {"p50": round(median(times) * 1000), "p95": round(quantiles(times, n=20)[18] * 1000)},
        "answers": {str(status): number for status, number in Counter(one.status for one in answers).items()},
    }


def _address() -> str:
    there = connection.settings_dict
    return f"postgres://{there['USER']}@/{there['NAME']}?host={there['HOST']}&port={there['PORT']}"


def _megabytes() -> float:
    """The largest of the web processes, which are the children of our child."""
    workers = [worker for server in _children(os.getpid()) for worker in _children(server)]
    sizes = [int(line.split()[1]) for one in workers for line in _status(one) if line.startswith("VmRSS")]
    return round(max(sizes, default=0) / 1000, 1)


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _status(process: int) -> list[str]:
    return Path(f"/proc/{process}/status").read_text().splitlines()


def _warm_up(port: int, page: Page) -> float | None:
    """Seconds until ten answers in a row were quick; None: not within WARM_UP."""
    begun, quick = time.perf_counter(), 0
    while time.perf_counter() - begun < WARM_UP:
        quick = quick + 1 if Visitor(port).ask(page).seconds < WARM else 0
        if quick == 10:
            return round(time.perf_counter() - begun, 1)
    return None


def _load(port: int, pages: list[Page]) -> tuple[list[Answer], float]:
    begun = time.perf_counter()
    over = lambda: time.perf_counter() - begun > LOAD_SECONDS  # noqa: E731 - the shortest way to say it
    with ThreadPoolExecutor(VISITORS) as threads:
        starts = [pages[place % len(pages) :] + pages[: place % len(pages)] for place in range(VISITORS)]
        asked = [threads.submit(lambda start=start: list(ask_until(over, port, start))) for start in starts]
        answers = [answer for one in asked for answer in one.result()]
    return answers, time.perf_counter() - begun
