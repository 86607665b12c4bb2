"""What would be: a version written into the tables in a transaction that is always taken back.

So a form edits the next version, and a preview shows it, with all that Django does for what is really there; and
nobody else ever sees it, since nothing of it is committed: no page, no search, no feed, no API.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction

from groundwork.publishing import PublishingState, enter_state
from groundwork.versions.snapshots import put
from groundwork.versions.version import Version


@contextmanager
def trial() -> Iterator[None]:
    """What is written inside is taken back at the end, whatever happens."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def shown_as(item: models.Model, version: Version) -> Iterator[models.Model]:
    """A trial in which the item is public as the version says."""
    with trial():
        put(item, version.snapshot_for(item))
        if hasattr(item, "state"):
            enter_state(item, PublishingState.PUBLISHED)
            item.save()
        yield item
