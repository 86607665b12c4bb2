"""What visitors get when the database is killed, hangs, or takes too long; on a server of its own."""

import signal
import time
import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import psycopg
import pytest
from django.conf import settings

from sector_portal.benchmark.faults import TemporaryDatabase, strike, temporary_database
from sector_portal.benchmark.web_server import serving
from sector_portal.bounded import bounded_connection

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
def database() -> Iterator[TemporaryDatabase]:
    with temporary_database() as database:
        yield database


@pytest.fixture(scope="module")
def port(database: TemporaryDatabase, tmp_path_factory) -> Iterator[int]:
    quick = {"STATEMENT_SECONDS": "1", "LOG_LEVEL": "CRITICAL"}
    with serving(tmp_path_factory.mktemp("web") / "log", database.environment | quick) as port:
        yield port


@pytest.fixture
def address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


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


def assert_says_try_again(address: str) -> None:
    status, retry_after, body = answer(address)
    assert (status, retry_after) == (503, "60")
    assert 'class="foot"' in body
    assert "Traceback" not in body
    assert answer(address.rpartition("/sectors/")[0] + "/healthz")[0] == 200


def test_hanging_database_gives_503_and_the_portal_recovers_by_itself(database, address):
    page = f"{address}/sectors/"
    assert becomes(page, 200)
    database.send(signal.SIGSTOP)
    try:
        assert_says_try_again(page)
    finally:
        database.send(signal.SIGCONT)
    assert becomes(page, 200)


def test_killed_database_gives_503_and_the_portal_recovers_by_itself(database, address):
    page = f"{address}/sectors/"
    assert becomes(page, 200)
    database.send(signal.SIGKILL)
    assert_says_try_again(page)
    database.start()
    assert becomes(page, 200)


def test_visitors_get_pages_or_503_whatever_befalls_the_database_under_load(database, port):
    watch, well = strike(database, port, seconds=1)
    assert set(watch.answers) == {"before", "killed", "restarted", "halted", "continued"}
    answers = [answer for phase in watch.answers.values() for answer in phase]
    assert {answer.status for answer in answers} == {200, 503}
    assert all(answer.body.startswith(b"<!DOCTYPE html>") for answer in answers)
    assert not any(b"Traceback" in answer.body for answer in answers)
    assert {answer.retry_after for answer in answers if answer.status == 503} == {"60"}
    assert None not in well.values()
