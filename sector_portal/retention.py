"""How long personal data are kept: one table. The privacy page shows it, `enforce_retention` carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork import audit, data_version, jobs, outbox
from meetings.services import forget_participants
from research.search import bitmaps
from sectors import inbox

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rule:
    """What is kept, why, and how long. What people decide, or the operator, has no time and nothing that forgets."""

    name: str  # for the command
    what: str | Promise = ""  # empty: no personal data, so the privacy page is silent
    why: str | Promise = ""
    how_long: str | Promise = ""  # may name %(days)d or %(years)d of the time
    kept: timedelta = timedelta(0)
    forget: Callable[[datetime], int] | None = None  # deletes what is older than a moment; how many went

    @property
    def duration(self) -> str:
        """How long, in words and in the active language."""
        return str(self.how_long) % {"days": self.kept.days, "years": self.kept // YEAR}


def _expired_sessions(_before: datetime) -> int:
    """Each session says itself when it expires: so long after the last sign-in."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _workplace_log(before: datetime) -> int:
    return LogEntry.objects.filter(action_time__lt=before).delete()[0]


def _audit_trail(before: datetime) -> int:
    return audit.forget_before(timezone.localdate(before), by=None)


def _change_notes(_before: datetime) -> int:
    return data_version.forget_old_changes()  # hourly too, since each page counts them


def _notes_of_search_rows(_before: datetime) -> int:
    return bitmaps.forget_old_changes()


RULES = (
    Rule(
        "accounts",
        _("Account: name, e-mail address, unit, organisations, teams, roles"),
        _("to sign in and to edit"),
        _("until an administrator removes it; you may ask for that"),
    ),
    Rule(
        "sessions",
        _("Sign-in cookie and session"),
        _("to stay signed in"),
        _("%(days)d days after the last sign-in"),
        timedelta(seconds=settings.SESSION_COOKIE_AGE),
        _expired_sessions,
    ),
    Rule(
        "workplace log",
        _("Who changed what in the workplace, and when"),
        _("to know who answers for a text"),
        _("%(years)d years"),
        5 * YEAR,
        _workplace_log,
    ),
    Rule(
        "audit trail",
        _("Who published, withdrew or removed something, or gave somebody a role, and when"),
        _("to account for such decisions"),
        _("%(years)d years"),
        5 * YEAR,
        _audit_trail,
    ),
    Rule(
        "versions",
        _("Who wrote a version of a page, and who reviewed it"),
        _("to know who answers for a text, and to bring back an old one"),
        _("as long as the version is kept"),
    ),
    Rule(
        "enquiries",
        _("Messages by the contact form: name, e-mail address, text, and the answer"),
        _("to answer them and to put right what they report"),
        _("%(years)d years after they were sent"),
        2 * YEAR,
        inbox.forget_enquiries,
    ),
    Rule(
        "senders",
        _("A key made from the network address of whoever sends a message, from which the address cannot be read"),
        _("to refuse more messages than anybody writes"),
        _("%(days)d day"),
        timedelta(days=1),
        inbox.forget_client_keys,
    ),
    Rule(
        "sent mail",
        _("Messages that the portal sent: address and text"),
        _("to answer questions about them"),
        _("%(days)d days after they were sent"),
        timedelta(days=30),
        outbox.forget_sent,
    ),
    Rule(
        "unsent mail",
        _("Messages that could not be sent: address and text"),
        _("to send them after all"),
        _("%(days)d days after they were written"),
        timedelta(days=90),
        outbox.forget_unsent,
    ),
    Rule(
        "failed jobs",
        _("Background work that failed, with the text of the error"),
        _("to find the fault and try again"),
        _("%(days)d days"),
        timedelta(days=90),
        jobs.forget_failed,
    ),
    Rule(
        "participants of meetings",
        _("Names of those who took part in a meeting; their organisation, country, role and sex stay"),
        _("to give participants the papers of their meeting, and to show who took part where the list says so"),
        _("%(years)d years after the meeting"),
        10 * YEAR,
        forget_participants,
    ),
    Rule(
        "authors",
        _("Names of authors of publications"),
        _("to cite their works"),
        _("as long as the record exists; they come from public lists"),
    ),
    Rule(
        "logs",
        _("Logs of the portal and of the web server: network address, time, page, number of the person signed in"),
        _("to find faults and abuse"),
        _("as the operator of the portal sets"),
    ),
    Rule("finished jobs", kept=timedelta(days=1), forget=jobs.forget_finished),
    Rule("change notes", kept=data_version.KEPT, forget=_change_notes),
    Rule("notes of search rows", kept=bitmaps.KEPT, forget=_notes_of_search_rows),
)
PERSONAL = tuple(rule for rule in RULES if rule.what)


def enforce(*, dry_run: bool = False) -> dict[str, int]:
    """Delete what is over its time; how many rows went, by rule. A dry run deletes and rolls back."""
    gone = {}
    for rule in RULES:
        if rule.forget:
            with transaction.atomic():
                gone[rule.name] = rule.forget(timezone.now() - rule.kept)
                transaction.set_rollback(dry_run)
    return gone
