from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from groundwork import links
from groundwork.links.rounds import PAUSE
from groundwork.loading import bar


class Command(BaseCommand):
    help = (
        "Ask the addresses of other sites that the public is shown whether they answer, and keep what is found. "
        "Broken off, it goes on where it stopped: what was asked recently is left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, help="at the most so many")
        parser.add_argument("--again", action="store_true", help="also those that were asked recently")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two requests to one site")

    def handle(self, *_args: Any, limit: int | None, again: bool, pause: float, **_options: Any) -> None:
        urls = links.due(again=again, limit=limit)
        counts: Counter[str] = Counter()
        try:
            with bar("Links", len(urls)) as shown:
                for finding in links.check_all(urls, pause=pause):
                    counts[finding.outcome] += 1
                    shown.update()
                    if finding.outcome in links.LinkCheck.TOLD:
                        shown.write(f"{finding.outcome}: {finding.url} ({finding.status or finding.reason})")
        except links.NetworkAwayError as error:
            raise CommandError(str(error)) from error
        left = len(urls) - counts.total()
        self.stdout.write("Links")
        for outcome in links.LinkCheck.Outcome:
            self.stdout.write(f"  {counts[outcome]:>7,}  {outcome.value}")
        if left:
            self.stdout.write(f"  {left:>7,}  left for another time, as their sites asked for rest")
