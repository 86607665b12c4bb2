"""The text of the full texts kept here, for files whose job was lost or that came without one."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management import BaseCommand, CommandError

from groundwork.full_text import Finding
from groundwork.loading import progress
from research import services
from research.models import PublicationFile


class Command(BaseCommand):
    help = (
        "Read the text of the PDFs whose text was not read yet, and let search find it. Safe to run twice and while "
        "the portal answers; broken off, it goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="also those that were read before")

    def handle(self, *_args: Any, again: bool, **_options: Any) -> None:
        files = PublicationFile.objects.order_by("pk")
        files = list(files if again else files.filter(finding=Finding.WAITING))
        counts: Counter[str] = Counter()
        missing = []
        for file in progress(files, "Full texts"):
            try:
                counts[services.read_full_text(file)] += 1
            except FileNotFoundError:
                missing.append(file)
        self.stdout.write("Full texts")
        for finding in Finding:
            if finding != Finding.WAITING:
                self.stdout.write(f"  {counts[finding]:>7,}  {finding.value}")
        if missing:
            named = ", ".join(f"{file.pk} ({file})" for file in missing[:10])
            raise CommandError(f"{len(missing)} files are not where they were kept: {named}")
