"""Records of other repositories, by OAI-PMH."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from groundwork.loading import bar
from research import harvesting
from research.harvesting.writing import COUNTED
from research.models import HarvestRun, OaiProvider

FAILED, WAITS = 1, 3  # exit codes; 2 is that of a command line that cannot be read


class Command(BaseCommand):
    help = (
        "Harvest the active OAI-PMH providers, or those of a source: what has changed since the last time. Broken off, "
        "it goes on where it stopped. Exit codes: 0 done, 1 a provider failed (the others are harvested), 3 deletions "
        "wait for a yes in the workplace."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", nargs="?", help="the code of a source; without it all of them")
        parser.add_argument("--anew", action="store_true", help="all records, not only what has changed")
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken, and take nothing")

    def handle(self, *_args: Any, source: str | None, anew: bool, dry_run: bool, **_options: Any) -> None:
        providers = OaiProvider.objects.filter(is_active=True).select_related("source")
        providers = list(providers.filter(source__slug=source) if source else providers)
        if not providers:
            raise CommandError(
                f"There is no active provider{f' of {source}' if source else ''}: add it in the workplace."
            )
        failed, waits = [], []
        for provider in providers:
            run = None
            try:
                with _kept(dry_run), bar(str(provider), 0) as shown:
                    for run in harvesting.harvest(provider, anew=anew):
                        shown.total = run.size
                        shown.update(run.read - shown.n)
            except (harvesting.HarvestError, harvesting.BusyError) as error:
                failed.append(f"{provider}: {error if str(error) != str(provider) else 'is harvested just now'}")
            if run:
                self.tell(provider, run, dry_run)
                waits += [str(provider)] * (run.state == HarvestRun.State.WAITING)
        if failed:
            raise CommandError("\n".join(failed), returncode=FAILED)
        if waits:
            raise CommandError(f"Deletions wait for a yes in the workplace: {', '.join(waits)}", returncode=WAITS)

    def tell(self, provider: OaiProvider, run: HarvestRun, dry_run: bool) -> None:
        self.stdout.write(f"{provider}{' (dry run, nothing was kept)' if dry_run else ''}")
        for name in COUNTED:
            self.stdout.write(f"  {getattr(run, name):>7,}  {name}")


@contextmanager
def _kept(dry_run: bool) -> Iterator[None]:
    """What is done inside stays, unless it is a dry run."""
    if not dry_run:
        yield
        return
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
