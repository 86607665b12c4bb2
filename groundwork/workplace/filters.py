"""Filters of lists in the workplace."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundwork.access import Scope, Verb, allowed, reach

OWN = "may"  # the parameter that narrows a list to what the person may do something with


class SeenRelatedFilter(admin.RelatedFieldListFilter):
    """By a relation; offers only rows that the person may see. Use as `("review", SeenRelatedFilter)`."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        seen = allowed(request.user, Verb.VIEW, field.related_model)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=seen)


class OwnFilter(admin.SimpleListFilter):
    """For who sees more rows than he or she may change: only one's own."""

    title = _("what I may do")
    parameter_name = OWN
    OFFERED = (Verb.CHANGE, Verb.PUBLISH)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        reaches = {verb: reach(request.user, verb, model_admin.model) for verb in self.OFFERED}
        return [(verb.value, verb.label) for verb, scopes in reaches.items() if scopes and Scope.ALL not in scopes]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        offered = self.value() in self.OFFERED
        return queryset.filter(allowed(request.user, self.value(), queryset.model)) if offered else queryset
