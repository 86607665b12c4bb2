"""What the worker does for groundwork. Times are in UTC; where a worker was away, it catches up by the last one."""

from contextlib import suppress

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from groundwork import data_version, jobs, links, outbox, staging, uploads
from groundwork.versions.steps import publish_due

LINKS_AN_HOUR, OF_ONE_SITE = 100, 20  # few, so that other work does not wait long behind them
EVERY_MINUTE = "* * * * *"
IN_A_MINUTE = RetryStrategy(max_attempts=30, wait=60)  # so that a lasting fault is told twice an hour


@app.task(retry=jobs.RETRY)
def send_mail(mail_id: int) -> None:
    outbox.send(mail_id)


@app.periodic(cron=EVERY_MINUTE)
@app.task(retry=IN_A_MINUTE, queueing_lock="send_due_mail")
def send_due_mail(timestamp: int) -> None:
    outbox.defer_due_mail()


@app.periodic(cron=EVERY_MINUTE)
@app.task(retry=IN_A_MINUTE, queueing_lock="take_up_stalled_jobs")
async def take_up_stalled_jobs(timestamp: int) -> None:
    await jobs.take_up_stalled_jobs()


@app.periodic(cron=EVERY_MINUTE)
@app.task(retry=IN_A_MINUTE, queueing_lock="publish_due_versions")
def publish_due_versions(timestamp: int) -> None:
    publish_due()


@app.periodic(cron="5 * * * *")
@app.task(retry=jobs.RETRY, queueing_lock="forget_old_changes")
def forget_old_changes(timestamp: int) -> None:
    data_version.forget_old_changes()


@app.periodic(cron="35 2 * * *")
@app.task(retry=jobs.RETRY, queueing_lock="remove_orphaned_files")
def remove_orphaned_files(timestamp: int) -> None:
    uploads.remove_orphans()


@app.task(retry=jobs.RETRY)
def look_through(file_id: int) -> None:
    staging.look_through_waiting(file_id)


@app.task(retry=jobs.RETRY)
def import_staged(file_id: int, by_id: int | None) -> None:
    staging.commit_waiting(file_id, by_id)


@app.periodic(cron="20 * * * *")
@app.task(retry=jobs.RETRY, queueing_lock="check_links")
def check_links(timestamp: int) -> None:
    with suppress(links.NetworkAwayError):  # the next hour asks again
        for _finding in links.check_all(links.due(limit=LINKS_AN_HOUR, per_site=OF_ONE_SITE)):
            pass  # kept by check_all
