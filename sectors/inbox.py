"""The inbox: an enquiry is received, assigned, answered, closed. Each step is one transaction with its mail."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.models import User
from groundwork.access import Role, Verb, can
from groundwork.outbox import enqueue_mail
from sectors.models import Enquiry, Sector, TeamMember

HOUR = timedelta(hours=1)
MOST_OF_ONE_SENDER = 5  # in an hour
MOST_OF_ALL = 200  # in an hour
LOCK = 7_340_016  # of PostgreSQL: senders are counted one after the other, in whatever process

Absolute = Callable[[str], str]  # makes an address of this site absolute


class TooManyError(Exception):
    """More was sent than is taken in an hour, by one sender or by all. Its text says so to the sender."""


@transaction.atomic
def receive_enquiry(
    *,
    absolute: Absolute,
    sectors: Iterable[Sector] = (),
    person: User | None = None,
    **fields: Any,
) -> Enquiry:
    """Keep a message, acknowledge it to its sender and tell those who answer for its subject.

    `fields` are those of Enquiry. A form that is sent twice (the same `form_nonce`) is received once. Raises
    TooManyError. Mail waits in the outbox, so that nothing is lost while no mail can be sent.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if known := Enquiry.objects.filter(form_nonce=fields["form_nonce"]).first():
        return known
    _refuse_too_many(fields.get("client_key", ""))
    enquiry = Enquiry.objects.create(language=get_language(), **fields)
    enquiry.sectors.set(sectors)
    if person and can(person, Verb.CHANGE, enquiry):
        enquiry.assigned_to, enquiry.state = person, Enquiry.State.ASSIGNED
        enquiry.save(update_fields=["assigned_to", "state"])
    _acknowledge(enquiry)
    for one in [person] if enquiry.assigned_to else responsible_for(enquiry):
        _tell(one, enquiry, absolute)
    return enquiry


def _refuse_too_many(client_key: str) -> None:
    recent = Enquiry.objects.filter(created_at__gt=timezone.now() - HOUR)
    if client_key and recent.filter(client_key=client_key).count() >= MOST_OF_ONE_SENDER:
        raise TooManyError(_("Several messages came from your network in the last hour. Send this one in an hour."))
    if recent.count() >= MOST_OF_ALL:
        raise TooManyError(_("More messages came in than can be taken just now. Send this one in an hour."))


def able_to_answer(enquiry: Enquiry) -> QuerySet[User]:
    """People who may work on it: those who are responsible for its subject, and administrators."""
    return User.objects.filter(_responsible(enquiry) | Q(roles__contains=[Role.ADMINISTRATOR]), is_active=True)


def _responsible(enquiry: Enquiry) -> Q:
    """Specialists of the teams of its sectors, contributors of its unit."""
    teams = TeamMember.objects.of_sectors(enquiry.sectors.all()).values("person")
    of_unit = Q(unit=enquiry.unit_id, unit__isnull=False, roles__contains=[Role.CONTRIBUTOR])
    return Q(pk__in=teams, roles__contains=[Role.SPECIALIST]) | of_unit


def responsible_for(enquiry: Enquiry) -> list[User]:
    """Those who are told of it: the teams and the unit; where there are none, the administrators."""
    return list(User.objects.filter(_responsible(enquiry), is_active=True)) or list(able_to_answer(enquiry))


def assign_enquiry(enquiry: Enquiry, to: User | None, *, absolute: Absolute) -> None:
    """Give an open enquiry to somebody, or back to all; the person is told."""
    enquiry.assigned_to = to
    if enquiry.is_open:
        enquiry.state = Enquiry.State.ASSIGNED if to else Enquiry.State.NEW
    enquiry.save(update_fields=["assigned_to", "state"])
    if to:
        _tell(to, enquiry, absolute)


