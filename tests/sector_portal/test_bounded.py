"""What visitors get when the database is killed, hangs, or takes too long; on a server of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import psycopg
import pytest
from django.conf import settings

from sector_portal import embedded_postgres
from sector_portal.bounded import bounded_connection
from sector_portal.embedded_postgres.layout import Layout
from tests.sector_portal.checkouts import open_folder

TRIES = 300  # a tenth of a second apart: what has not recovered by then has not recovered


def session(**options):
    there = settings.DATABASES["default"]
    who = {"host": there["HOST"], "port": there["PORT"], "user": there["USER"], "password": there["PASSWORD"]}
    return bounded_connection(0.3).connect(dbname="postgres", autocommit=True, **who, **options)


def test_an_answer_that_does_not_come_is_not_waited_for():
    connection = session()
    with pytest.raises(psycopg.OperationalError, match="did not answer"):
        connection.execute("SELECT pg_sleep(60)")
    assert connection.closed


def test_quick_answers_pass():
    with session() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    folder = open_folder()
    embedded_postgres.ensure_running(folder)
    yield folder
    embedded_postgres.remove(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def address(server: Path) -> Iterator[str]:
    there = embedded_postgres.database_settings(server)
    url = f"postgres://{there['USER']}@/{there['NAME']}?host={there['HOST']}&port={there['PORT']}"
    environment = os.environ | {"DATABASE_URL": url, "STATEMENT_SECONDS": "1", "LOG_LEVEL": "CRITICAL"}
    python = [sys.executable, "-W", "ignore"]
    subprocess.run(
        [*python, "manage.py", "migrate", "--verbosity", "0"], cwd=settings.BASE_DIR, env=environment, check=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    command = [*python, "-m", "gunicorn", "sector_portal.wsgi", "--bind", host, "--threads", "2", "--no-control-socket"]
    web = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
    assert becomes(f"http://{host}/readyz", 200)
    yield f"http://{host}"
    web.terminate()
    web.wait()


def answer(address: str) -> tuple[int, str, str]:
    """Status, Retry-After and body."""
    try:
        with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310 - our own server
            return response.status, "", response.read().decode()
    except HTTPError as error:
        return error.code, error.headers["Retry-After"] or "", error.read().decode()
    except OSError as error:
        return 0, "", str(error)


def becomes(address: str, status: int) -> bool:
    for _ in range(TRIES):
        if answer(address)[0] == status:
            return True
        time.sleep(0.1)
    return False


def processes(server: Path) -> list[int]:
    """The server's processes, the first one first."""
    first = (Layout.of(server).data / "postmaster.pid").read_text().splitlines()[0]
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [int(first), *map(int, children)]


def assert_says_try_again(address: str) -> None:
    status, retry_after, body = answer(address)
    assert (status, retry_after) == (503, "60")
    assert 'class="foot"' in body
    assert "Traceback" not in body
    assert answer(address.rpartition("/sectors/")[0] + "/healthz")[0] == 200


def test_hanging_database_gives_503_and_the_portal_recovers_by_itself(server, address):
    page = f"{address}/sectors/"
    assert becomes(page, 200)
    stopped = processes(server)
    for process in stopped:
        os.kill(process, signal.SIGSTOP)
    try:
        assert_says_try_again(page)
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)
    assert becomes(page, 200)


def test_killed_database_gives_503_and_the_portal_recovers_by_itself(server, address):
    page = f"{address}/sectors/"
    assert becomes(page, 200)
    embedded_postgres.stop(server)
    assert_says_try_again(page)
    embedded_postgres.ensure_running(server)
    assert becomes(page, 200)
