"""The share of known records that a search has on its first page, by how people mistype and half remember them."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.http import HttpRequest, QueryDict

from research.filters import PublicationFilterSet
from research.models import SearchRow
from research.search.counts import count
from research.search.known_items import Case, cases
from research.search.ranking import ordered

FIRST = 10


class Command(BaseCommand):
    help = "Search for records that are there and print as JSON which share is among the first ten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missed", action="store_true", help="list the searches that missed their record")
        parser.add_argument("--least", type=float, default=0, help="fail if less than this share is found: 0.95")

    def handle(self, *_args: Any, missed: bool, least: float, **_options: Any) -> None:
        found: dict[str, dict[str, Any]] = defaultdict(
            lambda: {"cases": 0, "found": 0, "by_correction": 0, "missed": []}
        )
        for case in cases():
            how = _how(case)
            kind = found[case.kind]
            kind["cases"] += 1
            kind["found"] += how is not None
            kind["by_correction"] += how == "correction"
            if missed and how is None:
                kind["missed"].append([case.typed, case.key])
        total, right = (sum(kind[name] for kind in found.values()) for name in ("cases", "found"))
        for kind in found.values():
            kind["share"] = round(kind["found"] / kind["cases"], 3)
            if not missed:
                del kind["missed"]
        share = round(right / total, 3) if total else None
        self.stdout.write(json.dumps({"cases": total, "found": right, "share": share, "kinds": found}, indent=1))
        if total and right / total < least:
            raise CommandError(f"{share} of the records were found; {least} was asked for.")


def _how(case: Case) -> str | None:
    """Whether the page shows the record: among its first ten, or among those of the search that it shows instead."""
    filters = _filters(case.typed)
    if case.key in _first(filters):
        return "search"
    meant = filters.meant(_total(filters))
    return "correction" if meant and case.key in _first(_filters(meant["text"])) else None


def _filters(typed: str) -> PublicationFilterSet:
    query = QueryDict(mutable=True)
    query["q"] = typed
    return PublicationFilterSet(query, queryset=SearchRow.objects.visible_to(None), request=HttpRequest()).checked()


def _total(filters: PublicationFilterSet) -> int:
    return count(filters.queryset, filters.matched, filters.conditions).total


def _first(filters: PublicationFilterSet) -> list[int]:
    return list(ordered(filters.qs, filters.text, filters.sort_by, total=_total(filters))[0:FIRST])
