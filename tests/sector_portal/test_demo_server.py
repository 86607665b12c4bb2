"""The commands behind `make demo`, `make stop` and `make demo-reset`, in copies of this checkout.

The whole way, from a bare clone to a page, is what `.ci/run` begins with.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from groundwork import tasks
from sector_portal import embedded_postgres
from sector_portal.background_process import is_alive, wait_until
from sector_portal.demo_server import environment_file, preparation, web_server
from sector_portal.demo_server import worker as worker_module
from sector_portal.demo_server.web_server import WebServer, WebServerError
from sector_portal.demo_server.worker import Worker, WorkerError
from tests import databases
from tests.sector_portal.checkouts import open_folder

PACKAGES = ("accounts", "groundwork", "indicators", "meetings", "research", "sector_portal", "sectors")


@pytest.fixture
def copy() -> Iterator[Path]:
    folder = open_folder()
    for package in PACKAGES:
        shutil.copytree(settings.BASE_DIR / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    yield folder
    embedded_postgres.remove(folder)
    shutil.rmtree(folder)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other_program:
        yield other_program.getsockname()[1]


def run(copy: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTEST_CURRENT_TEST"}}
    done = subprocess.run(
        [sys.executable, "-m", "sector_portal.demo_server", *arguments],
        cwd=copy,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_environment_file_is_written_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / ".env"

    environment_file.write_if_missing(path)
    first = path.read_text()
    environment_file.write_if_missing(path)

    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert {"DEBUG=false", "HTTPS=false", "DEMO=true", "ALLOWED_HOSTS=localhost,127.0.0.1,[::1]"} <= set(
        first.splitlines()
    )
    assert any(line.startswith("SECRET_KEY=") and len(line) > 60 for line in first.splitlines())


@pytest.mark.parametrize("text", ["abc", "80", "65536", "-1", "٨٠٨٠", "8000 "])
def test_port_that_is_none_is_told(text):
    with pytest.raises(WebServerError, match="give a number from 1024 to 65535"):
        web_server.port_number(text)


def test_port_number_reads_a_number_or_nothing():
    assert web_server.port_number("8123") == 8123
    assert web_server.port_number("") is None


def test_first_free_port_is_free():
    with socket.create_server(("127.0.0.1", port := web_server.first_free_port())):
        assert web_server.first_free_port() > port


def test_taken_port_is_told_before_the_work_begins(copy, taken_port):
    assert run(copy, "start", "--port", str(taken_port)) == (
        1,
        "",
        f"Port {taken_port} is in use by another program: choose another one with PORT=.\n",
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgres://u:p@127.0.0.1:1/x", "check DATABASE_URL and that its server runs."),
        ("postgres://u:p@127.0.0.1:abc/x", "write postgres://user:password@host:5432/name."),
        ("nonsense", "write postgres://user:password@host:5432/name."),
    ],
)
def test_database_that_does_not_answer_is_told_in_one_sentence(copy, url, sentence):
    code, said, told = run(copy, "start", DATABASE_URL=url)

    assert (code, said, told.count("\n")) == (1, "", 1)
    assert told.endswith(sentence + "\n")
    assert not (copy / ".portal" / "postgres").exists()


def test_broken_data_folder_is_told_in_one_sentence_and_reset_helps(copy):
    (copy / ".portal" / "postgres" / "data").mkdir(parents=True)

    code, said, told = run(copy, "start")

    assert (code, said, told.count("\n")) == (1, "", 1)
    assert told.endswith('run "make demo-reset" to begin with new data.\n')
    assert run(copy, "reset") == (0, 'The demo\'s data are gone. "make demo" makes them anew.\n', "")
    assert not (copy / ".portal" / "postgres").exists()


def test_reset_leaves_a_database_of_another_server_alone(copy):
    code, said, told = run(copy, "reset", DATABASE_URL="postgres://u:p@127.0.0.1:1/x")

    assert (code, said) == (1, "")
    assert told.startswith("DATABASE_URL names a database that is not the demo's own")


def test_stop_of_what_does_not_run_is_quiet(copy):
    assert run(copy, "stop") == (0, "", "")


def test_web_server_answers_restarts_on_its_port_and_stops(copy):
    (copy / ".portal").mkdir()
    server = WebServer(copy)
    port = server.choose_port(None)
    try:
        server.start(port)
        first = server.pid_file.read_text()
        assert healthz(port) == 200
        long = "?" + "&".join(["q=" + "w" * 900] * 10)
        assert healthz(port, long) == 200  # the portal says what is too long, not the web server
        assert server.choose_port(None) == port
        assert server.choose_port(port) == port

        server.start(port)
        assert server.pid_file.read_text() != first
        assert healthz(port) == 200

        os.kill(int(server.pid_file.read_text()), signal.SIGKILL)
        server.start(port)
        assert healthz(port) == 200

        (elsewhere := copy / "elsewhere").mkdir()
        shutil.copytree(copy / ".portal", elsewhere / ".portal", ignore=shutil.ignore_patterns("postgres*"))
        WebServer(elsewhere).stop()
        assert healthz(port) == 200
    finally:
        server.stop()
    assert web_server.is_free(port)


def test_web_server_that_cannot_start_names_its_log(copy):
    (copy / ".portal").mkdir()
    (copy / "sector_portal" / "wsgi.py").write_text("raise RuntimeError('broken on purpose')\n")
    server = WebServer(copy)

    with pytest.raises(WebServerError, match=r"gunicorn\.log says why"):
        server.start(web_server.first_free_port())

    assert "broken on purpose" in server.log.read_text()


@pytest.fixture
def worker(copy, queue, monkeypatch) -> Iterator[Worker]:
    """A worker of a copy, on the database of the tests."""
    shutil.copy(settings.BASE_DIR / "manage.py", copy)
    (copy / ".portal").mkdir()
    monkeypatch.setenv("DATABASE_URL", databases.address(connection.settings_dict))
    worker = Worker(copy)
    yield worker
    worker.stop()


def test_worker_works_starts_anew_and_is_cut_off_where_it_hangs(worker, monkeypatch):
    monkeypatch.setattr(worker_module, "STOP_SECONDS", 60)
    tasks.forget_old_changes.defer(timestamp=0)
    worker.start()
    assert wait_until(has_done_a_job, seconds=60)  # it registers before it listens to signals, but works after
    first = int(worker.pid_file.read_text())

    worker.start()
    worker.ensure_alive()
    assert not ProcrastinateWorker.objects.exists()  # the first one took its leave
    assert wait_until(ProcrastinateWorker.objects.exists, seconds=60)
    second = int(worker.pid_file.read_text())
    assert second != first

    os.kill(second, signal.SIGSTOP)
    monkeypatch.setattr(worker_module, "STOP_SECONDS", 0.5)
    worker.stop()
    assert not is_alive(worker.life_lock)
    assert ProcrastinateWorker.objects.exists()  # no leave was taken


def test_worker_that_cannot_start_names_its_log(worker):
    (worker.checkout / "groundwork" / "tasks.py").write_text("raise RuntimeError('broken on purpose')\n")
    worker.start()
    assert wait_until(lambda: not is_alive(worker.life_lock), seconds=60)

    with pytest.raises(WorkerError, match=r"worker\.log says why"):
        worker.ensure_alive()

    assert "broken on purpose" in worker.log.read_text()


def test_static_fingerprint_changes_with_a_file(tmp_path, settings):
    (style := tmp_path / "style.css").write_text("a {}")
    settings.STATICFILES_DIRS = [tmp_path]
    before = preparation.static_fingerprint(settings.BASE_DIR)

    style.write_text("b {} ")

    assert preparation.static_fingerprint(settings.BASE_DIR) != before


def has_done_a_job() -> bool:
    return ProcrastinateJob.objects.filter(status="succeeded").exists()


def healthz(port: int, query: str = "") -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/healthz{query}")
    status = connection.getresponse().status
    connection.close()
    return status
