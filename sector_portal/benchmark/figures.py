"""One run of the benchmark. Machines differ and are never quiet, so what counts are ratios within the run.

Kinds of pages are asked in turns, several rounds of them, so that a slow minute strikes all alike. The visitors are
Python too and share the machine: they are a part of each figure, the larger the faster the page.
"""

import json
import os
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.urls import reverse

from research.models import Publication
from sector_portal import page_costs
from sector_portal.benchmark.searches import SEARCHES
from sector_portal.benchmark.visitors import Answer, Page, Visitor, ask_for

KINDS = ("home", "sector", "results", "record", "follow-up")
VISITORS = 2
ROUNDS = 3
WARM_UP = 0.2  # seconds for each page: a process fills its caches once in its life
STATIC = "static"


def figures(port: int, *, seconds: float, searching: float) -> dict[str, Any]:
    """All figures: each page is asked for so many seconds in all, the searches are repeated for so many."""
    load = os.getloadavg()[0]
    pages = pages_of(port)
    unexpected: Counter[str] = Counter()
    rates = rates_of(port, pages, seconds, unexpected)
    times = times_of(port, searching, unexpected)
    return {
        "about": "ratios within one run; higher is faster under pages_to_static, lower under the others",
        "records": Publication.objects.visible_to(None).count(),
        "pages_to_static": {name: ratio(rate, rates[STATIC]) for name, rate in rates.items() if name != STATIC},
        "cost_of_304_to_200": {
            kind: ratio(rates[f"{kind} 200"], rates[f"{kind} 304"]) for kind in KINDS if f"{kind} 304" in rates
        },
        "searches_to_rare_p50": relative_times(times),
        "unexpected_answers": dict(unexpected),
        "absolute_on_this_machine_only": {
            "load_at_start": round(load, 1),
            "requests_per_second": {name: round(rate, 1) for name, rate in rates.items()},
            "rare_p50_milliseconds": round(median(times["rare"]) * 1000, 1),
        },
    }


def pages_of(port: int) -> dict[str, Page]:
    """A static file, and each kind of page that there is: as a new visitor asks for it, and as one who has it."""
    manifest = json.loads((Path(settings.STATIC_ROOT) / "staticfiles.json").read_text())
    pages = {STATIC: Page(f"/{settings.STATIC_URL.strip('/')}/{manifest['paths']['css/portal.css']}")}
    addresses = page_costs.addresses()
    with closing(Visitor(port)) as visitor:
        for kind in KINDS:
            if address := addresses.get(kind):
                pages[f"{kind} 200"] = Page(address)
                pages[f"{kind} 304"] = Page(address, tag=visitor.ask(Page(address)).tag)
    return pages


def rates_of(port: int, pages: dict[str, Page], seconds: float, unexpected: Counter[str]) -> dict[str, float]:
    """Answers per second for each page."""
    counts, spent = Counter[str](), defaultdict(float)
    for page in pages.values():
        ask_for(WARM_UP, port, page, visitors=2 * VISITORS)
    for _ in range(ROUNDS):
        for name, page in pages.items():
            answers, took = ask_for(seconds / ROUNDS, port, page, visitors=VISITORS)
            counts[name] += len(answers)
            spent[name] += took
            note_unexpected(unexpected, name, answers, 304 if name.endswith("304") else 200)
    return {name: counts[name] / spent[name] for name in pages}


def times_of(port: int, seconds: float, unexpected: Counter[str]) -> dict[str, list[float]]:
    """Seconds that each search took one visitor, by class: each at least once, and again while there is time."""
    times, address, is_over = defaultdict(list), reverse("research"), False
    deadline = time.perf_counter() + seconds
    with closing(Visitor(port)) as visitor:
        while not is_over:
            for name, searches in SEARCHES.items():
                answers = [visitor.ask(Page(f"{address}?{search}")) for search in searches]
                times[name] += [answer.seconds for answer in answers]
                note_unexpected(unexpected, name, answers, 200)
            is_over = time.perf_counter() > deadline
    return dict(times)


def relative_times(times: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """p50 and p95 of each class to the p50 of the rare ones."""
    unit = median(times["rare"])
    return {
        name: {
            "p50": ratio(median(seconds), unit),
            "p95": ratio(quantiles(seconds, n=20, method="inclusive")[18], unit),
        }
        for name, seconds in times.items()
    }


def note_unexpected(unexpected: Counter[str], name: str, answers: list[Answer], status: int) -> None:
    unexpected.update(f"{name}: {answer.status}" for answer in answers if answer.status != status)


def ratio(value: float, unit: float) -> float:
    return float(f"{value / unit:.3g}")
