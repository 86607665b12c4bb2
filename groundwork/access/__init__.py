"""Who may do what: one table (`table.py`), read by pages, admin, API and tests through the rule in `rule.py`."""

from groundwork.access.rule import AccessQuerySet, allowed, can, own_rows, reach
from groundwork.access.table import ROLES, STAFF_ROLES, Role, Scope, Verb

__all__ = ["ROLES", "STAFF_ROLES", "AccessQuerySet", "Role", "Scope", "Verb", "allowed", "can", "own_rows", "reach"]
