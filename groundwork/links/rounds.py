"""A round of link checks: several sites at once, each asked in its own time."""

import datetime as dt
import queue
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from groundwork.links.asking import LIMITS, Finding, ask
from groundwork.links.checks import LinkCheck
from groundwork.links.shown import shown_addresses
from groundwork.outbound import INTERNET, Limits, Network

RECHECK = dt.timedelta(days=30)  # what answered
RECHECK_BROKEN = dt.timedelta(days=1)
AT_ONCE = 8  # sites
PAUSE = 1.0  # seconds between two requests to one site
KEPT_TOGETHER = 20  # findings, of which a killed round loses at the most so many
OUT_OF_REACH = {"dns", "connection", "timed-out"}  # reasons that may as well lie on our side
TOO_QUIET = 3  # sites out of reach, and none within, tell of our own network and not of them


class NetworkAwayError(Exception):
    """None of several sites can be reached: it is this machine that is cut off."""


def due(*, again: bool = False, limit: int | None = None, per_site: int | None = None) -> list[str]:
    """The shown addresses that are to be asked: never asked ones first, then those asked longest ago.

    So a round that was broken off goes on where it stopped. `again`: those asked recently too.
    """
    now = timezone.now()
    asked = dict(LinkCheck.objects.values_list("url", "checked_at"))
    fresh = Q(checked_at__gt=now - RECHECK) & ~Q(outcome__in=LinkCheck.BROKEN) | Q(checked_at__gt=now - RECHECK_BROKEN)
    rested = set() if again else set(LinkCheck.objects.filter(fresh).values_list("url", flat=True))
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    waiting = sorted(
        (url for url in shown_addresses() if url not in rested), key=lambda url: asked.get(url, never)
    )  # stable: the order in which they are shown decides among equals
    return list(islice(_thinned(waiting, per_site), limit))


def _thinned(urls: Iterable[str], per_site: int | None) -> Iterator[str]:
    taken: dict[str, int] = {}
    for url in urls:
        site = _site(url)
        taken[site] = taken.get(site, 0) + 1
        if per_site is None or taken[site] <= per_site:
            yield url


def _site(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""  # cannot be read: asking will say so


def check_all(
    urls: Iterable[str], *, network: Network = INTERNET, limits: Limits = LIMITS, pause: float = PAUSE
) -> Iterator[Finding]:
    """Ask each, keep what is found, and yield it. Broken off, it keeps what it has and asks no more.

    Of a site that asks for rest the other addresses are left for another round. Raises NetworkAwayError, and keeps
    nothing, where several sites are out of reach and none was within: that is no fault of theirs.
    """
    kept: list[Finding] = []
    out_of_reach: set[str] | None = set()  # None once a site was reached
    try:
        for finding in _asked(urls, network, limits, pause):
            kept.append(finding)
            if out_of_reach is not None and finding.reason in OUT_OF_REACH:
                out_of_reach.add(_site(finding.url))
            else:
                out_of_reach = None
            if len(kept) >= KEPT_TOGETHER:
                _keep(kept, out_of_reach)
            yield finding
    finally:
        _keep(kept, out_of_reach)


def _keep(findings: list[Finding], out_of_reach: set[str] | None) -> None:
    """Note the findings and empty the list, unless they say that our own network is away."""
    if out_of_reach and len(out_of_reach) >= TOO_QUIET:
        findings.clear()
        raise NetworkAwayError("No site can be reached: this machine seems to be cut off. Nothing was kept.")
    if findings:
        LinkCheck.objects.note(findings)
        findings.clear()


def _asked(urls: Iterable[str], network: Network, limits: Limits, pause: float) -> Iterator[Finding]:
    """The sites in threads, which touch no database; the findings in the caller's."""
    found: queue.SimpleQueue[Finding | None] = queue.SimpleQueue()  # None: a site is done
    over = threading.Event()
    sites: dict[str, list[str]] = {}
    for url in urls:
        sites.setdefault(_site(url), []).append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            one = partial(_ask_site, found=found, over=over, pause=pause, network=network, limits=limits)
            asking = [pool.submit(one, addresses) for addresses in sites.values()]
            for _site_done in sites:
                yield from iter(found.get, None)
            for site in asking:
                site.result()  # raises what should not have happened
        finally:
            over.set()


def _ask_site(
    urls: list[str],
    *,
    found: queue.SimpleQueue[Finding | None],
    over: threading.Event,
    pause: float,
    network: Network,
    limits: Limits,
) -> None:
    """One after the other, with a pause between, until the site asks for rest or the round is over."""
    try:
        for place, url in enumerate(urls):
            if over.is_set() or (place and over.wait(pause)):
                return
            finding = ask(url, network=network, limits=limits)
            found.put(finding)
            if finding.asks_for_rest:
                return
    finally:
        found.put(None)
