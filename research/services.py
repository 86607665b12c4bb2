"""Writes of the research floor that touch more than one table."""

from django.db import transaction

from groundwork.publishing import enter_state
from research.models import Publication
from research.search.index import reindex


@transaction.atomic
def set_state(*, publication: Publication, state: str) -> None:
    """Move a publication to a publishing state; its search row follows in the same transaction."""
    enter_state(publication, state)
    publication.save(update_fields=["state", "published_at", "updated_at"])
    reindex([publication.pk])
