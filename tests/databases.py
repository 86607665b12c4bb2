"""Test databases: one for each process of each run, so that runs beside one another do not meet.

Each is a copy of one that has all migrations. That one is kept from run to run, since to migrate takes longer than most
runs; it is made anew when a migration or a package changes.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.core.management import call_command
from django.db import OperationalError, ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "portal_tests_template_"
LOCK = 7_265_312  # of those who make, copy or drop templates
NAME = re.compile(r"test_.+_run(\d+)")


def name_for_run(of: str) -> str:
    """The name of a database of this run, which has the number of its first process."""
    return f"{of}_run{os.getppid() if 'PYTEST_XDIST_WORKER' in os.environ else os.getpid()}"


def address(settings: dict[str, Any]) -> str:
    """DATABASE_URL of a database, for programs that run beside the tests."""
    where = urlencode({"host": settings["HOST"], "port": settings["PORT"] or 5432})
    return f"postgres://{quote(settings['USER'])}:{quote(settings['PASSWORD'])}@/{settings['NAME']}?{where}"


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another account's
        return True
    return True


def drop_those_of_killed_runs(connection: BaseDatabaseWrapper) -> None:
    """Databases whose run is gone. One that is still in use, perhaps from another machine, refuses and stays."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        for (name,) in cursor.fetchall():
            found = NAME.fullmatch(name)
            if found and not is_alive(int(found[1])):
                with suppress(OperationalError, ProgrammingError):  # in use; dropped by another process already
                    cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")


def digest() -> str:
    """Of all that migrations depend on: their text, and the packages."""
    files = sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("requirements/*.txt")])
    return blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


@contextmanager
def a_copy(connection: BaseDatabaseWrapper, name: str, *, anew: bool = False) -> Iterator[None]:
    """A database of this name with all migrations, dropped at the end. `anew`: migrate again, come what may."""
    with locked(connection) as cursor:
        _copy(cursor, name, _migrated(connection, cursor, anew=anew))
    yield
    connection.close()
    drop(connection, name)


@contextmanager
def a_filled_copy(connection: BaseDatabaseWrapper, name: str, fill: Callable[[str], None]) -> Iterator[None]:
    """As `a_copy`, with what `fill` puts into the database at this address: once in a run, for all its processes."""
    filled = name_for_run("test_filled")
    with locked(connection) as cursor:
        if not _is_there(cursor, filled):
            making = name_for_run("test_filling")
            _copy(cursor, making, _migrated(connection, cursor))
            fill(address(connection.settings_dict | {"NAME": making}))
            cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{filled}"')
        _copy(cursor, name, filled)
    yield
    drop(connection, name)


@contextmanager
def locked(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    """A cursor of the server, to one process at a time."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])  # until this cursor's connection closes
        yield cursor


def drop(connection: BaseDatabaseWrapper, name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _copy(cursor: Any, name: str, template: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _is_there(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() == (1,)


def _migrated(connection: BaseDatabaseWrapper, cursor: Any, *, anew: bool = False) -> str:
    """The name of the database that has all migrations; those of other migrations go."""
    template = TEMPLATE + digest()
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{TEMPLATE}%"])
    there = {row[0] for row in cursor.fetchall()}
    for old in there if anew else there - {template}:
        cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
    if anew or template not in there:
        _migrate(connection, cursor, template)
    return template


def _migrate(connection: BaseDatabaseWrapper, cursor: Any, template: str) -> None:
    """Under another name first: a run that is killed here leaves no half template."""
    making = f"{template}_making"
    cursor.execute(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{making}"')
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = making
    try:
        call_command("migrate", database=connection.alias, verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{template}"')
