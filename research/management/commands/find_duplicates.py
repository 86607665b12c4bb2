"""Records that may be of one work, noted on the worklist."""

from typing import Any

from django.core.management import BaseCommand

from groundwork.loading import progress
from research.models import DuplicatePair
from research.search.likeness import candidates, find_pairs

BATCH = 500


class Command(BaseCommand):
    help = "Compare all records that share an identifier or a title; note new pairs on the worklist. Safe to run twice."

    def handle(self, *_args: Any, **_options: Any) -> None:
        keys = candidates()
        batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
        found = sum(find_pairs(batch) for batch in progress(batches, "Duplicates"))
        waiting = DuplicatePair.objects.filter(state=DuplicatePair.State.OPEN).count()
        self.stdout.write("Possible duplicates")
        self.stdout.write(f"  {len(keys):>7,}  records compared")
        self.stdout.write(f"  {found:>7,}  new pairs")
        self.stdout.write(f"  {waiting:>7,}  pairs to be decided")
