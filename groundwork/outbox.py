"""Mail goes through an outbox: written in the transaction of whatever it tells of, sent by a worker, kept until sent.

A message of a transaction that is rolled back never was. Two workers never send the same message at once. Where one is
killed after the mail server took a message and before that is noted, the message goes out a second time, with the
same Message-ID: mail has no better, and many mail programs then show one.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import format_datetime, parseaddr
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from groundwork.access import AccessQuerySet
from groundwork.cleaning import CONTROLS, clean_line

logger = logging.getLogger(__name__)

TASK = "groundwork.tasks.send_mail"  # by name, since tasks stand above what they call
WAITS = [timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440)]  # between attempts; a weekend is not worth more


class OutgoingMailQuerySet(AccessQuerySet):
    def due(self) -> "OutgoingMailQuerySet":
        return self.filter(state=OutgoingMail.State.WAITING, due_at__lte=Now())


class OutgoingMail(models.Model):
    """A message to one person."""

    changes_pages = False

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    key = models.CharField(_("key"), max_length=200, unique=True, help_text=_("What happened, and to whom it is told."))
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    due_at = models.DateTimeField(_("due at"), db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="groundwork_mail_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at__isnull=True),
                name="groundwork_mail_sent_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def clean(self) -> None:
        if clean_line(self.subject) != self.subject:
            raise ValidationError({"subject": _("A subject is one line, without control characters.")})


def enqueue_mail(*, key: str, to: str, subject: str, text: str) -> OutgoingMail:
    """Write a message, to be sent when the caller's transaction is committed; the one there is, where the key is known.

    The key says what happened and to whom it is told ("comment-17-published/ana@…"), so that no event is told twice.
    Raises ValidationError where the address is none or the subject is not one line.
    """
    text = CONTROLS.sub("", text)
    wanted = OutgoingMail(key=key, to=to, subject=subject, text=text, message_id=new_message_id())
    wanted.full_clean(validate_unique=False)
    fields = {name: getattr(wanted, name) for name in ("to", "subject", "text", "message_id")}
    mail, is_new = OutgoingMail.objects.get_or_create(key=key, defaults=fields)
    if is_new:
        _defer(mail.pk)
    return mail


def new_message_id() -> str:
    """RFC 5322, section 3.6.4: unique for ever, by a random part and our own domain."""
    return f"<{uuid4()}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def defer_due_mail() -> None:
    """Queue every message that is due: those that failed a while ago, and those whose job was lost."""
    if settings.EMAIL_URL:
        for mail_id in OutgoingMail.objects.due().values_list("pk", flat=True):
            _defer(mail_id)


def _defer(mail_id: int) -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(TASK, queueing_lock=f"mail {mail_id}").defer(mail_id=mail_id)


@transaction.atomic
def send(mail_id: int) -> None:
    """Send a message that is due, and note what became of it. Does nothing if another worker is sending it."""
    mail = OutgoingMail.objects.due().select_for_update(skip_locked=True).filter(pk=mail_id).first()
    if mail is None or not settings.EMAIL_URL:
        return
    mail.attempts += 1
    try:
        as_message(mail).send()
    except Exception as error:  # noqa: BLE001 - whatever it was, the message tells it and waits
        logger.warning("Message %s was not sent: %s", mail.pk, type(error).__name__)
        _note_failure(mail, error)
    else:
        mail.state, mail.sent_at, mail.last_error = OutgoingMail.State.SENT, Now(), ""
    mail.save()


def as_message(mail: OutgoingMail) -> EmailMessage:
    """The same bytes at each attempt."""
    return EmailMessage(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notice in answer
        },
    )


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    mail.last_error = CONTROLS.sub("", f"{type(error).__name__}: {error}")
    if mail.attempts > len(WAITS):
        mail.state = OutgoingMail.State.FAILED
    else:
        mail.due_at = Now() + WAITS[mail.attempts - 1]


@transaction.atomic
def send_again(failed: models.QuerySet[OutgoingMail]) -> list[OutgoingMail]:
    """Give failed messages all their attempts anew; returns these."""
    queued = list(failed.filter(state=OutgoingMail.State.FAILED).select_for_update())
    for mail in queued:
        mail.state, mail.attempts, mail.due_at = OutgoingMail.State.WAITING, 0, Now()
        mail.save()
        _defer(mail.pk)
    return queued


def forget_sent(before: datetime) -> int:
    """Delete messages that were sent before a moment. Returns how many went."""
    return OutgoingMail.objects.filter(sent_at__lt=before).delete()[0]


def forget_unsent(before: datetime) -> int:
    """Delete messages that were written before a moment and never sent. Returns how many went."""
    return OutgoingMail.objects.filter(sent_at=None, created_at__lt=before).delete()[0]
