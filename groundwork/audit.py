"""The audit trail: who did what to what, and when. It grows, and is never rewritten.

Python refuses to change or delete an entry, and so does a trigger in the database (its migration has the text).
An entry names person and object by number and name, not by key: it outlives both.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models.functions import Cast, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.request_id import request_id

LONGEST_NAME = 200


IN_WORDS = {  # of what services record most; other verbs stand for themselves
    "add": _("added"),
    "change": _("changed"),
    "delete": _("deleted"),
    "review": _("reviewed"),
    "send": _("sent for review"),
    "return": _("returned"),
    "take-back": _("taken back"),
    "publish": _("published"),
    "schedule": _("scheduled"),
    "discard": _("version discarded"),
    "archive": _("withdrawn from the public"),
    "restore": _("old version brought back"),
    "recover": _("recovered"),
}


class AppendOnlyError(Exception):
    """Somebody would change or delete what was recorded."""


def _refuse(*_arguments: Any, **_options: Any) -> NoReturn:
    raise AppendOnlyError(
        "The audit trail is only added to. Old entries go by forget_before alone, names by forget_names."
    )


class AuditQuerySet(AccessQuerySet):
    update = bulk_update = update_or_create = delete = _refuse

    def about(self, item: models.Model) -> Self:
        """The entries about one object, latest first."""
        return self.filter(model=item._meta.label_lower, object_id=str(item.pk)).order_by("-pk")


class AuditEntry(models.Model):
    """Written by `record` only."""

    changes_pages = False

    at = models.DateTimeField(_("time"), db_default=Now())
    by_id = models.BigIntegerField(_("person’s number"), null=True, blank=True)  # empty: the portal itself
    by_name = models.CharField(_("person"), max_length=LONGEST_NAME, blank=True)
    verb = models.CharField(_("action"), max_length=40)
    model = models.CharField(_("kind of object"), max_length=100)  # its label: "research.publication"
    object_id = models.CharField(_("object’s number"), max_length=64, blank=True)  # empty: the kind as a whole
    object_name = models.CharField(_("object"), max_length=LONGEST_NAME)
    detail = models.JSONField(_("detail"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    request_id = models.CharField(_("request"), max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "object_id"], name="groundwork_audit_about"),
            models.Index(fields=["at"], name="groundwork_audit_at"),
        ]

    delete = _refuse

    def __str__(self) -> str:
        return f"{self.by_name} {self.verb} {self.object_name}".strip()

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(**options)

    @property
    def in_words(self) -> str:
        """What was done, in the active language."""
        return str(IN_WORDS.get(self.verb, self.verb))


def record(verb: str, *, by: Any, on: models.Model | type[models.Model], **detail: Any) -> AuditEntry:
    """Note that a person (None or nobody signed in: the portal) did something to an object, or to a kind as a whole.

    Belongs in the transaction that does it, so that there is never the one without the other; outside one it raises
    TransactionManagementError. `detail` is plain data without secrets, since it is kept and shown.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Record what is done in the transaction that does it.")
    is_person = by is not None and by.is_authenticated
    is_object = isinstance(on, models.Model)
    return AuditEntry.objects.create(
        by_id=by.pk if is_person else None,
        by_name=str(by)[:LONGEST_NAME] if is_person else "",
        verb=verb,
        model=on._meta.label_lower,
        object_id=str(on.pk) if is_object else "",
        object_name=str(on if is_object else on._meta.verbose_name_plural)[:LONGEST_NAME],
        detail=detail,
        request_id=request_id.get(),
    )


def forget_before(day: dt.date, *, by: Any) -> int:
    """Delete the entries of the days before a day, and record that. Returns how many went.

    The only way: the trigger lets entries go that are older than a moment which the transaction itself has set.
    How long entries are kept is for the retention command to say.
    """
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    allow = "SELECT set_config('groundwork.audit_forget_before', %s, true)"  # true: until the transaction ends
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(allow, [moment.isoformat()])
        cursor.execute("DELETE FROM groundwork_auditentry WHERE at < %s", [moment])
        gone = cursor.rowcount
        cursor.execute(allow, [""])
        if gone:
            record("forget", by=by, on=AuditEntry, before=day, entries=gone)
    return gone


def forget_names(person_id: int, items: Iterable[models.Model]) -> None:
    """Blot a person's name out: as who did something, and as what is told of these items, here or in other entries.

    That somebody did it stays. `items` are the person's account and the rows that name him or her, still as they were.
    """
    allow = "SELECT set_config('groundwork.audit_names_may_go', %s, true)"  # true: until the transaction ends
    entries = models.QuerySet(AuditEntry)  # ours refuses
    mentioning = entries.alias(text=Cast("detail", models.TextField()))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(allow, ["on"])
        entries.filter(by_id=person_id).update(by_name="")
        for item in items:
            about = entries.filter(model=item._meta.label_lower, object_id=str(item.pk))
            about.update(object_name="", detail={})
            mentioning.filter(text__contains=json.dumps(str(item), ensure_ascii=False)).update(detail={})
        cursor.execute(allow, [""])
