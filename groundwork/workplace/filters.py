"""Filters of lists in the workplace."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from groundwork.access import Verb, allowed


class SeenRelatedFilter(admin.RelatedFieldListFilter):
    """By a relation; offers only rows that the person may see. Use as `("review", SeenRelatedFilter)`."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        seen = allowed(request.user, Verb.VIEW, field.related_model)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=seen)
