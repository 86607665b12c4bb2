"""The one rule that reads the access table: as a filter on rows, and as a yes or no."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models
from django.db.models import Q

from groundwork.access.table import TABLE, Role, Row, Scope, State, Verb

PUBLISHED = "published"
SHOWN_TO = {State.OPEN: ["public"], State.SHARED: ["public", "participants"]}
NOTHING = Q(pk__in=[])


def roles_of(user: Any) -> set[Role]:
    """The roles a person acts in; nobody signed in, or None, is anyone.

    Whoever signed in may be a participant of some meeting: of which, the scope of the grant finds out.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return {Role.ANYONE}
    return {Role.ANYONE, Role.PARTICIPANT, *(Role(role) for role in user.roles)}


def rows_for(model: type[models.Model], verb: str) -> Iterator[Row]:
    label = model._meta.label_lower
    return (row for row in TABLE if label in row.models and verb in row.verbs)


def published_q(model: type[models.Model]) -> Q:
    """Published means: every state on the model's `state_paths` is, where there is one at all."""
    condition = Q()
    for path in model.state_paths:
        relation, _, _ = path.rpartition("__")
        there = Q(**{path: PUBLISHED})
        condition &= there | Q(**{f"{relation}__isnull": True}) if relation else there
    return condition


def _state_q(model: type[models.Model], state: State) -> Q:
    if state == State.ANY:
        return Q()
    if state in SHOWN_TO:
        return published_q(model) & Q(**{f"{model.visibility_path}__in": SHOWN_TO[state]})
    return published_q(model) if state == State.PUBLISHED else ~published_q(model)


def own_rows(user: Any, model: type[models.Model], path: str = "self") -> models.QuerySet:
    """The rows whose path leads to one's own: to rows that the far model's `owned_by(user)` returns."""
    if path == "self":
        return model._default_manager.owned_by(user)
    far = model
    for step in path.split("__"):
        far = far._meta.get_field(step).related_model
    return model._base_manager.filter(**{f"{path}__in": far._default_manager.owned_by(user).values("pk")})


def _scope_q(model: type[models.Model], scope: Scope, user: Any) -> Q:
    if scope == Scope.ALL:
        return Q()
    return Q(pk__in=own_rows(user, model, getattr(model, scope.value)).values("pk"))


def reach(user: Any, verb: str, model: type[models.Model]) -> set[Scope]:
    """How far the person's grants of a verb go; empty if there are none."""
    roles = roles_of(user)
    return {scope for row in rows_for(model, verb) for role, scope in row.grants.items() if role in roles}


def allowed(user: Any, verb: str, model: type[models.Model]) -> Q:
    """The rows of a model on which the user may do this, as a filter."""
    roles = roles_of(user)
    grants = [
        (row.state, scope) for row in rows_for(model, verb) for role, scope in row.grants.items() if role in roles
    ]
    if (State.ANY, Scope.ALL) in grants:
        return Q()
    condition = NOTHING
    for state, scope in dict.fromkeys(grants):
        condition |= _state_q(model, state) & _scope_q(model, scope, user)
    return condition


def can(user: Any, verb: str, what: models.Model | type[models.Model]) -> bool:
    """May the user do this to this row; for a model: to any row, now or to come."""
    if isinstance(what, models.Model):
        condition = allowed(user, verb, type(what))
        return not condition or type(what)._base_manager.filter(condition, pk=what.pk).exists()
    return bool(reach(user, verb, what))


class AccessQuerySet(models.QuerySet):
    """The way into every model that somebody reads."""

    def visible_to(self, user: Any) -> Self:
        """What this user may see. Every public read starts here."""
        return self.filter(allowed(user, Verb.VIEW, self.model))