@transaction.atomic
def answer_enquiry(enquiry: Enquiry, text: str) -> None:
    """Send the answer to the sender, and keep it. There is one answer: what follows is mail between people."""
    enquiry.answer, enquiry.answered_at, enquiry.state = text, timezone.now(), Enquiry.State.ANSWERED
    enquiry.save(update_fields=["answer", "answered_at", "state"])
    _mail_sender(enquiry, "answered", _in(enquiry, _answer_mail))


@transaction.atomic
def close_enquiry(enquiry: Enquiry, state: str) -> None:
    """Close it, or refuse it (abuse, nothing that concerns us). Who was not answered is told of the first."""
    enquiry.state = state
    enquiry.save(update_fields=["state"])
    if state == Enquiry.State.CLOSED and not enquiry.answer:
        _mail_sender(enquiry, "closed", _in(enquiry, _closed_mail))


def forget_enquiries(before: Any) -> int:
    """Delete those received before a moment. Returns how many went."""
    old = Enquiry.objects.filter(created_at__lt=before)
    count = old.count()
    old.delete()
    return count


def forget_client_keys(before: Any) -> int:
    """Forget what tells senders apart. Returns of how many enquiries."""
    return Enquiry.objects.filter(created_at__lt=before).exclude(client_key="").update(client_key="")


Mail = tuple[str, str]  # subject, text


def _in(enquiry: Enquiry, write: Callable[[Enquiry], Mail]) -> Mail:
    """A message in the language of the form that was sent."""
    with override(enquiry.language):
        return write(enquiry)


def _mail_sender(enquiry: Enquiry, event: str, mail: Mail) -> None:
    if enquiry.email:
        subject, text = mail
        enqueue_mail(key=f"enquiry {enquiry.receipt} {event}", to=enquiry.email, subject=subject, text=text)


def _acknowledge(enquiry: Enquiry) -> None:
    """Without a word of what was typed: else the form would send anybody's words to anybody."""
    _mail_sender(enquiry, "received", _in(enquiry, _acknowledgement))


def _acknowledgement(enquiry: Enquiry) -> Mail:
    text = _(
        "Your message to the Sectoral Policies Department has arrived. Its receipt is %(receipt)s.\n\n"
        "Kind: %(kind)s\n"
        "You will be told at this address what became of it.\n\n"
        "If you did not write to us, somebody gave your address by mistake, and you need not do anything."
    )
    subject = _("Your message %(receipt)s has arrived") % {"receipt": enquiry.receipt}
    return subject, text % {"receipt": enquiry.receipt, "kind": enquiry.get_kind_display()}


def _answer_mail(enquiry: Enquiry) -> Mail:
    subject = _("Answer to your message %(receipt)s") % {"receipt": enquiry.receipt}
    return subject, f"{enquiry.answer}\n\n{_('Sectoral Policies Department')}\n{enquiry.receipt}"


def _closed_mail(enquiry: Enquiry) -> Mail:
    subject = _("Your message %(receipt)s is dealt with") % {"receipt": enquiry.receipt}
    text = _("Your message %(receipt)s of %(day)s is dealt with. Thank you for writing.")
    return subject, text % {"receipt": enquiry.receipt, "day": timezone.localdate(enquiry.created_at).isoformat()}


def _tell(person: User, enquiry: Enquiry, absolute: Absolute) -> None:
    """That there is something to do, and where; the message itself stays in the workplace."""
    with override(settings.LANGUAGE_CODE):
        address = absolute(reverse("admin:sectors_enquiry_change", args=[enquiry.pk]))
        enqueue_mail(
            key=f"enquiry {enquiry.receipt} to {person.pk}",
            to=person.email,
            subject=_("Enquiry %(receipt)s awaits you") % {"receipt": enquiry.receipt},
            text=_("%(kind)s has come in, receipt %(receipt)s. Read and answer it here:\n\n%(address)s")
            % {"kind": enquiry.get_kind_display(), "receipt": enquiry.receipt, "address": address},
        )
