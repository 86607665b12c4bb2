"""What the worker does for accounts."""

from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app

from groundwork.jobs import RETRY


@app.periodic(cron="35 2 * * *")
@app.task(retry=RETRY, queueing_lock="forget_expired_sessions")
def forget_expired_sessions(timestamp: int) -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
