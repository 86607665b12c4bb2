"""Every search row anew: after a change that reaches many records, such as a renamed contributor or a moved branch."""

from typing import Any

from django.core.management import BaseCommand

from groundwork.loading import progress
from research.models import Publication, SearchRow, SearchWord
from research.search.index import BATCH, reindex


class Command(BaseCommand):
    help = (
        "Write the search row of every published record anew. Safe to run twice and while the portal answers: "
        "each thousand records is a transaction of its own."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        keys = list(Publication.objects.order_by("pk").values_list("pk", flat=True))
        stale = SearchRow.objects.exclude(publication__in=Publication.objects.published()).count()
        batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
        words, noted = set(SearchWord.objects.values_list("word", flat=True)), set[str]()
        written = sum(reindex(batch, noted, pages_anew=True) for batch in progress(batches, "Search rows"))
        forgotten, _by_model = SearchWord.objects.filter(word__in=words - noted).delete()
        self.stdout.write("Search rows")
        self.stdout.write(f"  {written:>7,}  written")
        self.stdout.write(f"  {stale:>7,}  removed (not published)")
        self.stdout.write(f"  {forgotten:>7,}  words forgotten (of no published record)")
