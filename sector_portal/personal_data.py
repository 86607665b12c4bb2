"""What is held about a person with an account: shown, and removed when he or she asks for it.

An account is emptied, not deleted: what the person wrote stays, and leads to nobody. Which rows are about the person
follows from the tables: those that would be deleted with the account, and those that would only lose their link to it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.serializers import serialize
from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from groundwork import audit
from groundwork.audit import AuditEntry
from groundwork.models import JobError, OutgoingMail
from sectors.models import Enquiry

REMOVED = "(removed)"


@dataclass(frozen=True)
class PersonalData:
    """The rows that hold something about whoever has an e-mail address."""

    email: str
    user: User | None

    @classmethod
    def of(cls, email: str) -> "PersonalData":
        return cls(email, User.objects.filter(email__iexact=email).first())

    def as_json(self) -> dict[str, Any]:
        """All of it, as plain data; an empty dictionary if nothing is held."""
        held = {
            "account": [whole(self.user)] if self.user else [],
            "about": [whole(row) for row in self.about()],
            "made": [named(row) for rows in self.made() for row in rows],
            "workplace_log": [whole(entry) for entry in self.log_entries()],
            "audit_trail": [whole(entry) for entry in self.audit_entries()],
            "enquiries": [whole(enquiry) for enquiry in self.enquiries()],
            "messages": [whole(mail) for mail in self.messages()],
            "job_errors": [whole(error) for error in self.job_errors()],
            "sessions": [session.expire_date.isoformat() for session in self.sessions()],
        }
        return {name: rows for name, rows in held.items() if rows}

    def about(self) -> list[models.Model]:
        """Memberships, places in teams …: rows that mean nothing without the person."""
        tables = (rows for on_delete, rows in self.related() if on_delete is models.CASCADE)
        return [row for rows in tables if rows.model != LogEntry for row in rows]

    def made(self) -> Iterator[models.QuerySet]:
        """What the person owns, entered …: rows that stay."""
        return (rows for on_delete, rows in self.related() if on_delete is not models.CASCADE)

    def related(self) -> Iterator[tuple[Any, models.QuerySet]]:
        for relation in User._meta.get_fields(include_hidden=True) if self.user else ():
            if relation.auto_created and not relation.concrete:
                rows = relation.related_model._base_manager.filter(**{relation.field.name: self.user})
                yield relation.on_delete, rows

    def log_entries(self) -> models.QuerySet[LogEntry]:
        """Of what the person did, and of what was done to the account and to the rows about the person."""
        return LogEntry.objects.filter(Q(user=self.user) | any_of(map(in_workplace_log, self._named())))

    def audit_entries(self) -> models.QuerySet[AuditEntry]:
        """The same, in the audit trail."""
        did = Q(by_id=self.user.pk) if self.user else NOTHING
        return AuditEntry.objects.filter(did | any_of(map(in_audit_trail, self._named())))

    def _named(self) -> list[models.Model]:
        return [self.user, *self.about()] if self.user else []

    def enquiries(self) -> models.QuerySet[Enquiry]:
        """What came from the address by the contact form."""
        return Enquiry.objects.of_sender(self.email)

    def messages(self) -> models.QuerySet[OutgoingMail]:
        return OutgoingMail.objects.filter(to__iexact=self.email)

    def job_errors(self) -> models.QuerySet[JobError]:
        return JobError.objects.filter(error__icontains=self.email)

    def sessions(self) -> list[Session]:
        number = str(self.user.pk) if self.user else None
        return [session for session in Session.objects.all() if number and _signed_in(session) == number]


NOTHING = Q(pk__in=[])
KEYS = {("accounts.user", "password"), ("mfa.authenticator", "data")}


def any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, NOTHING)


def in_workplace_log(row: models.Model) -> Q:
    kind = {"content_type__app_label": row._meta.app_label, "content_type__model": row._meta.model_name}
    return Q(object_id=str(row.pk), **kind)


def in_audit_trail(row: models.Model) -> Q:
    return Q(model=row._meta.label_lower, object_id=str(row.pk))


def _signed_in(session: Session) -> str | None:
    return session.get_decoded().get(SESSION_KEY)


def whole(row: models.Model) -> dict[str, Any]:
    """Every field of a row but what opens an account."""
    [data] = json.loads(serialize("json", [row]))
    fields = {name: value for name, value in data["fields"].items() if (data["model"], name) not in KEYS}
    return {"kind": data["model"], "number": data["pk"], **fields}


def named(row: models.Model) -> dict[str, Any]:
    return {"kind": row._meta.label_lower, "number": row.pk, "title": str(row)}


@transaction.atomic
def remove(data: PersonalData) -> None:
    """Remove what is held about the person. That somebody did what was done stays on record, without a name."""
    data.messages().delete()
    data.enquiries().delete()
    data.job_errors().update(error=REMOVED)
    if data.user is None:
        return
    about = data.about()
    audit.forget_names(data.user.pk, [data.user, *about])
    for row in (data.user, *about):
        _blot_workplace_log(row)
    for row in (*about, *data.sessions()):
        row.delete()
    empty(data.user)
    audit.record("forget", by=None, on=data.user)


def _blot_workplace_log(row: models.Model) -> None:
    """Take the name of a row out of Django's log: where the entry is about it, and where it was a part of another."""
    LogEntry.objects.filter(in_workplace_log(row)).update(object_repr=REMOVED, change_message="")
    LogEntry.objects.filter(change_message__contains=json.dumps(str(row))).update(change_message="")


def empty(user: User) -> None:
    """An account that nobody can sign in with and that says nothing but its number and since when it is there."""
    user.email = f"removed-{user.pk}@removed.invalid"
    user.name = f"Removed person {user.pk}"
    user.roles, user.unit, user.is_active, user.last_login = [], None, False, None
    user.set_unusable_password()
    user.save()
