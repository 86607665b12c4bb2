"""Test databases: one for each process of each run, so that runs beside one another do not meet."""

import os
import re
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlencode

from django.db import OperationalError, ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper

NAME = re.compile(r"test_.+_run(\d+)")


def name_for_run(settings: dict[str, Any], run: int) -> str:
    """The name of a database of the run whose first process has this number."""
    return f"{settings['TEST']['NAME'] or 'test_' + settings['NAME']}_run{run}"


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
