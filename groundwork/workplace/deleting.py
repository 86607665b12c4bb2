"""What forbids that rows are deleted, counted rather than read: a theme may stand on thousands of publications."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin import AdminSite
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from groundwork.access import Verb, allowed

NAMED = 20  # of each kind


def held_by(rows: Iterable[models.Model], request: HttpRequest, site: AdminSite) -> list[Any]:
    """Of each kind that protects the rows, its name with the number; nested below it, some that the person may see.

    In the shape of Django's `unordered_list`; two queries for each relation that protects.
    """
    found: list[Any] = []
    rows = list(rows)
    for holding in _holding(rows):
        if number := holding.count():
            found.append(f"{capfirst(holding.model._meta.verbose_name_plural)}: {number}")
            if names := list(_names(holding, request, site)):
                found.append(names)
    return found


def _holding(rows: list[models.Model]) -> Iterator[models.QuerySet]:
    for relation in rows[0]._meta.related_objects if rows else ():
        if getattr(relation, "on_delete", None) is models.PROTECT:
            keys = [getattr(row, relation.field.target_field.attname) for row in rows]
            yield relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})


def _names(holding: models.QuerySet, request: HttpRequest, site: AdminSite) -> Iterator[str]:
    """Of rows that have a form, each leading there."""
    if not site.is_registered(holding.model):
        return
    beside = site.get_model_admin(holding.model).list_select_related
    seen = holding.filter(allowed(request.user, Verb.VIEW, holding.model))
    for row in (seen.select_related(*beside) if isinstance(beside, list) else seen)[:NAMED]:
        address = reverse(f"{site.name}:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        yield format_html('<a href="{}">{}</a>', address, row)
