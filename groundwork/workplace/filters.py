"""Filters of lists in the workplace."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groundwork.access import Scope, Verb, allowed, reach
from groundwork.links import LinkCheck
from groundwork.workplace.columns import words_of_label

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


class ReviewFilter(admin.SimpleListFilter):
    """What needs review, for models that are Publishable."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("late", _("Overdue")), ("due", _("Due soon")), ("never", _("Never reviewed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrowed = {
            "late": queryset.model._default_manager.review_late,
            "due": queryset.model._default_manager.review_due,
            "never": queryset.model._default_manager.never_reviewed,
        }.get(self.value())
        return queryset.filter(pk__in=narrowed().values("pk")) if narrowed else queryset


class MineFilter(admin.SimpleListFilter):
    """What one owns oneself, for models that are Publishable."""

    title = _("owner")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [("yes", _("Mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(owner=request.user) if self.value() else queryset


class BrokenLinkFilter(admin.SimpleListFilter):
    """What shows an address that did not answer or was cut off; the admin names its paths to it in `link_paths`."""

    title = _("links")
    parameter_name = "links"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        self.paths = model_admin.link_paths
        return [("broken", _("With a broken link"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return with_broken_link(queryset, self.paths) if self.value() else queryset


def with_broken_link(rows: QuerySet, paths: Iterable[str]) -> QuerySet:
    """Those of the rows that show, under one of the paths, an address that an editor should look at."""
    broken = LinkCheck.objects.told().values("url")
    condition = Q(*((f"{path}__in", broken) for path in paths), _connector=Q.OR)
    return rows.filter(pk__in=rows.model._default_manager.filter(condition).values("pk"))


class InWordsFilter(admin.AllValuesFieldListFilter):
    """By the values that there are, each told in words by `words`."""

    words: Callable[[str], str | Promise]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        for choice in super().choices(changelist):
            yield choice | {"display": self.words(str(choice["display"]))}


class KindFilter(InWordsFilter):
    words = staticmethod(words_of_label)
