"""Real workers on the test database: in this process, and as processes that can be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sector_portal.background_process import wait_until
from tests import databases

EMPTY = (
    "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers CASCADE"
)


@pytest.fixture
def queue(transactional_db, monkeypatch) -> Iterator[None]:
    """An empty queue, emptied again. No clock adds jobs, and no thread of a worker keeps its session."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    _execute(EMPTY)
    yield
    _execute(EMPTY)


def work() -> None:
    """Do every job that is due."""
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def start_worker(*options: str, **environment: str) -> subprocess.Popen:
    """A worker process, with the clock that `queue` holds still here."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "manage.py", "procrastinate", "worker", *options],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": databases.address(connection.settings_dict)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def make_due() -> None:
    """Let the time pass that jobs wait between attempts."""
    _execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")


def let_heartbeats_fade() -> None:
    """Let the time pass after which a worker without a heartbeat counts as lost."""
    _execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")


def await_end_of_sessions() -> None:
    """Wait until the database has noticed that a worker was killed, and let go of its locks."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert wait_until(lambda: _execute(others) == (0,), seconds=60)


def statuses(*, task: str) -> list[str]:
    """Of all the jobs of a task, the first one first."""
    return list(ProcrastinateJob.objects.filter(task_name=task).order_by("pk").values_list("status", flat=True))


def _execute(statement: str) -> tuple | None:
    """Its first row."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None
