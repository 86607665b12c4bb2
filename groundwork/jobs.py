"""Background work: why a job failed, how it is tried again, and what becomes of a job whose worker was killed.

Procrastinate keeps the jobs in PostgreSQL and runs the functions of the `tasks.py` modules in worker processes. A
task can run more than once, so each is written to do no harm then. What failed for good stays until somebody decides.
"""

import traceback
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker

from groundwork.access import AccessQuerySet
from groundwork.cleaning import CONTROLS

RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)  # after 5 s, 25 s, 2 min, 10 min, 52 min
ENDED_WELL = (Status.SUCCEEDED, Status.ABORTED, Status.CANCELLED)
LONGEST_ERROR = 10_000  # characters; the end of a traceback says most
LOST = "The worker was lost while it ran this job, several times."
NOTE = """
INSERT INTO groundwork_joberror (job_id, error, at) VALUES (%(job_id)s, %(error)s, now())
ON CONFLICT (job_id) DO UPDATE SET error = excluded.error, at = excluded.at
"""
FORGET = """
DELETE FROM procrastinate_jobs AS job WHERE status::text = ANY (%(statuses)s)
AND NOT EXISTS (SELECT FROM procrastinate_events WHERE job_id = job.id AND at >= %(before)s)
"""


class JobError(models.Model):
    """Why the last attempt of a job failed. Procrastinate itself only logs it."""

    changes_pages = False

    # Procrastinate deletes jobs by SQL, so the migration lets the database delete their errors with them
    job = models.OneToOneField(
        ProcrastinateJob, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="error"
    )
    error = models.TextField(_("error"))
    at = models.DateTimeField(_("failed at"), db_default=Now())

    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        """What it says in the end, without the way there."""
        return self.error.strip().rpartition("\n")[2]


class FailedJobManager(models.Manager.from_queryset(AccessQuerySet)):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(status=Status.FAILED.value).select_related("error")


class FailedJob(ProcrastinateJob):
    """A job that failed for good: it has no attempts left."""

    changes_pages = False

    objects = FailedJobManager()

    class Meta:
        proxy = True
        ordering = ["-pk"]
        verbose_name = _("failed job")
        verbose_name_plural = _("failed jobs")


@transaction.atomic
def try_again(failed: models.QuerySet[FailedJob]) -> list[FailedJob]:
    """Queue failed jobs for one more attempt; returns those queued.

    One stays failed while a job with the same queueing lock waits, since that does the same work.
    """
    queued = []
    for job in failed.select_for_update(of=("self",)):  # or a job that runs again already would run twice
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(
                    job.pk, retry_at=timezone.now(), priority=job.priority, queue=job.queue_name, lock=job.lock
                )
        except UniqueViolation:
            continue
        queued.append(job)
    return queued


async def take_up_stalled_jobs() -> None:
    """Queue the jobs whose worker was killed; give up those that were begun as often as a failing job would be."""
    for job in await app.job_manager.get_stalled_jobs():
        if job.attempts >= RETRY.max_attempts:
            await _note(job, LOST)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)
            continue
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:  # as in try_again; procrastinate leaves this to us (its issues 1446 and 1543)
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=False)


def forget_finished(before: datetime) -> int:
    """Delete jobs that ended well before a moment. Returns how many went."""
    return _forget(before, ENDED_WELL)


def forget_failed(before: datetime) -> int:
    """Delete jobs that failed for good before a moment, with their errors. Returns how many went."""
    return _forget(before, (Status.FAILED,))


def _forget(before: datetime, statuses: tuple[Status, ...]) -> int:
    """As procrastinate's delete_old_jobs, but in the caller's transaction, and counted."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"statuses": [status.value for status in statuses], "before": before})
        return cursor.rowcount


async def _note(job: Job, error: str) -> None:
    await app.connector.execute_query_async(NOTE, job_id=job.id, error=CONTROLS.sub("", error)[-LONGEST_ERROR:])


async def note_error(run: AsyncCallNext, context: JobContext, _worker: Worker) -> Any:
    """Worker middleware around every job."""
    try:
        return await run()
    except Exception as error:
        await _note(context.job, "".join(traceback.format_exception(error)))
        raise


def keep_errors(ready: App) -> None:
    """Called when procrastinate is ready (PROCRASTINATE_ON_APP_READY)."""
    ready.worker_defaults["worker_middleware"] = [note_error]
