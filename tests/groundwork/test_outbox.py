"""The outbox, with real workers and a real mail server that refuses, hangs and dies."""

import asyncio
import os
import signal
import threading
from datetime import timedelta
from email import policy
from email.parser import BytesParser

import pytest
from asgiref.sync import async_to_sync
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from groundwork import jobs, outbox
from groundwork.models import OutgoingMail
from groundwork.outbox import enqueue_mail
from tests import workers
from tests.factories.groundwork import OutgoingMailFactory
from tests.mail_server import accept, die, hang, refuse
from tests.workers import start_worker, statuses, work

WAITING, SENT, FAILED = OutgoingMail.State.WAITING, OutgoingMail.State.SENT, OutgoingMail.State.FAILED
MESSAGE = {"key": "event", "to": "ana@portal.test", "subject": "Réunion à Genève", "text": "Voilà.\n"}


def let_waits_pass() -> None:
    OutgoingMail.objects.filter(state=WAITING).update(due_at=Now())


def states() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("state", flat=True))


# What is written


@pytest.mark.parametrize(
    "part",
    [
        {"to": "nobody"},
        {"to": ""},
        {"to": "ana@portal.test, ben@portal.test"},
        {"to": "ana@portal.test\nBcc: ben@portal.test"},
        {"to": "ana@portal.test\r\n\r\nanother text"},
        {"subject": ""},
        {"subject": "News\nBcc: ben@portal.test"},
        {"subject": "News\r\n\r\nanother text"},
        {"subject": "News\rBcc: ben@portal.test"},
        {"subject": "News\u2028Bcc: ben@portal.test"},
        {"subject": "News\x00"},
        {"subject": "x" * 201},
        {"text": ""},
        {"key": ""},
    ],
    ids=lambda part: repr(part)[:60],
)
def test_what_is_no_message_is_refused(db, part):
    with pytest.raises(ValidationError):
        enqueue_mail(**MESSAGE | part)
    assert states() == []


def test_message_is_whole_and_the_same_each_time(db, settings):
    settings.DEFAULT_FROM_EMAIL = "Sector Portal <portal@example.org>"
    mail = OutgoingMail.objects.get(pk=enqueue_mail(**MESSAGE | {"text": "Voil\x00à.\n"}).pk)
    message = outbox.as_message(mail).message()
    assert [message[name] for name in ("From", "To", "Message-ID", "Auto-Submitted")] == [
        "Sector Portal <portal@example.org>",
        "ana@portal.test",
        mail.message_id,
        "auto-generated",
    ]
    assert mail.message_id.endswith("@example.org>")
    read = BytesParser(policy=policy.default).parsebytes(message.as_bytes())
    assert (read["Subject"], read.get_content()) == (MESSAGE["subject"], MESSAGE["text"])
    assert outbox.as_message(mail).message().as_bytes() == message.as_bytes()


def test_event_that_is_told_already_is_not_told_again(queue):
    first = enqueue_mail(**MESSAGE)
    again = enqueue_mail(**MESSAGE | {"subject": "In other words"})
    assert (again.pk, again.subject, again.message_id) == (first.pk, first.subject, first.message_id)
    assert statuses(task=outbox.TASK) == ["todo"]
    work()
    enqueue_mail(**MESSAGE)
    assert statuses(task=outbox.TASK) == ["succeeded"]


# What is sent


def test_message_of_a_transaction_that_is_rolled_back_never_was(queue, mail_server):
    with transaction.atomic():
        enqueue_mail(**MESSAGE)
        transaction.set_rollback(True)
    work()
    assert (states(), statuses(task=outbox.TASK), mail_server.taken) == ([], [], [])


def test_message_is_sent_once_when_its_transaction_is_committed(queue, mail_server):
    with transaction.atomic():
        mail = enqueue_mail(**MESSAGE)
    work()
    outbox.send(mail.pk)
    assert mail_server.message_ids == [mail.message_id]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error, mail.sent_at is None) == (SENT, 1, "", False)
    assert statuses(task=outbox.TASK) == ["succeeded"]


def test_mail_waits_until_there_is_a_mail_server(queue, mail_server, settings):
    address, settings.EMAIL_URL = settings.EMAIL_URL, ""
    mail = enqueue_mail(**MESSAGE)
    work()
    outbox.defer_due_mail()
    work()
    assert (states(), mail_server.taken) == ([WAITING], [])
    settings.EMAIL_URL = address
    outbox.defer_due_mail()
    outbox.defer_due_mail()
    work()
    assert (states(), mail_server.message_ids) == ([SENT], [mail.message_id])
    assert statuses(task=outbox.TASK) == ["succeeded", "succeeded"]


@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize("behaviour", [refuse, hang, die])
def test_message_that_was_not_taken_waits_and_is_sent_once_in_the_end(db, mail_server, stage, behaviour):
    mail_server.then[stage] = behaviour
    mail = enqueue_mail(**MESSAGE)
    outbox.send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, bool(mail.last_error)) == (WAITING, 1, True)
    mail_server.then.clear()
    outbox.send(mail.pk)
    assert mail_server.taken == []  # it is not due yet
    let_waits_pass()
    outbox.send(mail.pk)
    assert (states(), mail_server.message_ids) == ([SENT], [mail.message_id])


