"""Jobs on a real queue with real workers."""

import threading
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from groundwork import jobs
from groundwork.models import FailedJob, JobError
from sector_portal.background_process import wait_until
from tests.factories.groundwork import failed_job
from tests.workers import let_heartbeats_fade, make_due, statuses, work

DONE: list[int] = []  # what the tasks below did


@app.task(name="tests.note", retry=jobs.RETRY)
def note(number: int) -> None:
    DONE.append(number)


@app.task(name="tests.fail", retry=jobs.RETRY)
def fail(number: int) -> None:
    DONE.append(number)
    raise ValueError(f"No {number}\x00 at all")


@app.task(name="tests.fail_async")
async def fail_async() -> None:
    raise ValueError("No async either")


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


def begin(job_id: int, *, attempts: int = 0) -> None:
    """Make a job one that a worker began, which was lost then."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
            [worker, attempts, job_id],
        )


def test_job_of_a_transaction_that_is_rolled_back_never_runs(queue):
    with transaction.atomic():
        note.defer(number=1)
        transaction.set_rollback(True)
    work()
    assert (DONE, statuses(task="tests.note")) == ([], [])


def test_job_of_a_transaction_that_is_committed_runs_once(queue):
    with transaction.atomic():
        note.defer(number=1)
        work()
        assert DONE == []
    work()
    work()
    assert (DONE, statuses(task="tests.note")) == ([1], ["succeeded"])


def test_failing_job_is_tried_again_and_then_kept_with_its_error(queue):
    job_id = fail.defer(number=7)
    for attempt in range(1, jobs.RETRY.max_attempts + 2):
        assert not FailedJob.objects.exists()
        work()
        work()  # not due yet
        assert len(DONE) == attempt
        error = JobError.objects.get(job=job_id)
        assert str(error) == "ValueError: No 7 at all"
        assert 'raise ValueError(f"No {number}' in error.error
        make_due()
    assert FailedJob.objects.get().pk == job_id
    work()
    assert len(DONE) == jobs.RETRY.max_attempts + 1


def test_waits_between_attempts_grow(db):
    job = ProcrastinateJob.objects.get(pk=fail.defer(number=7)).procrastinate_job
    waits = [
        jobs.RETRY.get_retry_decision(exception=ValueError(), job=job.evolve(attempts=attempt)).retry_at
        for attempt in range(jobs.RETRY.max_attempts)
    ]
    assert waits == sorted(waits)
    assert 3000 < (waits[-1] - waits[0]).total_seconds() < 3600


def test_error_of_an_async_task_is_kept_too(queue):
    fail_async.defer()
    work()
    assert str(FailedJob.objects.get().error) == "ValueError: No async either"


def test_job_of_a_task_that_is_gone_fails(queue):
    job_id = app.configure_task("tests.of_another_release").defer()
    work()
    assert FailedJob.objects.get().pk == job_id


# Tried again


def test_failed_job_is_tried_again(queue):
    job = failed_job("tests.note", number=3)
    assert jobs.try_again(FailedJob.objects.all()) == [job]
    assert jobs.try_again(FailedJob.objects.all()) == []
    work()
    assert (DONE, statuses(task="tests.note")) == ([3], ["succeeded"])


def test_only_failed_jobs_are_tried_again(db):
    begun, waiting = note.defer(number=1), note.defer(number=2)
    begin(begun)
    assert jobs.try_again(FailedJob.objects.filter(pk__in=[begun, waiting])) == []
    assert statuses(task="tests.note") == ["doing", "todo"]


def test_failed_job_stays_so_while_another_waits_to_do_the_same(db):
    job_id = note.configure(queueing_lock="the same").defer(number=1)
    async_to_sync(app.job_manager.finish_job_by_id_async)(job_id, jobs.Status.FAILED, delete_job=False)
    note.configure(queueing_lock="the same").defer(number=1)
    other = failed_job("tests.note", number=2)
    assert jobs.try_again(FailedJob.objects.all()) == [other]
    assert statuses(task="tests.note") == ["failed", "todo", "todo"]


def test_failed_job_is_queued_once_when_two_people_try_again(queue):
    job, of_the_second = failed_job("tests.note", number=1), []

    def second() -> None:
        of_the_second.extend(jobs.try_again(FailedJob.objects.all()))
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        assert jobs.try_again(FailedJob.objects.all()) == [job]
        thread.start()
        assert wait_until(is_waited_for, seconds=60)
    thread.join(timeout=60)
    assert (of_the_second, statuses(task="tests.note")) == ([], ["todo"])


def is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


# Lost


def test_job_of_a_lost_worker_is_taken_up(queue):
    job_id = note.defer(number=1)
    begin(job_id)
    async_to_sync(jobs.take_up_stalled_jobs)()
    assert statuses(task="tests.note") == ["doing"]  # its worker lives, for all that is known
    let_heartbeats_fade()
    async_to_sync(jobs.take_up_stalled_jobs)()
    work()
    assert (DONE, statuses(task="tests.note")) == ([1], ["succeeded"])


def test_job_that_its_workers_do_not_survive_is_given_up(queue):
    begin(note.defer(number=1), attempts=jobs.RETRY.max_attempts)
    let_heartbeats_fade()
    async_to_sync(jobs.take_up_stalled_jobs)()
    work()
    assert (DONE, str(FailedJob.objects.get().error)) == ([], jobs.LOST)


def test_lost_job_ends_where_another_waits_to_do_the_same(queue):
    begin(note.configure(queueing_lock="the same").defer(number=1))
    note.configure(queueing_lock="the same").defer(number=1)
    begin(note.defer(number=2))
    let_heartbeats_fade()
    async_to_sync(jobs.take_up_stalled_jobs)()
    assert statuses(task="tests.note") == ["aborted", "todo", "todo"]


# Forgotten


def test_only_jobs_that_ended_a_while_ago_are_forgotten(queue):
    for number in (1, 2):
        note.defer(number=number)
    work()
    failed, aborted = failed_job("tests.note", number=3), note.defer(number=4)
    async_to_sync(app.job_manager.finish_job_by_id_async)(aborted, jobs.Status.ABORTED, delete_job=False)
    note.defer(number=5)
    with connection.cursor() as cursor:
        first = "(SELECT min(id) FROM procrastinate_jobs)"
        cursor.execute(f"UPDATE procrastinate_events SET at = at - interval '25 hours' WHERE job_id <> {first}")
    yesterday = timezone.now() - timedelta(days=1)
    assert jobs.forget_finished(yesterday) == 2
    assert numbers() == [1, 3, 5]
    assert JobError.objects.get().job_id == failed.pk
    assert jobs.forget_failed(yesterday) == 1
    assert numbers() == [1, 5]
    assert not JobError.objects.exists()


def numbers() -> list[int]:
    return list(ProcrastinateJob.objects.order_by("pk").values_list("args__number", flat=True))


def test_error_goes_with_its_job(db):
    job = failed_job()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
    assert not JobError.objects.exists()
