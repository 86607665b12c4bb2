import os
import re
import subprocess
import sys

import environ
import pytest
from django.conf import settings

from sector_portal import database, embedded_postgres

DEAD = "postgres://portal:secret@127.0.0.1:1/portal"


def settings_from(url: str) -> dict:
    env = environ.Env()
    env.ENVIRON = {"DATABASE_URL": url}
    return database.settings_from(env, settings.BASE_DIR)


def test_database_url_names_the_server():
    named = settings_from("postgresql://portal:p%40ss@db.example.org:6432/portal")

    assert [named[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "NAME")] == [
        "db.example.org",
        6432,
        "portal",
        "p@ss",
        "portal",
    ]


def test_no_database_url_means_the_embedded_server():
    assert settings_from("")["HOST"] == embedded_postgres.database_settings(settings.BASE_DIR)["HOST"]


@pytest.mark.parametrize("url", ["nonsense", "sqlite:///x", "postgres://u:p@host:abc/x"])
def test_unreadable_database_url_is_told(url):
    with pytest.raises(
        database.DatabaseUnavailableError, match=r"^DATABASE_URL is no address of a database: [^\n]+\.$"
    ):
        settings_from(url)


def test_database_url_may_name_a_socket(monkeypatch):
    here = database.settings_from(environ.Env(), settings.BASE_DIR)
    where = f"host={here['HOST'] or here['OPTIONS']['host']}&port={here['PORT'] or 5432}"
    monkeypatch.setenv("DATABASE_URL", f"postgres://{here['USER']}:{here['PASSWORD']}@/postgres?{where}")

    database.ensure_answers()


def test_dead_database_is_told_without_its_password(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", DEAD)

    with pytest.raises(database.DatabaseUnavailableError, match=r"^The database does not answer \([^\n]+\.$") as told:
        database.ensure_answers()

    assert "secret" not in str(told.value)


@pytest.mark.parametrize("command", [("manage.py", "migrate"), ("-m", "pytest", "--collect-only", "-q")])
def test_commands_tell_a_dead_database_in_one_sentence(command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": DEAD},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert re.fullmatch(r"The database does not answer \(.+\): check DATABASE_URL .+\.\n", done.stderr)


def test_example_file_has_values_that_are_read_as_they_look():
    """Required ones empty, so that a mere copy is refused; no comment taken for a value."""
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()

    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert values["SECRET_KEY"] == values["ALLOWED_HOSTS"] == values["DATABASE_URL"] == ""
    assert not [name for name, value in values.items() if "#" in value or value != value.strip()]
    code = "".join(path.read_text() for path in (settings.BASE_DIR / "sector_portal").rglob("*.py"))
    read = set(re.findall(r'(?:env|environ\.Env\(\))\.\w+\("([A-Z_]+)"', code))
    assert set(values) | {"BOUNDED"} == read  # which wsgi.py alone sets
