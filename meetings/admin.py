from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import get_translation_fields

from groundwork.workplace import (
    PublishableAdmin,
    ScopedStackedInline,
    ScopedTabularInline,
    SeenRelatedFilter,
    StateActions,
)
from meetings.models import Answer, FollowUpAction, Meeting, Outcome, ProgressUpdate, Review


class AnswerInline(ScopedTabularInline):
    model = Answer


class ProgressUpdateInline(ScopedStackedInline):
    """Append-only: what is there is shown, and more can be written."""

    model = ProgressUpdate
    exclude = ["author"]


@admin.register(Meeting)
class MeetingAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["title", "kind", "start", "end", "place", "state", "updated_at"]
    list_filter = ["state", "kind", "sectors"]
    search_fields = ["slug", "symbol", "place", *get_translation_fields("title")]


@admin.register(Review)
class ReviewAdmin(PublishableAdmin, TranslationAdmin):
    short = True
    list_display = ["title", "kind", "date", "state", "updated_at"]
    list_filter = ["state", "kind"]
    search_fields = ["slug", "symbol", *get_translation_fields("title")]


@admin.register(Outcome)
class OutcomeAdmin(PublishableAdmin, TranslationAdmin):
    list_display = ["__str__", "meeting", "review", "wording", "state", "updated_at"]
    list_filter = ["state", "wording", "gender_marker", ("review", SeenRelatedFilter), "sectors"]
    list_select_related = ["meeting", "review"]
    search_fields = ["=number", *get_translation_fields("text")]


@admin.register(FollowUpAction)
class FollowUpActionAdmin(PublishableAdmin):
    list_display = ["__str__", "state", "updated_at"]
    list_filter = ["state", ("outcomes__review", SeenRelatedFilter)]
    search_fields = ["title", "key"]
    inlines = [AnswerInline, ProgressUpdateInline]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is ProgressUpdate:
            for new in formset.extra_forms:
                new.instance.author = request.user
        super().save_formset(request, form, formset, change)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(StateActions):
    """Reports are written here and published by the list's actions; no report changes an earlier one."""

    readonly_fields = ["author"]
    list_display = ["date", "action", "status", "reported_by", "state"]
    list_filter = ["state", "status"]
    list_select_related = ["action"]
    search_fields = ["text", "reported_by", "source"]

    def save_model(self, request: HttpRequest, obj: ProgressUpdate, form: Any, change: bool) -> None:
        obj.author = request.user
        super().save_model(request, obj, form, change)
