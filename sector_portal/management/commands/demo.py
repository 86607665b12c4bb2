"""All demo data and one person for each role."""

import io
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import transaction

from groundwork.loading import progress
from sector_portal.demo_imports import make_imports
from sector_portal.demo_people import make_people
from sector_portal.demo_versions import make_versions

LOADERS = (
    "load_places",
    "load_activities",
    "load_sectors",
    "load_themes",
    "load_instruments",
    "load_sector_pages",
    "load_partners",
    "load_practices",
    "load_country_programmes",
    "load_statistics",
    "load_publications",
    "load_full_texts",
    "load_meetings",
    "load_programme",
    "load_documents",
    "load_sample_meeting",
    "load_outcomes",
    "load_units",
    "load_reviews",
    "load_follow_up",
)
PASSWORDS = Path(".portal/demo-passwords.json")


class Command(BaseCommand):
    help = "Load all data of demo/ and make one user for each role, with printed passwords. Needs DEMO=true."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.DEMO_DIR, help="where the files are")

    def handle(self, *_args: Any, folder: Path, **_options: Any) -> None:
        if not environ.Env().bool("DEMO", default=False):
            raise CommandError(
                "The demo makes users whose passwords are printed, so it runs only where DEMO=true is set; "
                "where the portal is public, load data with the load_* commands and make users in the admin."
            )
        counts = io.StringIO()
        for loader in progress(LOADERS, "Demo data"):
            call_command(loader, folder=folder, stdout=counts)
        self.stdout.write(counts.getvalue(), ending="")
        with transaction.atomic():
            people = make_people(settings.BASE_DIR / PASSWORDS)
            make_versions()
            make_imports()
        for role, (email, password) in people.items():
            self.stdout.write(f"sign-in: {role} {email} {password}")