def test_server_that_is_away_is_asked_again(db, mail_server, settings):
    settings.EMAIL_PORT = 1
    mail = enqueue_mail(**MESSAGE)
    outbox.send(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (WAITING, "ConnectionRefusedError: [Errno 111] Connection refused")
    assert list(OutgoingMail.objects.due()) == []
    assert mail.due_at - mail.created_at >= outbox.WAITS[0]


@pytest.mark.parametrize("behaviour", [refuse, hang, die])
def test_message_that_was_taken_is_not_sent_again_whatever_the_server_does_then(db, mail_server, behaviour):
    mail_server.then["QUIT"] = behaviour
    mail = enqueue_mail(**MESSAGE)
    outbox.send(mail.pk)
    assert (states(), mail_server.message_ids) == ([SENT], [mail.message_id])


def test_message_fails_for_good_after_its_last_attempt_and_can_be_sent_again(db, mail_server):
    mail_server.then["DATA"] = refuse
    mail = enqueue_mail(**MESSAGE)
    for attempt in range(1, len(outbox.WAITS) + 2):
        assert states() == [WAITING]
        let_waits_pass()
        outbox.send(mail.pk)
        mail.refresh_from_db()
        assert mail.attempts == attempt
    assert (mail.state, "Not now" in mail.last_error) == (FAILED, True)
    mail_server.then.clear()
    outbox.send(mail.pk)
    assert mail_server.taken == []

    assert outbox.send_again(OutgoingMail.objects.all()) == [mail]
    assert outbox.send_again(OutgoingMail.objects.all()) == []
    outbox.send(mail.pk)
    assert (states(), mail_server.message_ids) == ([SENT], [mail.message_id])


# One message, several workers


def test_second_worker_leaves_a_message_that_is_being_sent(queue, mail_server):
    sending, go_on = threading.Event(), threading.Event()

    async def slow(session):
        sending.set()
        await asyncio.to_thread(go_on.wait, 10)
        return await accept(session)

    mail_server.then["DATA"] = slow
    mail = enqueue_mail(**MESSAGE)
    first = threading.Thread(target=send_in_a_thread, args=[mail.pk])
    first.start()
    assert sending.wait(timeout=60)
    outbox.send(mail.pk)  # returns at once, or the first could never go on
    go_on.set()
    first.join(timeout=60)
    assert (states(), mail_server.message_ids) == ([SENT], [mail.message_id])


def send_in_a_thread(mail_id: int) -> None:
    outbox.send(mail_id)
    connection.close()


def test_two_worker_processes_send_each_message_once(queue, mail_server, settings):
    mails = [enqueue_mail(**MESSAGE | {"key": f"event {n}"}) for n in range(20)]
    for mail in mails:  # a second job for each, as when one was taken for lost
        outbox.app.configure_task(outbox.TASK).defer(mail_id=mail.pk)
    both = [start_worker("--one-shot", EMAIL_URL=settings.EMAIL_URL, DEFAULT_FROM_EMAIL="a@b.test") for _ in "ab"]
    assert [worker.wait(timeout=60) for worker in both] == [0, 0]
    assert states() == [SENT] * 20
    assert sorted(mail_server.message_ids) == sorted(mail.message_id for mail in mails)


def test_worker_killed_after_the_server_took_a_message_repeats_it_with_its_message_id(queue, mail_server, settings):
    async def kill_the_worker(session):
        os.kill(worker.pid, signal.SIGKILL)
        return await hang(session)

    mail_server.then["TAKEN"] = kill_the_worker
    mail = enqueue_mail(**MESSAGE)
    worker = start_worker(EMAIL_URL=settings.EMAIL_URL, DEFAULT_FROM_EMAIL="a@b.test")
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert states() == [WAITING]
    assert statuses(task=outbox.TASK)[0] == "doing"  # the clock may have queued a second job by now

    mail_server.then.clear()
    workers.await_end_of_sessions()
    workers.let_heartbeats_fade()
    async_to_sync(jobs.take_up_stalled_jobs)()
    work()
    assert (states(), mail_server.message_ids) == ([SENT], [mail.message_id] * 2)
    assert {"doing", "todo"}.isdisjoint(statuses(task=outbox.TASK))


def test_only_old_mail_is_forgotten(db):
    now = timezone.now()
    old = now - timedelta(minutes=1)
    waiting, failed = OutgoingMailFactory(created_at=old), OutgoingMailFactory(failed=True, created_at=old)
    recent = OutgoingMailFactory(state=SENT, created_at=old, sent_at=now)
    OutgoingMailFactory(state=SENT, created_at=old, sent_at=old)
    assert outbox.forget_sent(now) == 1
    assert set(OutgoingMail.objects.all()) == {waiting, failed, recent}
    young = OutgoingMailFactory(created_at=now)
    assert outbox.forget_unsent(now) == 2
    assert set(OutgoingMail.objects.all()) == {recent, young}
