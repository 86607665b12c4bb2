import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.e2e.kinds import Kinds, kinds_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SCREENSHOTS = settings.BASE_DIR / ".ci" / "output" / "screenshots"
STARTED_WITHIN = 60  # seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium none of them runs, and it says so; in CI that is a failure."""
    lacking = not Path(CHROMIUM).exists() and not os.environ.get("CI")
    for item in items:
        if "tests/e2e/" not in item.path.as_posix():
            continue
        if lacking:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: install the package chromium"))


@pytest.fixture(scope="session")
def environment() -> Iterator[dict[str, str]]:
    """The environment of a portal with a fresh database of its own on the tests' server."""
    server = settings.DATABASES["default"]
    name = f"portal_in_the_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    who = {
        "host": server["HOST"],
        "port": server["PORT"] or 5432,
        "user": server["USER"],
        "password": server["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **who) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    url = f"postgres://{who['user']}:{who['password']}@/{name}?host={who['host']}&port={who['port']}"
    yield os.environ | {"DATABASE_URL": url, "DEMO": "true", "LOG_LEVEL": "ERROR"}
    with psycopg.connect(dbname="postgres", autocommit=True, **who) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def portal(environment: dict[str, str]) -> Iterator[str]:
    """The address of a running portal with the demo's data."""
    python = [sys.executable, "-W", "ignore"]
    with (settings.BASE_DIR / ".portal" / "browser-tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes share the demo's passwords and the collected files
        for command in (["migrate", "--verbosity", "0"], ["demo"], ["collectstatic", "--noinput", "--verbosity", "0"]):
            done = subprocess.run(
                [*python, "manage.py", *command],
                check=False,
                cwd=settings.BASE_DIR,
                env=environment,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [
        *python,
        "-m",
        "gunicorn",
        "sector_portal.wsgi",
        "--bind",
        address,
        "--threads",
        "4",
        "--no-control-socket",
    ]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
    wait_for(f"http://{address}/readyz")
    yield f"http://{address}"
    server.terminate()
    server.wait()


def wait_for(address: str) -> None:
    for _ in range(STARTED_WITHIN * 10):
        try:
            urllib.request.urlopen(address)  # noqa: S310 - our own server
        except URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} did not answer")


@pytest.fixture(scope="session")
def kinds(portal: str) -> Kinds:
    """An address of each kind of page."""
    return kinds_of(portal)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        try:
            chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        except Error as error:
            pytest.fail(str(error))
        yield chromium
        chromium.close()


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    yield page
    page.close()


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures for people go: CI output, README, docs."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS
