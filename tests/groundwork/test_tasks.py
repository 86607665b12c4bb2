"""What the worker does by itself, when its clock says so."""

import time

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicDeferrer

from groundwork import outbox
from groundwork.models import Change
from tests.factories.groundwork import OutgoingMailFactory
from tests.workers import statuses, work

REGULAR = [regular.task for regular in app.periodic_registry.periodic_tasks.values()]
CLOCK = dict(app.periodic_registry.periodic_tasks)
OURS = [task for name, task in app.tasks.items() if ".tasks." in name and not name.startswith("tests.")]


def let_the_clock_strike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Defer what a worker that was away for a day defers first."""
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", CLOCK)
    clock = PeriodicDeferrer(registry=app.periodic_registry, **app.periodic_defaults)
    async_to_sync(clock.defer_jobs)(list(clock.get_previous_tasks(at=time.time())))
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})


def test_every_regular_task_is_done_by_a_worker_that_was_away(queue, monkeypatch):
    let_the_clock_strike(monkeypatch)
    let_the_clock_strike(monkeypatch)  # a second worker's
    work()
    done = ProcrastinateJob.objects.order_by("task_name").values_list("task_name", "status")
    assert list(done) == [(task.name, "succeeded") for task in sorted(REGULAR, key=lambda task: task.name)]
    assert len(REGULAR) >= 5


@pytest.mark.parametrize("task", OURS, ids=lambda task: task.name)
def test_every_task_is_tried_again(task):
    assert task.retry_strategy.max_attempts


@pytest.mark.parametrize("task", REGULAR, ids=lambda task: task.name)
def test_regular_task_waits_once_at_the_most(task):
    assert task.queueing_lock


def test_mail_is_sent_by_the_task_that_is_named_for_it():
    assert outbox.TASK in {task.name for task in OURS}


def test_due_mail_and_old_changes_are_seen_to(queue, mail_server, monkeypatch):
    mail = OutgoingMailFactory()  # its job was lost
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO groundwork_change VALUES (1, now() - interval '2 hours')")
    let_the_clock_strike(monkeypatch)
    work()
    assert statuses(task=outbox.TASK) == ["succeeded"]
    assert mail_server.message_ids == [mail.message_id]
    assert not Change.objects.filter(pk=1).exists()
