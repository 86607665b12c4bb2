"""What a search of many records costs: the product through its view, against the naive one, in one interleaved run.

In a database of its own, filled with made-up records. Machines differ and are never quiet, so what counts are ratios
within the run: both are asked the same in turns. Cold is the first time that a search is asked, warm any later one.
"""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.test import override_settings
from django.urls import reverse

from groundwork.publishing import PublishingState
from research.models import Publication
from research.search.bitmaps import BITS
from research.search.index import reindex
from research.services import set_state
from sector_portal import embedded_postgres
from sector_portal.benchmark import corpus, naive
from sector_portal.benchmark.faults import LOADED, temporary_database
from sector_portal.page_costs import visitor

SIZES = (28_000, 100_000)
ROUNDS = 4  # the first of them cold
SAVES = 10
REINDEXED = 1_000  # records whose rows are written anew, to tell how long that takes
NAIVE_SECONDS = 30  # what takes the naive one longer is cut off and counts as so long
# The whole page through its view; of that what the database did, which is all that the naive one does
VARIANTS = ("page, cold", "page, warm", "search, cold", "search, warm", "naive")
Times = dict[str, list[float]]


def research_costs(sizes: list[int], *, rounds: int = ROUNDS) -> dict[str, Any]:
    """Milliseconds by size, variant and class, and the ratios of the product to the naive one."""
    found = {}
    logging.disable(logging.INFO)  # a line for each page would be a part of its cost
    for number in sizes:
        with temporary_database(*LOADED, "load_themes") as database, connected_to(database.folder):
            found[f"{number:,}"] = costs_here(number, rounds=rounds)
    return {
        "about": "a page of results, in milliseconds; the ratios within one run are what counts",
        "by_number_of_records": found,
    }


@contextmanager
def connected_to(folder: Path) -> Iterator[None]:
    """The process uses the embedded server of another folder."""
    usual = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(embedded_postgres.database_settings(folder))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


