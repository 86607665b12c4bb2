"""How a web process talks to the database: never longer than it may, so that visitors get an answer in any case.

The server cuts long statements off (`statement_timeout`); a server that hangs cannot, so the client stops waiting
for it too; a pool bounds how many sessions there are and how long a request waits for one.
Commands are not bounded: an import may take its time.
"""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

Value = TypeVar("Value")
CHECK_SECONDS = 0.1  # how often psycopg looks whether it was interrupted


def bounded(settings: dict[str, Any], *, seconds: int, sessions: int) -> dict[str, Any]:
    """Django's DATABASES entry for a web process: statements of at most so long, at most so many sessions."""
    options = settings["OPTIONS"] | {
        "connect_timeout": 2,
        "options": f"-c statement_timeout={seconds * 1000} -c idle_in_transaction_session_timeout={seconds * 2000}",
        "pool": {
            "connection_class": bounded_connection(seconds + 1),
            "min_size": 1,
            "max_size": sessions,
            "timeout": 2,
            "reconnect_timeout": 5,
        },
    }
    return settings | {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def bounded_connection(seconds: float) -> type[psycopg.Connection]:
    """A connection that waits at most so long for any answer, then closes: what would come is of no use any more."""

    class BoundedConnection(psycopg.Connection):
        def wait(self, gen: PQGen[Value], interval: float = CHECK_SECONDS, timeout: float | None = None) -> Value:
            try:
                return super().wait(gen, interval, seconds if timeout is None else timeout)
            except psycopg.errors._WaitTimeout as error:
                self.pgconn.finish()
                raise psycopg.OperationalError(f"the database did not answer within {seconds} seconds") from error

    return BoundedConnection
