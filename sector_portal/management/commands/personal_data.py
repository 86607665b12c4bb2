import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sector_portal.personal_data import PersonalData, remove


class Command(BaseCommand):
    help = "Print, as JSON, what is held about the person of an e-mail address; with --remove, remove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--remove", action="store_true", help="remove it, after a question")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *_args: Any, email: str, **options: Any) -> None:
        data = PersonalData.of(email)
        held = data.as_json()
        if not held:
            raise CommandError(f"Nothing is held about {email}.")
        self.stdout.write(json.dumps(held, indent=2, ensure_ascii=False))
        if not options["remove"]:
            return
        if not options["yes"] and input("Remove all of this for good? Type yes: ") != "yes":
            raise CommandError("Nothing was removed.")
        remove(data)
        self.stderr.write(f"Removed. What {email} did stays on record without the name.")
