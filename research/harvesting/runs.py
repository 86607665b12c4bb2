"""A harvest from its first page to its last; broken off anywhere, the next one goes on from there."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from groundwork.outbound import INTERNET, Network
from research.harvesting.asking import Client, Page
from research.harvesting.deletions import settle
from research.harvesting.errors import HarvestError, TokenRefusedError
from research.harvesting.writing import take_in
from research.models import HarvestRun, OaiProvider

OVERLAP = dt.timedelta(minutes=10)  # a source's transaction may end after a harvest and carry a time from before it
OVERLAP_OF_DAYS = dt.timedelta(days=1)
RESUMED_WITHIN = dt.timedelta(days=2)  # after which a token is not worth trying
AFTER_A_FAILURE = dt.timedelta(hours=1)
MOST_PAGES = 100_000
MOST_EMPTY = 5  # pages in a row
LOCK = 7_265_314  # the first number of the advisory locks; the second is the provider's
State = HarvestRun.State


class BusyError(Exception):
    """Another process harvests this provider now."""


def harvest(provider: OaiProvider, *, anew: bool = False, network: Network = INTERNET) -> Iterator[HarvestRun]:
    """Harvest what has changed since the last time, or all `anew`; yields the run after each page that is kept.

    Raises HarvestError where the source cannot be harvested; the run says why, and what was kept stays. Raises
    BusyError at once where somebody harvests it already.
    """
    with _alone(provider):
        client, run = Client(provider.address, network), _begun(provider, anew=anew)
        pages = run.pages
        try:
            try:
                yield from _pages(run, client)
            except TokenRefusedError as error:
                _fail(run, str(error), token="")
                if not pages or run.pages > pages:  # it was not the one that an earlier time left behind
                    raise
                run = HarvestRun.objects.create(provider=provider, since=run.since)
                yield from _pages(run, client)
        except HarvestError as error:
            _fail(run, str(error))
            raise


def _pages(run: HarvestRun, client: Client) -> Iterator[HarvestRun]:
    empty = 0
    while True:
        asked = run.token
        page = _page(run, client)
        empty = 0 if page.headers else empty + 1
        if page.token and (page.token == asked or empty > MOST_EMPTY or run.pages >= MOST_PAGES):
            raise HarvestError("Its list goes round in a circle: it leads on and never ends.")
        take_in(run, page)
        if not run.token:
            _end(run)
        yield run
        if not run.token:
            return


def _page(run: HarvestRun, client: Client) -> Page:
    if run.token:
        return client.next_page(run.token)
    return client.first_page(run.provider.prefix, run.provider.set_spec, _since(run, client))


def _begun(provider: OaiProvider, *, anew: bool) -> HarvestRun:
    """The last run, if it was broken off; else a new one."""
    last = provider.runs.first()
    recently = timezone.now() - RESUMED_WITHIN
    if last and last.token and last.state in {State.RUNNING, State.FAILED} and last.started_at > recently and not anew:
        last.state, last.problem, last.ended_at = State.RUNNING, "", None
        last.save()
        return last
    provider.runs.filter(state=State.RUNNING).update(state=State.FAILED, ended_at=timezone.now())
    return HarvestRun.objects.create(provider=provider, since=None if anew else provider.harvested_until)


def _since(run: HarvestRun, client: Client) -> str:
    """`from`, in the granularity of the source; empty for all records."""
    has_seconds = client.has_seconds()
    if run.since is None:
        return ""
    if has_seconds:
        return (run.since - OVERLAP).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (run.since - OVERLAP_OF_DAYS).astimezone(dt.UTC).strftime("%Y-%m-%d")


def _end(run: HarvestRun) -> None:
    run.state, run.ended_at = State.DONE, timezone.now()
    settle(run)
    run.save()
    provider = run.provider
    provider.harvested_until, provider.next_at = run.until, timezone.now() + provider.interval
    provider.save(update_fields=["harvested_until", "next_at"])


def _fail(run: HarvestRun, problem: str, **changes: str) -> None:
    """Its token stays unless it is changed: the next time goes on from there."""
    run.state, run.problem, run.ended_at = State.FAILED, problem, timezone.now()
    run.token = changes.get("token", run.token)
    run.save()
    provider = run.provider
    provider.next_at = timezone.now() + min(AFTER_A_FAILURE, provider.interval)
    provider.save(update_fields=["next_at"])


@contextmanager
def _alone(provider: OaiProvider) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, provider.pk])
        if not cursor.fetchone()[0]:
            raise BusyError(str(provider))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, provider.pk])