def costs_here(number: int, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """Fill the present database, which must have no records, and ask it."""
    made = corpus.fill(number)
    corpus.write_rows(number)
    naive_built = _seconds(naive.make)
    _settle()
    asked = corpus.searches(made)
    with override_settings(SEARCH_IN_MEMORY=True):  # as web processes do
        loaded = _seconds(BITS.load)
        times, statuses = ask(asked, rounds)
    reindexed = Publication.objects.order_by("pk").values_list("pk", flat=True)[:REINDEXED]
    build = _seconds(lambda: reindex(reindexed))
    return {
        "searches": sum(map(len, asked.values())),
        "milliseconds": {variant: _by_class(by_class) for variant, by_class in times.items()},
        "times_as_fast_as_naive_p95": {
            variant: {name: ratio(_p95(times["naive"][name]), _p95(times[variant][name])) for name in (*asked, "all")}
            for variant in VARIANTS[:-1]
        },
        "answers": dict(statuses),
        "index": {
            "megabytes": megabytes("research_searchrow"),
            "vocabulary_megabytes": megabytes("research_searchword"),
            "build_records_per_second": round(REINDEXED / build),
            "naive_megabytes": megabytes("bench_naive"),
            "naive_build_seconds": round(naive_built, 1),
            "facets_loaded_seconds": round(loaded, 1),
        },
        "save": save_costs(),
    }


def ask(asked: dict[str, list[str]], rounds: int) -> tuple[dict[str, Times], Counter[str]]:
    """Seconds of each variant by class, the classes mixed; and what the product answered."""
    client, address, https = visitor(), reverse("research"), settings.SECURE_SSL_REDIRECT
    client.get(address, {"q": "nothing at all"}, secure=https)  # templates are read, the connection is made
    mixed = [(name, query) for name, queries in asked.items() for query in queries]
    times: dict[str, Times] = {variant: defaultdict(list) for variant in VARIANTS}
    statuses: Counter[str] = Counter()
    for number in range(rounds):
        Random(number).shuffle(mixed)  # noqa: S311 - the same in each run
        for name, query in mixed:
            temperature, database = "warm" if number else "cold", []
            begun = time.perf_counter()
            with connection.execute_wrapper(noting(database)):
                response = client.get(f"{address}?{query}", secure=https)
            took = {f"page, {temperature}": time.perf_counter() - begun, f"search, {temperature}": sum(database)}
            statuses[f"{name}: {response.status_code}"] += 1
            if number < 2:  # the naive one keeps nothing: once as cold as the product, once warm
                took["naive"] = _seconds(lambda: ask_naive(query, goes_on=name == "prefix"))  # noqa: B023 - used at once
            for variant, seconds in took.items():
                times[variant][name].append(seconds)
                times[variant]["all"].append(seconds)
    return times, statuses


def noting(seconds: list[float]) -> Callable[..., Any]:
    """A wrapper that notes how long each statement took."""

    def note(execute: Callable[..., Any], *arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            seconds.append(time.perf_counter() - begun)

    return note


def ask_naive(query: str, *, goes_on: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, false)", [str(NAIVE_SECONDS * 1000)])
        try:
            naive.search(query, goes_on=goes_on)
        except OperationalError:  # cut off
            pass
        finally:
            cursor.execute("SET statement_timeout TO DEFAULT")


def save_costs() -> dict[str, Any]:
    """Milliseconds of withdrawing and publishing a record, and of writing a row alone; when the change is found."""
    times, found = defaultdict(list), []
    for publication in Publication.objects.order_by("-pk")[:SAVES]:
        publication.title = f"Unheardof title {publication.pk}"
        with transaction.atomic():
            publication.save(update_fields=["title"])
            times["row"].append(_seconds(lambda: reindex([publication.pk])))  # noqa: B023 - used at once
        found.append(is_found(publication))
        times["withdraw"].append(
            _seconds(lambda: set_state(publication=publication, state=PublishingState.ARCHIVED))  # noqa: B023
        )
        found.append(not is_found(publication))
        times["publish"].append(
            _seconds(lambda: set_state(publication=publication, state=PublishingState.PUBLISHED))  # noqa: B023
        )
    return {
        "milliseconds": {name: round(median(seconds) * 1000, 1) for name, seconds in times.items()},
        "seen_by_the_next_request": f"{sum(found)} of {len(found)}",
    }


def is_found(publication: Publication) -> bool:
    """By the next request for the words of its title."""
    typed = {"q": f"unheardof {publication.pk}"}
    answer = visitor().get(reverse("research"), typed, secure=settings.SECURE_SSL_REDIRECT, follow=True)
    return publication.get_absolute_url().encode() in answer.content


def table(found: dict[str, Any]) -> str:
    """The milliseconds as Markdown: p50/p95 for each class, a line for each variant."""
    lines = []
    for number, costs in found["by_number_of_records"].items():
        classes = list(costs["times_as_fast_as_naive_p95"][VARIANTS[0]])
        lines += ["", f"| {number} records | {' | '.join(classes)} |", f"|---|{'---|' * len(classes)}"]
        for variant, by_class in costs["milliseconds"].items():
            cells = (f"{by_class[name]['p50']} / {by_class[name]['p95']}" for name in classes)
            lines.append(f"| {variant} | {' | '.join(cells)} |")
        for variant, ratios in costs["times_as_fast_as_naive_p95"].items():
            lines.append(f"| naive p95 / {variant} p95 | {' | '.join(f'{ratios[name]} ×' for name in classes)} |")
    return "\n".join(lines).strip()


def _settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def megabytes(name: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [name])
        return round(cursor.fetchone()[0] / 1e6, 1)


def ratio(value: float, unit: float) -> float:
    return float(f"{value / unit:.3g}")


def _by_class(times: Times) -> dict[str, dict[str, float]]:
    return {
        name: {"p50": _milliseconds(median(seconds)), "p95": _milliseconds(_p95(seconds))}
        for name, seconds in times.items()
    }


def _milliseconds(seconds: float) -> float:
    return float(f"{seconds * 1000:.3g}")


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[18]


def _seconds(do: Any) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun
