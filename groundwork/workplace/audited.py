"""What is done in the workplace goes into the audit trail, in the transaction that does it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models, transaction
from django.http import HttpRequest

from groundwork.access import Verb
from groundwork.audit import record


class AuditedAdmin(admin.ModelAdmin):
    """Django tells its own log of each addition, change and deletion; the audit trail hears it at the same time."""

    @transaction.atomic
    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        record(Verb.ADD, by=request.user, on=obj)
        return super().log_addition(request, obj, message)

    @transaction.atomic
    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        state = {"state": obj.state} if hasattr(obj, "state") else {}
        record(Verb.CHANGE, by=request.user, on=obj, changed=message, **state)
        return super().log_change(request, obj, message)

    @transaction.atomic
    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet) -> list[LogEntry]:
        for item in queryset:
            record(Verb.DELETE, by=request.user, on=item)
        return super().log_deletions(request, queryset)
