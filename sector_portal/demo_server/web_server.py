"""gunicorn in the background, on the loopback address."""

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from sector_portal import background_process
from sector_portal.background_process import is_alive, wait_until

HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 8000, 8099
START_SECONDS = 60
STOP_SECONDS = 30
GRACE_SECONDS = 5  # for requests under way


class WebServerError(Exception):
    """Its text is one sentence that says what to do."""


class WebServer:
    """The checkout's web server and the files by which it is known."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        state = checkout / ".portal"
        self.life_lock = state / "gunicorn.alive"
        self.pid_file = state / "gunicorn.pid"
        self.port_file = state / "gunicorn.port"
        self.log = state / "gunicorn.log"

    def choose_port(self, wanted: int | None) -> int:
        """The wanted port, else the one that it runs on, else the first free one."""
        running_on = int(self.port_file.read_text()) if is_alive(self.life_lock) else None
        if wanted is None and running_on is None:
            return first_free_port()
        port = wanted or running_on
        if port != running_on and not is_free(port):
            raise WebServerError(f"Port {port} is in use by another program: choose another one with PORT=.")
        return port

    def start(self, port: int) -> None:
        """Start it, with the present code, and return when it answers."""
        self.stop()
        self.pid_file.unlink(missing_ok=True)  # left over or copied, gunicorn would take a stranger for itself
        self.port_file.write_text(str(port))
        background_process.start(
            [sys.executable, "-m", "gunicorn", "sector_portal.wsgi:application", *self._options(port)],
            life_lock=self.life_lock,
            log=self.log,
            cwd=self.checkout,
        )
        wait_until(lambda: answers(port) or not is_alive(self.life_lock), seconds=START_SECONDS)
        if not answers(port):
            self.stop()
            raise WebServerError(f"The web server does not answer: its log {self.log} says why.")

    def stop(self) -> None:
        if not is_alive(self.life_lock):
            return
        wait_until(self.pid_file.exists, seconds=STOP_SECONDS)
        with suppress(FileNotFoundError, ProcessLookupError):  # it was killed, and its workers are about to notice
            os.kill(int(self.pid_file.read_text()), signal.SIGTERM)
        if not wait_until(lambda: not is_alive(self.life_lock), seconds=STOP_SECONDS):
            raise WebServerError(f"The web server does not stop: end the process in {self.pid_file} and try again.")

    def _options(self, port: int) -> list[str]:
        return [
            *("--bind", f"{HOST}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
            *("--limit-request-line", "0"),  # too long a search is refused by the portal, in words
            *("--graceful-timeout", str(GRACE_SECONDS)),
            *("--pid", str(self.pid_file)),
            *("--log-level", "warning"),
            "--no-control-socket",  # it would be in the home folder, one for all checkouts
        ]


def port_number(text: str) -> int | None:
    """A port that any user may serve on, from 1024 to 65535; None of an empty text."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
        raise WebServerError(f"PORT={text} is not a port: give a number from 1024 to 65535.")
    return int(text)


def is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def first_free_port() -> int:
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if is_free(port):
            return port
    raise WebServerError(f"No port from {FIRST_PORT} to {LAST_PORT} is free: name one with PORT=.")


def answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        time.sleep(0.1)
        return False
    finally:
        connection.close()
