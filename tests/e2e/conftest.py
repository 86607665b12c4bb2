import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests import databases
from tests.e2e.kinds import Kinds, kinds_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SCREENSHOTS = settings.BASE_DIR / ".ci" / "output" / "screenshots"
STARTED_WITHIN = 60  # seconds
SHOWN_WITHIN = 30  # seconds: a busy machine is slow, not wrong
PYTHON = [sys.executable, "-W", "ignore"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium none of them runs, and it says so; in CI that is a failure."""
    lacking = not Path(CHROMIUM).exists() and not os.environ.get("CI")
    for item in items:
        if "tests/e2e/" not in item.path.as_posix():
            continue
        if lacking:
            item.add_marker(pytest.mark.skip(reason=f"no Chromium at {CHROMIUM}: install the package chromium"))


@pytest.fixture(scope="session")
def environment(django_db_blocker) -> Iterator[dict[str, str]]:
    """The environment of a portal whose database, one for each process, holds the demo's data."""
    connection = connections["default"]
    name = databases.name_for_run(f"test_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    with django_db_blocker.unblock(), databases.a_filled_copy(connection, name, fill_with_the_demo):
        yield environment_of(databases.address(connection.settings_dict | {"NAME": name}))


def environment_of(database: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database, "DEMO": "true", "LOG_LEVEL": "ERROR"}


def fill_with_the_demo(database: str) -> None:
    for command in (["demo"], ["collectstatic", "--noinput", "--verbosity", "0"]):
        done = subprocess.run(
            [*PYTHON, "manage.py", *command],
            check=False,
            cwd=settings.BASE_DIR,
            env=environment_of(database),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def portal(environment: dict[str, str]) -> Iterator[str]:
    """The address of a running portal with the demo's data."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [
        *PYTHON,
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
    expect.set_options(timeout=SHOWN_WITHIN * 1000)
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
