"""What was reported, assessed, answered and decided: written once, then cleared, published or withdrawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groundwork.access import Verb, allowed, can
from groundwork.publishing import PublishingState
from groundwork.workplace import PublishableAdmin, ScopedAdmin
from meetings import services
from meetings.admin.withdrawal import ReasonedWithdrawal
from meetings.models import Assessment, Evidence, FollowUpEvent, ProgressUpdate, Response, StatusOverride


class SaidForm(forms.ModelForm):
    """Knows its author while it is checked, as some may not say some things."""

    author: Any

    def _post_clean(self) -> None:
        self.instance.author = self.author
        super()._post_clean()


class SaidAdmin(ReasonedWithdrawal):
    """A row is a draft when it is written, and its author is who writes it."""

    form = SaidForm
    exclude = ["state"]
    readonly_fields = ["author"]
    list_filter = ["state"]

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any) -> type[SaidForm]:
        form = super().get_form(request, obj, **kwargs)
        form.author = request.user
        return form


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(SaidAdmin):
    """Reports are written here, cleared and published by the list's actions; no report changes an earlier one."""

    readonly_fields = ["author", "cleared_by", "cleared_at"]
    list_display = ["date", "action", "status", "reported_by", "state"]
    list_filter = ["state", "status"]
    list_select_related = ["action"]
    search_fields = ["text", "reported_by", "source"]
    actions = ["clear", "publish", "withdraw"]

    def has_clear_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.CLEAR, self.model)

    @admin.action(description=_("Clear selected %(verbose_name_plural)s"), permissions=["clear"])
    def clear(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        number = self._do(services.clear, request, queryset.filter(allowed(request.user, Verb.CLEAR, self.model)))
        self.message_user(request, ngettext("%(n)d cleared.", "%(n)d cleared.", number) % {"n": number})

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        may = queryset.filter(allowed(request.user, Verb.PUBLISH, self.model)).exclude(state=PublishingState.PUBLISHED)
        number = self._do(services.publish_update, request, may)
        self.message_user(request, ngettext("%(n)d published.", "%(n)d published.", number) % {"n": number})

    def _do(self, service: Callable[..., None], request: HttpRequest, updates: models.QuerySet) -> int:
        """How many it was done to; why not to the others is said."""
        number = 0
        for update in updates:
            try:
                service(update=update, by=request.user)
                number += 1
            except ValidationError as refusal:
                self.message_user(request, f"{update}: {refusal.message}", messages.WARNING)
        return number


@admin.register(Response)
class ResponseAdmin(SaidAdmin):
    list_display = ["date", "body", "answer", "outcome", "state"]
    list_select_related = ["outcome"]
    search_fields = ["body", "text", "source"]


@admin.register(Assessment)
class AssessmentAdmin(SaidAdmin):
    list_display = ["date", "body", "verdict", "outcome", "state"]
    list_select_related = ["outcome"]
    search_fields = ["body", "verdict", "text", "source"]


@admin.register(StatusOverride)
class StatusOverrideAdmin(SaidAdmin):
    list_display = ["date", "body", "status", "outcome", "state"]
    list_select_related = ["outcome"]
    search_fields = ["body", "text", "source"]


@admin.register(FollowUpEvent)
class FollowUpEventAdmin(ReasonedWithdrawal, PublishableAdmin):
    list_display = ["date", "text", "meeting", "outcome", "status", "state"]
    list_filter = ["state", "status", "is_inferred"]
    list_select_related = ["meeting", "outcome"]
    search_fields = ["text", "by", "source"]


@admin.register(Evidence)
class EvidenceAdmin(ScopedAdmin):
    """What is there, and more for a report that is there: an address, a document or a publication.

    Files are sent with the report, on its page.
    """

    list_display = ["title", "update", "visibility", "stored_at"]
    list_filter = ["visibility"]
    list_select_related = ["update"]
    search_fields = ["title", "url", "name"]
    readonly_fields = ["name", "size", "author", "stored_at"]

    def save_model(self, request: HttpRequest, obj: Evidence, form: Any, change: bool) -> None:
        services.add_evidence(obj, by=request.user)
