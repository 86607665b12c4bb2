"""Changes that no form makes (tables sent back, pasted lines), kept like those that forms make."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, models, transaction

from groundwork.access import Verb, can
from groundwork.publishing import PublishingState, enter_state
from groundwork.versions.keeping import is_edited_beside, keep_as_found, keep_if_changed, lock
from groundwork.versions.snapshots import is_versioned, put, take
from groundwork.versions.trials import trial
from groundwork.versions.version import Version, next_of


def change(
    item: models.Model, write: Callable[[], None], *, by: Any, comment: str
) -> tuple[Version | None, Version | None]:
    """Have `write` write to the tables of an item; what is public and has next versions stays as it is.

    `write` reads what it changes anew. Its change becomes the next version of what is public, on top of the one that is
    worked on. Returns the version that was kept so, None where it was written in place or changed nothing, and the
    next version before it. The caller has the right to, and is in a transaction.
    """
    lock(item)
    if is_versioned(type(item)):
        keep_as_found(item)
    if is_edited_beside(item):
        return _change_beside(item, write, by, comment)
    write()
    item.refresh_from_db()
    if is_versioned(type(item)):
        keep_if_changed(item, take(item), by=by, comment=comment)
    if getattr(item, "state", "") == PublishingState.IN_REVIEW and getattr(item, "has_next_versions", False):
        enter_state(item, PublishingState.DRAFT)  # what is changed while in review is to be sent again
        item.save(update_fields=["state"])
    return None, None


def _change_beside(
    item: models.Model, write: Callable[[], None], by: Any, comment: str
) -> tuple[Version | None, Version | None]:
    before = next_of(item)
    with trial():
        if before:
            put(item, before.snapshot_for(item))
        write()
        item.refresh_from_db()
        snapshot = take(item)
    item.refresh_from_db()
    return keep_if_changed(item, snapshot, by=by, comment=comment), before


def lay_out(model: type[models.Model], user: Any) -> None:
    """Inside a trial: the next versions that the person works on take the place of what is public."""
    for version in Version.objects.next().filter(model=model._meta.label_lower).select_related("base"):
        item = version.item()
        if item and is_edited_beside(item) and can(user, Verb.CHANGE, item):
            try:
                with transaction.atomic():
                    put(item, version.snapshot_for(item))
            except DatabaseError:
                continue  # its form says so too; the public words stand
