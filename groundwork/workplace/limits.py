"""Where a person may write only within his or her own: which rows a relation may be set to."""

from typing import Any

from django.db import models
from django.db.models import Q

from groundwork.access import Scope, Verb, own_rows, reach


def _limited_paths(user: Any, model: type[models.Model]) -> tuple[str, list[str]]:
    """The first step, and the rests, of the paths of which one must lead to one's own; no step if any row will do."""
    scopes = reach(user, Verb.ADD, model) | reach(user, Verb.CHANGE, model)
    if Scope.ALL in scopes:
        return "", []
    paths = [getattr(model, scope.value).partition("__") for scope in scopes]
    steps = {step for step, _sep, _rest in paths}
    if len(steps) != 1:
        return "", []  # either of two relations would do; what is saved is looked at as a whole
    return steps.pop(), [rest or "self" for _step, _sep, rest in paths]


def _tie(user: Any, model: type[models.Model], whole: type[models.Model]) -> tuple[str, list[str]]:
    """Of rows that tie a whole to what must be one's own (a tag to its sector): the field that ties, the paths on."""
    step, rests = _limited_paths(user, whole)
    relation = whole._meta.get_field(step) if step else None
    if relation is None or getattr(relation.remote_field, "through", None) is not model:
        return "", []
    return relation.m2m_reverse_field_name(), rests


def own_choices(user: Any, model: type[models.Model]) -> dict[str, models.QuerySet]:
    """By the names of a model's limited relations, mostly none: the rows from which one must be chosen."""
    wholes = {field.related_model for field in model._meta.fields if field.many_to_one}
    limits = dict([_limited_paths(user, model), *(_tie(user, model, whole) for whole in wholes)])
    limits.pop("", None)
    limits.pop("self", None)
    return {name: _own(user, model._meta.get_field(name).related_model, rests) for name, rests in limits.items()}


def _own(user: Any, model: type[models.Model], rests: list[str]) -> models.QuerySet:
    condition = Q()
    for rest in rests:
        condition |= Q(pk__in=own_rows(user, model, rest).values("pk"))
    return model._base_manager.filter(condition)
