from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sector_portal import retention


class Command(BaseCommand):
    help = "Delete what is over its time (the worker does so each night) and print how many rows went, by rule."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        gone = retention.enforce(dry_run=dry_run)
        self.stdout.write("Would go:" if dry_run else "Gone:")
        for rule in retention.RULES:
            if rule.name in gone:
                self.stdout.write(f"{gone[rule.name]:>8} {rule.name} (kept for {rule.kept})")
