"""What a web process costs: until it answers, in memory, and under fifty visitors who search and leaf about.

And when another process's change is seen there: the web server is asked right after each commit.
"""

import os
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from research.models import Publication
from sector_portal.benchmark.visitors import Answer, Page, Visitor, ask_until

VISITORS = 50
LOAD_SECONDS = 20
WARM_UP = 60  # seconds at most, for every process to load its facets
WARM = 1.0  # a search without words that is answered within so many seconds was counted in memory
QUICK = 10  # answers in a row: every process is warm then


def process_costs(port: int, searches: list[str]) -> dict[str, Any]:
    """Of a fresh web server, our child, that is asked these searches and the lists of follow-up and statistics."""
    research = reverse("research")
    pages = [Page(f"{research}?{search}") for search in searches]
    megabytes = {"fresh": memory()}
    first = _ask(port, pages[0])
    warmed_up = _warm_up(port, Page(research))
    megabytes["after_first_searches"] = memory()
    answers, took = _load(port, [*pages, Page(reverse("follow-up")), Page(reverse("statistics"))])
    megabytes["after_load"] = memory()
    times = [one.seconds for one in answers]
    return {
        "first_search_milliseconds": round(first.seconds * 1000),
        "seconds_until_every_process_counts_in_memory": warmed_up,
        "megabytes_of_the_largest_process": megabytes,
        "visitors": VISITORS,
        "requests_per_second": round(len(answers) / took, 1),
        "milliseconds": {"p50": round(median(times) * 1000), "p95": round(quantiles(times, n=20)[18] * 1000)},
        "answers": {str(status): number for status, number in Counter(one.status for one in answers).items()},
    }


def is_seen(port: int, publication: Publication) -> bool:
    """By the next request of a visitor of the web server, for the words of the title."""
    asked = urlencode({"q": f"{publication.title} {publication.pk}", "exact": "0"})
    answer = _ask(port, Page(f"{reverse('research')}?{asked}", encoding="identity"))
    return publication.get_absolute_url().encode() in answer.body


def _ask(port: int, page: Page) -> Answer:
    """Of a visitor who is new each time, so that any web process may answer."""
    with closing(Visitor(port)) as visitor:
        return visitor.ask(page)


def memory() -> dict[str, float]:
    """RSS and PSS (what is shared divided among those who share it), MB, of the largest web process: our grandchild."""
    sizes = [_sizes(worker) for worker in _workers()]
    return {name: round(max((one.get(name, 0) for one in sizes), default=0) / 1000, 1) for name in ("Rss", "Pss")}


def most_memory() -> float:
    """The most that a web process, our grandchild, has held at a time since it began, MB."""
    found = [re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{worker}/status").read_text()) for worker in _workers()]
    return round(max((int(one[1]) for one in found if one), default=0) / 1000, 1)


def _workers() -> list[int]:
    return [worker for server in _children(os.getpid()) for worker in _children(server)]


def _sizes(process: int) -> dict[str, int]:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    return {name.rstrip(":"): int(size) for name, size, *_unit in map(str.split, lines)}


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _warm_up(port: int, page: Page) -> float | None:
    """Seconds until some answers in a row were quick; None: not within WARM_UP."""
    begun, quick = time.perf_counter(), 0
    while time.perf_counter() - begun < WARM_UP:
        quick = quick + 1 if _ask(port, page).seconds < WARM else 0
        if quick == QUICK:
            return round(time.perf_counter() - begun, 1)
    return None


def _load(port: int, pages: list[Page]) -> tuple[list[Answer], float]:
    """The answers to all visitors, each of whom begins at another page; and the time it took."""
    begun = time.perf_counter()
    over = lambda: time.perf_counter() - begun > LOAD_SECONDS  # noqa: E731 - the shortest way to say it
    with ThreadPoolExecutor(VISITORS) as threads:
        starts = [pages[place % len(pages) :] + pages[: place % len(pages)] for place in range(VISITORS)]
        asked = [threads.submit(lambda start=start: list(ask_until(over, port, start))) for start in starts]
        answers = [answer for one in asked for answer in one.result()]
    return answers, time.perf_counter() - begun
