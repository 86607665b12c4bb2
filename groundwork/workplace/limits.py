"""Where a person may write only within his or her own: which rows a relation may be set to."""

from typing import Any

from django.db import models

from groundwork.access import Scope, Verb, own_rows, reach


def _limited_path(user: Any, model: type[models.Model]) -> tuple[str, str]:
    """The first step, and the rest, of the path to what must be the person's own; no step if any row will do."""
    scopes = reach(user, Verb.ADD, model) | reach(user, Verb.CHANGE, model)
    if Scope.ALL in scopes or not scopes:
        return "", ""
    step, _sep, rest = getattr(model, scopes.pop()).partition("__")
    return step, rest or "self"


def _tie(user: Any, model: type[models.Model], whole: type[models.Model]) -> tuple[str, str]:
    """Of rows that tie a whole to what must be one's own (a tag to its sector): the field that ties, the path on."""
    step, rest = _limited_path(user, whole)
    relation = whole._meta.get_field(step) if step else None
    if relation is None or getattr(relation.remote_field, "through", None) is not model:
        return "", ""
    return relation.m2m_reverse_field_name(), rest


def own_choices(user: Any, model: type[models.Model]) -> dict[str, models.QuerySet]:
    """By the names of a model's limited relations, mostly none: the rows from which one must be chosen."""
    wholes = {field.related_model for field in model._meta.fields if field.many_to_one}
    limits = dict([_limited_path(user, model), *(_tie(user, model, whole) for whole in wholes)])
    limits.pop("", None)
    limits.pop("self", None)
    return {name: own_rows(user, model._meta.get_field(name).related_model, rest) for name, rest in limits.items()}
