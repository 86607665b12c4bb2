"""Actions with their units, deadlines and reports."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import PublishingState
from groundwork.workplace import PublishableAdmin, ScopedStackedInline, ScopedTabularInline, SeenRelatedFilter
from groundwork.workplace.fields import OwnKeepingFormSet
from meetings import services
from meetings.admin.reporting import ReportingPages
from meetings.admin.withdrawal import ReasonedWithdrawal
from meetings.models import Answer, Deadline, FollowUpAction, Pointer, ProgressUpdate, Responsibility


class OneLeadFormSet(OwnKeepingFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form not in self.deleted_forms]
        leads = sum(row.get("role") == Responsibility.Role.LEAD for row in kept)
        if leads > 1 or (self.instance.state == PublishingState.PUBLISHED and leads == 0):
            raise ValidationError(_("A published action has exactly one lead unit; any number are joint or consulted."))


class ResponsibilityInline(ScopedTabularInline):
    model = Responsibility
    formset = OneLeadFormSet


class DeadlineInline(ScopedStackedInline):
    """Another deadline leaves the earlier one on record."""

    model = Deadline


class OutcomeKeepingFormSet(OwnKeepingFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if self.instance.pk and not set(kept) - set(self.deleted_forms) and self.instance.updates.exists():
            raise ValidationError(_("What was reported must stay with an outcome: keep at least one."))


class AnswerInline(ScopedTabularInline):
    model = Answer
    formset = OutcomeKeepingFormSet


class PointerInline(ScopedTabularInline):
    model = Pointer


class ProgressUpdateInline(ScopedStackedInline):
    """Append-only: what is there is shown, and more can be written."""

    model = ProgressUpdate
    exclude = ["author", "state"]


@admin.register(FollowUpAction)
class FollowUpActionAdmin(ReportingPages, ReasonedWithdrawal, PublishableAdmin):
    bulk_columns = ("title", "outcomes")
    list_display = ["__str__", "state", "updated_at"]
    list_filter = ["state", ("outcomes__review", SeenRelatedFilter)]
    search_fields = ["title", "key"]
    inlines = [ResponsibilityInline, AnswerInline, PointerInline, DeadlineInline, ProgressUpdateInline]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is ProgressUpdate:
            for new in formset.extra_forms:
                new.instance.author = request.user
        super().save_formset(request, form, formset, change)

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        without = [action for action in queryset if services.lead_missing(action)]
        for action in without:
            sentence = _("%(action)s is not published: it has no lead unit yet.") % {"action": action}
            self.message_user(request, sentence, messages.WARNING)
        super().publish(request, queryset.exclude(pk__in=[action.pk for action in without]))
