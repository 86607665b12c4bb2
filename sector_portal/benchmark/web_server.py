"""A web server of its own for a while, as the README says to run one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings

HOST = "127.0.0.1"
START_SECONDS = 240  # on a machine that has much else to do
PLAIN_HTTP = {"ALLOWED_HOSTS": HOST, "HTTPS": "false", "DEBUG": "false"}
OPTIONS = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket")


def collect_static_files() -> None:
    """As a web server needs them, whose pages name them by their contents; unless somebody has."""
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            env=os.environ | PLAIN_HTTP,
            check=True,
        )


class NotReadyError(Exception):
    """Its text is one sentence that says what to do."""


@contextmanager
def serving(log: Path, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """The port of a web server that is ready, on the present database or the one that the environment names."""
    collect_static_files()
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "sector_portal.wsgi", "--bind", f"{HOST}:{port}", *OPTIONS],
            cwd=settings.BASE_DIR,
            env=os.environ | PLAIN_HTTP | (environment or {}),
            stdout=output,
            stderr=output,
        )
    try:
        _await_readiness(port, log)
        yield port
    finally:
        server.terminate()
        server.wait()


def _await_readiness(port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while (said := readiness(port)) != "ready":
        if said or time.monotonic() > deadline:
            raise NotReadyError(
                f'The portal is not ready ({said or "no answer"}): run "make demo" first, or see {log}.'
            )
        time.sleep(0.1)


def readiness(port: int) -> str:
    """What /readyz says; empty while nobody answers."""
    with suppress(OSError), closing(HTTPConnection(HOST, port, timeout=5)) as connection:
        connection.request("GET", "/readyz")
        return connection.getresponse().read().decode().strip()
    return ""
