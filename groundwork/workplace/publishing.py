"""Publishing in the workplace: dates kept, states moved by those who may."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groundwork.access import Verb, allowed, can
from groundwork.publishing import PublishingState, enter_state
from groundwork.reviewing import mark_reviewed, next_review
from groundwork.workplace.duties import Duty
from groundwork.workplace.filters import MineFilter, ReviewFilter
from groundwork.workplace.scoped import ScopedAdmin


class StateActions(ScopedAdmin):
    """Lists from which several rows are published or withdrawn at once."""

    actions = ["publish", "withdraw"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return can(request.user, Verb.PUBLISH, self.model)

    def set_state(self, item: models.Model, state: str) -> None:
        item.state = state
        item.save(update_fields=["state"])

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        number = self._move(request, queryset, PublishingState.PUBLISHED)
        self.message_user(request, ngettext("%(n)d published.", "%(n)d published.", number) % {"n": number})

    @admin.action(description=_("Withdraw selected %(verbose_name_plural)s"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        number = self._move(request, queryset.filter(state=PublishingState.PUBLISHED), PublishingState.ARCHIVED)
        self.message_user(request, ngettext("%(n)d withdrawn.", "%(n)d withdrawn.", number) % {"n": number})

    @transaction.atomic
    def _move(self, request: HttpRequest, queryset: models.QuerySet, state: str) -> int:
        items = list(queryset.filter(allowed(request.user, Verb.PUBLISH, self.model)).exclude(state=state))
        for item in items:
            self.set_state(item, state)
            self.log_change(request, item, [{"changed": {"fields": ["state"]}}])
        return len(items)


FROM_INDEX = "index"  # what the dashboard's button for a reviewed text sends
TO_REVIEW = Duty("to-review", _("to review"), {"state__exact": PublishingState.IN_REVIEW.value}, Verb.PUBLISH)
DRAFTS = Duty("drafts", _("in draft"), {"state__exact": PublishingState.DRAFT.value})

LATE = Duty("late", _("past their review date"), {"review": "late"}, late=True, rows=lambda rows: rows.review_late())
DUE = Duty("due", _("due for review soon"), {"review": "due"}, rows=lambda rows: rows.review_due())


class PublishableAdmin(StateActions):
    """For models that are Publishable."""

    duties: ClassVar[tuple[Duty, ...]] = (TO_REVIEW, LATE, DUE, DRAFTS)
    actions = [*StateActions.actions, "review"]
    readonly_fields = ["published_at", "updated_at"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [ReviewFilter, MineFilter, *super().get_list_filter(request)]

    @admin.action(description=_("Nothing changed: reviewed today"), permissions=["change"])
    @transaction.atomic
    def review(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        number = 0
        for item in queryset.filter(allowed(request.user, Verb.CHANGE, self.model)):
            mark_reviewed(item, by=request.user)
            number += 1
        self.message_user(request, ngettext("%(n)d reviewed.", "%(n)d reviewed.", number) % {"n": number})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With a button of its own for a text that holds as it is; what stands in the form is then not saved."""
        if request.method == "POST" and "_reviewed" in request.POST:
            return self._review_one(request, object_id)
        return super().change_view(request, object_id, form_url, {"show_reviewed": True} | (extra_context or {}))

    def _review_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        item = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, item):
            raise PermissionDenied
        mark_reviewed(item, by=request.user)
        if request.POST["_reviewed"] == FROM_INDEX:
            self.message_user(request, _("Reviewed today: %(item)s.") % {"item": item})
            return HttpResponseRedirect(reverse("admin:index"))
        self.message_user(request, _("Reviewed today. Nothing else was saved."))
        return HttpResponseRedirect(request.get_full_path())

    def set_state(self, item: models.Model, state: str) -> None:
        enter_state(item, state)
        item.save(update_fields=["state", "published_at", "updated_at"])

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        enter_state(obj, obj.state)
        if obj.reviewed_on and not obj.review_by:
            obj.review_by = next_review(obj.reviewed_on)
        if not change and obj.owner is None:
            obj.owner = request.user
        super().save_model(request, obj, form, change)
