"""Identifiers of what is published, for feeds and calendars that other programs keep."""

from uuid import UUID, uuid5

from django.db.models import Model

NAMESPACE = UUID("6f1d3c52-8f0e-4c1b-9a57-2d1f4b7e0a63")  # once made at random; another would make everything new


def permanent_id(kind: str, key: object) -> UUID:
    """The same for the same kind and key for ever, at whatever address it is found (RFC 9562, version 5)."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def id_of(row: Model) -> UUID:
    """The permanent id of a row of a table."""
    return permanent_id(row._meta.label_lower, row.pk)
