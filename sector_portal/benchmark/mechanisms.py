"""What each mechanism of the search pays: the same searches by PostgreSQL alone, then with one mechanism more a time.

One pass after another, each with all the searches once. A mechanism that is not faster than what was there before it
has no right to be there.
"""

import time
from collections import defaultdict

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from research.search.bitmaps import BITS
from sector_portal.benchmark.report import by_class
from sector_portal.page_costs import visitor

Times = dict[str, list[float]]
ALONE = "PostgreSQL alone"


def mechanism_costs(asked: dict[str, list[str]]) -> dict[str, dict[str, dict[str, float]]]:
    """Milliseconds of a page of results, by mechanism and class; each line has all that those before it have."""
    times = {ALONE: _pages(asked)}
    with override_settings(SEARCH_IN_MEMORY=True):  # as web processes do
        BITS.load(words=[])
        times["facets in memory"] = _pages(asked)
        BITS.forget()
        BITS.load()
        times["common words in memory"] = _pages(asked)
        times["what was found remembered"] = _pages(asked)
    BITS.forget()
    return {name: by_class(found) for name, found in times.items()}


def _pages(asked: dict[str, list[str]]) -> Times:
    """Seconds by class."""
    client, address, https = visitor(), reverse("research"), settings.SECURE_SSL_REDIRECT
    times: Times = defaultdict(list)
    for name, queries in asked.items():
        for query in queries:
            begun = time.perf_counter()
            client.get(f"{address}?{query}", secure=https)
            seconds = time.perf_counter() - begun
            times[name].append(seconds)
            times["all"].append(seconds)
    return times
