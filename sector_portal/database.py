"""Which PostgreSQL the portal talks to: the one DATABASE_URL names, else the embedded one.

Knows nothing of Django's settings, because the settings and `manage.py` both ask it.
"""

from pathlib import Path
from typing import Any

import environ
import psycopg

from sector_portal import embedded_postgres
from sector_portal.bounded import bounded

BASE_DIR = Path(__file__).resolve().parent.parent

DatabaseUnavailableError = embedded_postgres.EmbeddedPostgresError


def settings_from(env: environ.Env, base_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry. Starts nothing.

    Raises DatabaseUnavailableError where DATABASE_URL cannot be read.
    """
    if url := env.str("DATABASE_URL", default=""):
        settings = _named_by(url)
    else:
        settings = embedded_postgres.database_settings(base_dir)
    settings["CONN_MAX_AGE"] = 60
    settings["CONN_HEALTH_CHECKS"] = True
    settings.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    if env.bool("BOUNDED", default=False):
        seconds, sessions = env.int("STATEMENT_SECONDS", default=10), env.int("DATABASE_SESSIONS", default=8)
        return bounded(settings, seconds=seconds, sessions=sessions)
    return settings


def _named_by(url: str) -> dict[str, Any]:
    try:
        if url.startswith(("postgres://", "postgresql://")):
            return environ.Env.db_url_config(url)
    except ValueError:  # a port that is no number
        pass
    raise DatabaseUnavailableError(
        "DATABASE_URL is no address of a database: write postgres://user:password@host:5432/name."
    )


def is_embedded() -> bool:
    return not _environment().str("DATABASE_URL", default="")


def ensure_running() -> None:
    """Start the embedded server unless DATABASE_URL names another.

    Raises DatabaseUnavailableError with a sentence that says what to do.
    """
    if is_embedded():
        embedded_postgres.ensure_running(BASE_DIR)
    else:
        settings_from(_environment(), BASE_DIR)


def ensure_answers() -> None:
    """Open a session, for those who can do nothing without one.

    Raises DatabaseUnavailableError with a sentence that says what to do.
    """
    ensure_running()
    there = settings_from(_environment(), BASE_DIR)
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    session = {name: there[key] for name, key in named.items() if there[key]}  # a socket's folder is in the options
    options = {name: value for name, value in there["OPTIONS"].items() if name != "pool"}  # the pool is Django's
    try:
        psycopg.connect(**session, **options).close()
    except psycopg.OperationalError as error:
        reason = str(error).splitlines()[0]
        raise DatabaseUnavailableError(
            f"The database does not answer ({reason}): check DATABASE_URL and that its server runs."
        ) from error


def _environment() -> environ.Env:
    env = environ.Env()
    env.read_env(BASE_DIR / ".env")
    return env
