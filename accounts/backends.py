"""Django's question "may this person …?", answered by the access table."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps
from django.db import models

from groundwork.access import Verb, can
from groundwork.access.rule import roles_of
from groundwork.access.table import TABLE, Role


class AccessBackend(AuthenticationBackend):
    """Signs in by e-mail and password (allauth's own); permissions are those of the access table."""

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        app_label, _, codename = perm.partition(".")
        verb, _, model_name = codename.partition("_")
        if verb not in Verb.values:
            return False
        try:
            model = apps.get_model(app_label, model_name)
        except LookupError:
            return False
        return can(user_obj, verb, obj if obj is not None and obj.pk else model)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        roles = roles_of(user_obj) - {Role.ANYONE}
        return any(
            label.startswith(f"{app_label}.") and not roles.isdisjoint(row.grants)
            for row in TABLE
            for label in row.models
        )

    def get_all_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:  # noqa: ARG002 - Django's signature
        """None by name: the table answers question by question."""
        return set()
