"""What the worker does for the research floor."""

import time
from contextlib import suppress

from django.core.management import call_command
from procrastinate.contrib.django import app

from groundwork import jobs
from research import harvesting, services
from research.models import OaiProvider, PublicationFile

AT_ONCE = 10 * 60  # seconds of one harvest before other sources have their turn


@app.periodic(cron="50 2 * * *")
@app.task(retry=jobs.RETRY, queueing_lock="find_duplicates")
def find_duplicates(timestamp: int) -> None:
    call_command("find_duplicates")


@app.task(name=services.READ_FULL_TEXT, retry=jobs.RETRY)
def read_full_text(file_id: int) -> None:
    file = PublicationFile.objects.filter(pk=file_id).first()
    if file:  # else it was taken away meanwhile
        services.read_full_text(file)


@app.periodic(cron="*/10 * * * *")
@app.task(retry=jobs.RETRY, queueing_lock="harvest_due")
def harvest_due(timestamp: int) -> None:
    """A job for each provider, so that one that fails or never ends keeps no other waiting."""
    for provider in OaiProvider.objects.due():
        services.defer_harvest(provider)


@app.task(name=services.HARVEST, retry=jobs.RETRY)
def harvest_provider(provider_id: int) -> None:
    """Go on with a harvest for a while. Unfinished it stays due, and goes on when the others had their turn."""
    provider = OaiProvider.objects.filter(pk=provider_id, is_active=True).first()
    if provider is None:
        return
    end = time.monotonic() + AT_ONCE
    with suppress(harvesting.HarvestError, harvesting.BusyError):  # the run says why; the next hour asks again
        for _run in harvesting.harvest(provider):
            if time.monotonic() > end:
                return
