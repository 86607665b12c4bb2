"""What a search of many records costs: the product through its view, the naive one and peers, in one interleaved run.

In a database of its own, filled with made-up records. Machines differ and are never quiet, so what counts are ratios
within the run: all are asked the same in turns. Cold is the first time that a search is asked, warm any later one.
"""

import logging
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode

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
from sector_portal.benchmark.mechanisms import mechanism_costs
from sector_portal.benchmark.peers import Peer, build, peers, plainly
from sector_portal.benchmark.processes import is_seen, process_costs
from sector_portal.benchmark.ranking import cap_costs
from sector_portal.benchmark.report import by_class, compared
from sector_portal.benchmark.web_server import serving
from sector_portal.page_costs import visitor

SIZES = (100_000, 1_000_000)
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
    begun = time.perf_counter()
    made = corpus.fill(number)
    filled = time.perf_counter() - begun
    indexed = _seconds(lambda: corpus.write_rows(number))
    naive_built = _seconds(naive.make)
    settle()
    built = {"records_seconds": filled, "search_rows_seconds": indexed, "naive_seconds": naive_built}
    return costs_of(made, rounds=rounds) | {"build": {name: round(seconds, 1) for name, seconds in built.items()}}


def costs_of(made: corpus.Corpus, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """Ask the records that were made and are in the present database; it must have the tables of the naive variant."""
    asked, (others, missing) = corpus.searches(made), peers()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        built = {peer.name: build(peer, Path(folder) / peer.name) for peer in others}
        with override_settings(SEARCH_IN_MEMORY=True):  # as web processes do
            loaded = _seconds(BITS.load)
            times, statuses = ask(asked, rounds, others)
            ranking = cap_costs(made)
        BITS.forget()
        begun = time.perf_counter()
        with serving(Path(folder) / "gunicorn.log", {"DATABASE_URL": address_of_database()}) as port:
            ready = time.perf_counter() - begun
            processes = process_costs(port, [query for queries in asked.values() for query in queries])
            saves = save_costs(port)
    mechanisms = mechanism_costs(asked)
    reindexed = Publication.objects.order_by("pk").values_list("pk", flat=True)[:REINDEXED]
    rewritten = _seconds(lambda: reindex(reindexed))
    return {
        "searches": sum(map(len, asked.values())),
        "milliseconds": {variant: by_class(times[variant]) for variant in times},
        **compared(times),
        "mechanisms": mechanisms,
        "ranking": ranking,
        "answers": dict(statuses),
        "web_processes": {"seconds_until_ready": round(ready, 1), **processes},
        "save": saves,
        "index": {
            "megabytes": megabytes("research_searchrow"),
            "vocabulary_megabytes": megabytes("research_searchword"),
            "records_rewritten_per_second": round(REINDEXED / rewritten),
            "naive_megabytes": megabytes("bench_naive"),
            "facets_loaded_seconds": round(loaded, 1),
            "peers": built,
        },
        "left_out": missing,
    }


def address_of_database() -> str:
    """Of the present one, for programs that run beside this one."""
    there = connection.settings_dict
    where = urlencode({"host": there["HOST"], "port": there["PORT"] or 5432})
    return f"postgres://{quote(there['USER'])}:{quote(there['PASSWORD'])}@/{there['NAME']}?{where}"


def ask(asked: dict[str, list[str]], rounds: int, others: list[Peer]) -> tuple[dict[str, Times], Counter[str]]:
    """Seconds of each variant by class, the classes mixed; and what the product answered."""
    client, address, https = visitor(), reverse("research"), settings.SECURE_SSL_REDIRECT
    client.get(address, {"q": "nothing at all"}, secure=https)  # templates are read, the connection is made
    mixed = [(name, query) for name, queries in asked.items() for query in queries]
    times: dict[str, Times] = {name: defaultdict(list) for name in (*VARIANTS, *(peer.name for peer in others))}
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
            if number < 2:  # these keep no answers: once as cold as the product, once warm
                goes_on, question = name == "prefix", plainly(query)
                took["naive"] = _seconds(lambda: ask_naive(query, goes_on=goes_on))  # noqa: B023 - used at once
                for peer in others:
                    took[peer.name] = _seconds(lambda: peer.search(*question, goes_on=goes_on))  # noqa: B023
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


def save_costs(port: int) -> dict[str, Any]:
    """Milliseconds of withdrawing and publishing a record, and of writing a row alone; when others see the change.

    The others are the web processes at this port, whom nobody tells: they see it at once or not at all.
    """
    times, seen = defaultdict(list), []
    for publication in Publication.objects.order_by("-pk")[:SAVES]:
        publication.title = f"Unheardof title {publication.pk}"
        with transaction.atomic():
            publication.save(update_fields=["title"])
            times["row"].append(_seconds(lambda: reindex([publication.pk])))  # noqa: B023 - used at once
        seen.append(is_seen(port, publication))
        times["withdraw"].append(
            _seconds(lambda: set_state(publication=publication, state=PublishingState.ARCHIVED))  # noqa: B023
        )
        seen.append(not is_seen(port, publication))
        times["publish"].append(
            _seconds(lambda: set_state(publication=publication, state=PublishingState.PUBLISHED))  # noqa: B023
        )
    return {
        "milliseconds": {name: round(median(seconds) * 1000, 1) for name, seconds in times.items()},
        "seen_by_the_next_request_to_another_process": f"{sum(seen)} of {len(seen)}",
    }


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def megabytes(name: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [name])
        return round(cursor.fetchone()[0] / 1e6, 1)


def _seconds(do: Any) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun
