"""Everything between the installed packages and a web server: database, demo data, catalogues, static files."""

import sys
from io import StringIO
from pathlib import Path

import django
from django.core.management import call_command

from sector_portal import catalogues, database

SIGN_IN = "sign-in:"


def prepare(checkout: Path) -> list[str]:
    """Bring database and files up to date; the lines that say who may sign in."""
    database.ensure_answers()
    django.setup()
    say("Bringing the database up to date")
    call_command("migrate", interactive=False, verbosity=0)
    said = StringIO()
    call_command("demo", stdout=said)
    say("Collecting the static files")
    catalogues.compile_all(checkout)
    call_command("collectstatic", interactive=False, verbosity=0)
    return [line for line in said.getvalue().splitlines() if line.startswith(SIGN_IN)]


def say(what: str) -> None:
    sys.stdout.write(f"{what} …\n")
    sys.stdout.flush()
