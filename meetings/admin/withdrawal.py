from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from groundwork.access import Verb, allowed
from groundwork.publishing import PublishingState
from groundwork.workplace import StateActions
from meetings import services


class ReasonForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("It is kept.")
    )


class ReasonedWithdrawal(StateActions):
    """What is withdrawn needs a reason, which the list's action asks for on a page of its own; no form does it."""

    def offer_states(self, form: type[forms.ModelForm], request: HttpRequest, item: models.Model | None) -> None:
        super().offer_states(form, request, item)
        if field := form.base_fields.get("state"):
            open_to = _without_reason(item)
            field.choices = [choice for choice in field.choices if choice[0] in open_to]
            field.help_text = _("What is public leaves it by “Withdraw” in the list, with a reason.")

    @admin.action(description=gettext_lazy("Withdraw selected %(verbose_name_plural)s"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, queryset: models.QuerySet) -> TemplateResponse | None:
        items = queryset.filter(allowed(request.user, Verb.PUBLISH, self.model), state=PublishingState.PUBLISHED)
        form = ReasonForm(request.POST if "because" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": _("Withdraw, with a reason"),
                "opts": self.opts,
                "items": items,
                "form": form,
                "checkbox": ACTION_CHECKBOX_NAME,
                "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            }
            return TemplateResponse(request, "admin/meetings/withdraw.html", context)
        for item in items:
            services.withdraw(item=item, because=form.cleaned_data["because"], by=request.user)
        number = len(items)
        self.message_user(request, ngettext("%(n)d withdrawn.", "%(n)d withdrawn.", number) % {"n": number})
        return None

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        """With the reason, once there is one."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "withdrawn_because"] if obj and obj.withdrawn_because else fields


def _without_reason(item: models.Model | None) -> set[str]:
    """The states that an item may enter, or stay in, without a word on why."""
    states = set(PublishingState)
    if item is None or item.state in {PublishingState.DRAFT, PublishingState.IN_REVIEW}:
        return states - {PublishingState.ARCHIVED}
    return {PublishingState.PUBLISHED} if item.state == PublishingState.PUBLISHED else states
