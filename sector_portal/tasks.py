"""What the worker does for the portal as a whole. Times are in UTC."""

from procrastinate.contrib.django import app

from groundwork.jobs import RETRY
from sector_portal import retention


@app.periodic(cron="15 2 * * *")
@app.task(retry=RETRY, queueing_lock="enforce_retention")
def enforce_retention(timestamp: int) -> None:
    retention.enforce()
