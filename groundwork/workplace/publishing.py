"""Publishing in the workplace: dates kept, states moved by those who may."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groundwork.access import Verb, allowed, can
from groundwork.publishing import PublishingState, enter_state
from groundwork.workplace.duties import Duty
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


TO_REVIEW = Duty("to-review", _("to review"), {"state__exact": PublishingState.IN_REVIEW.value}, Verb.PUBLISH)
DRAFTS = Duty("drafts", _("in draft"), {"state__exact": PublishingState.DRAFT.value})


class PublishableAdmin(StateActions):
    """For models that are Publishable."""

    duties: ClassVar[tuple[Duty, ...]] = (TO_REVIEW, DRAFTS)
    readonly_fields = ["published_at", "updated_at"]

    def set_state(self, item: models.Model, state: str) -> None:
        enter_state(item, state)
        item.save(update_fields=["state", "published_at", "updated_at"])

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        enter_state(obj, obj.state)
        if not change and obj.owner is None:
            obj.owner = request.user
        super().save_model(request, obj, form, change)
