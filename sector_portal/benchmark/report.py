"""What the times of a run say: how the variants compare, which aims are met, and one table of every load case."""

from collections.abc import Iterable
from statistics import median, quantiles
from typing import Any

Times = dict[str, list[float]]  # seconds by class of searches, "all" among them

PRODUCT = ("page, cold", "page, warm", "search, cold", "search, warm")
AGAINST_NAIVE = {"rare": 10, "topical": 10, "prefix": 10, "common": 25, "filters only": 500, "phrase": 5}
AGAINST_PEERS = {"tantivy": {"page, warm": 1.5, "page, cold": 3}}
MEGABYTES = 250  # of a web process


def by_class(times: Times) -> dict[str, dict[str, float]]:
    """Milliseconds."""
    return {
        name: {"p50": _three_digits(median(seconds) * 1000), "p95": _three_digits(p95(seconds) * 1000)}
        for name, seconds in times.items()
    }


def compared(times: dict[str, Times]) -> dict[str, Any]:
    """The p95 of the naive variant to the product's, and the product's to those of peers."""
    peers = [name for name in times if name not in (*PRODUCT, "naive")]
    return {
        "times_as_fast_as_naive_p95": {variant: _ratios(times["naive"], times[variant]) for variant in PRODUCT},
        "p95_to_that_of_peers": {
            peer: {variant: _ratios(times[variant], times[peer]) for variant in PRODUCT} for peer in peers
        },
    }


def aims(costs: dict[str, Any]) -> list[str]:
    """A line for each aim at this number of records. The whole page is judged, though the naive one makes none."""
    page, lines = costs["times_as_fast_as_naive_p95"]["page, warm"], []
    for name, least in AGAINST_NAIVE.items():
        lines.append(
            f"{name}: naive p95 / page, warm p95 {page[name]} ×, aim ≥ {least} ×: {_judged(least, page[name])}"
        )
    for peer, variants in AGAINST_PEERS.items():
        for variant, most in variants.items():
            if peer in costs["p95_to_that_of_peers"]:
                found = costs["p95_to_that_of_peers"][peer][variant]["all"]
                lines.append(f"all: {variant} p95 / {peer} p95 {found} ×, aim ≤ {most} ×: {_judged(found, most)}")
    size = costs["web_processes"]["megabytes_of_the_largest_process"]["after_load"]["Rss"]
    lines.append(f"memory of a web process {size} MB, aim ≤ {MEGABYTES} MB: {_judged(size, MEGABYTES)}")
    return lines


def table(found: dict[str, Any]) -> str:
    """Everything that was measured, as Markdown; milliseconds are p50 / p95."""
    sizes = found.get("research", {}).get("by_number_of_records", {})
    lines = [line for number, costs in sizes.items() for line in _of_records(number, costs)]
    if "follow-up" in found:
        asked = found["follow-up"]
        cells = (
            [name, milliseconds, f"{asked['cost_to_few'][name]} ×", max(asked["queries"][name])]
            for name, milliseconds in asked["milliseconds_on_this_machine_only"].items()
        )
        lines += _table([f"{asked['outcomes']:,} outcomes", "milliseconds", "times that of few", "queries"], cells)
    if "statistics" in found:
        asked = found["statistics"]
        cells = (
            [name, one["many_milliseconds"], f"{asked['cost_of_many_to_few'][name]} ×"]
            for name, one in asked["absolute_on_this_machine_only"].items()
        )
        lines += _table([f"{asked['observations']['many']:,} observations", "milliseconds", "times that of few"], cells)
    return "\n".join(lines).strip()


def _of_records(number: str, costs: dict[str, Any]) -> list[str]:
    classes = list(costs["milliseconds"]["naive"])
    rows = [
        [variant, *(f"{one[name]['p50']} / {one[name]['p95']}" for name in classes)]
        for variant, one in costs["milliseconds"].items()
    ]
    rows += [
        [f"naive p95 / {variant} p95", *(f"{ratios[name]} ×" for name in classes)]
        for variant, ratios in costs["times_as_fast_as_naive_p95"].items()
    ]
    rows += [
        [f"{variant} p95 / {peer} p95", *(f"{ratios[name]} ×" for name in classes)]
        for peer, variants in costs["p95_to_that_of_peers"].items()
        for variant, ratios in variants.items()
    ]
    others = [
        [f"{group}: {name}".replace("_", " "), value]
        for group in ("build", "index", "save", "ranking", "web_processes")
        for name, value in _flat(costs.get(group, {}))
    ]
    notes = [*(f"- {line}" for line in aims(costs)), *(f"- {line}" for line in costs["left_out"])]
    return [
        *_table([f"{number} records", *classes], rows),
        *_table([f"page of {number} records, with", *classes], _of_mechanisms(costs.get("mechanisms", {}), classes)),
        *_table(["", "figure"], others),
        "",
        *notes,
    ]


def _of_mechanisms(found: dict[str, dict[str, dict[str, float]]], classes: list[str]) -> list[list[Any]]:
    """What a page takes with each mechanism more, and how many times as fast its p95 is as without."""
    rows: list[list[Any]] = []
    before: dict[str, dict[str, float]] = {}
    for name, one in found.items():
        rows.append([name, *(f"{one[kind]['p50']} / {one[kind]['p95']}" for kind in classes)])
        if before:
            ratios = (_three_digits(before[kind]["p95"] / one[kind]["p95"]) for kind in classes)
            rows.append([f"{name}: times as fast", *(f"{ratio} ×" for ratio in ratios)])
        before = one
    return rows


def _flat(found: dict[str, Any]) -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for name, value in found.items():
        lines += (
            [(f"{name}, {below}", one) for below, one in _flat(value)] if isinstance(value, dict) else [(name, value)]
        )
    return lines


def _table(head: list[str], rows: Iterable[list[Any]]) -> list[str]:
    return ["", _row(head), "|" + "---|" * len(head), *map(_row, rows)]


def _row(cells: list[Any]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _judged(less: float, more: float) -> str:
    """Whether the first is at most the second."""
    return "aim met" if less <= more else f"missed by {_three_digits(less / more)} ×"


def _ratios(times: Times, unit: Times) -> dict[str, float]:
    return {name: _three_digits(p95(times[name]) / p95(unit[name])) for name in times}


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[18]


def _three_digits(value: float) -> float:
    return float(f"{value:.3g}")
