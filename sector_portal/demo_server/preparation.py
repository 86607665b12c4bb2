"""Everything between the installed packages and a web server: database, demo data, catalogues, static files."""

import hashlib
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from sector_portal import catalogues, database

SIGN_IN = "sign-in:"


def prepare(checkout: Path) -> list[str]:
    """Bring database and files up to date; the lines that say who may sign in.

    What was loaded, repaired and refused is counted in .portal/demo-data.log.
    """
    database.ensure_answers()
    django.setup()
    say("Bringing the database up to date")
    call_command("migrate", interactive=False, verbosity=0)
    said = StringIO()
    call_command("demo", stdout=said)
    catalogues.compile_all(checkout)
    collect_static_files(checkout)
    lines = said.getvalue().splitlines()
    counts = "\n".join(line for line in lines if not line.startswith(SIGN_IN))
    (checkout / ".portal" / "demo-data.log").write_text(counts + "\n")
    return [line for line in lines if line.startswith(SIGN_IN)]


def collect_static_files(checkout: Path) -> None:
    """Collect, join and compress, unless nothing has changed since: it takes several seconds."""
    done = checkout / ".portal" / "static-files"
    wanted = static_fingerprint(checkout)
    if done.exists() and done.read_text() == wanted and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    say("Collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    done.write_text(wanted)


def static_fingerprint(checkout: Path) -> str:
    """Of each file's place, size and time, and of what turns them into those served."""
    made_by = [checkout / "requirements" / "base.txt", checkout / "sector_portal" / "static_files.py"]
    files = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    lines = [f"{path} {(stat := path.stat()).st_size} {stat.st_mtime_ns}" for path in [*made_by, *files]]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def say(what: str) -> None:
    sys.stdout.write(f"{what} …\n")
    sys.stdout.flush()
