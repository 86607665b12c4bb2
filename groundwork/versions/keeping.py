"""Keeping versions, and bringing old ones back. The caller has the right to, and is in a transaction."""

from typing import Any

from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from groundwork.audit import LONGEST_NAME, record
from groundwork.publishing import PublishingState
from groundwork.versions.snapshots import Snapshot, has_next_versions, put, same_words, take, with_upkeep_of
from groundwork.versions.version import Version, next_number, next_of

State = Version.State


def is_public(item: models.Model) -> bool:
    """Whether what is written to its tables is read by everybody at once."""
    return getattr(item, "state", PublishingState.PUBLISHED) == PublishingState.PUBLISHED


def is_edited_beside(item: models.Model) -> bool:
    """Whether its next version is written beside what is public, rather than into its tables."""
    return has_next_versions(type(item)) and is_public(item)


def state_of_save(model: type[models.Model]) -> str:
    return State.DRAFT if has_next_versions(model) else State.SAVED


def keep(item: models.Model, snapshot: Snapshot, *, state: str, by: Any, comment: str = "") -> Version:
    """Keep what was saved as a version, the latest of the item.

    A next version takes the place of the one that was worked on until then, and is begun from what that was.
    """
    before, base = next_of(item), None
    if state in Version.NEXT:
        base = before.base if before else (public_version(item) if is_public(item) else None)
    if before:
        _end(before, State.REPLACED if state in Version.NEXT else State.DISCARDED)
    return _write(item, snapshot, state=state, by=by, comment=comment, base=base)


def _write(item: models.Model, snapshot: Snapshot, *, by: Any, **fields: Any) -> Version:
    return Version.objects.create(
        model=item._meta.label_lower,
        object_id=item.pk,
        object_name=str(item)[:LONGEST_NAME],
        number=next_number(item),
        snapshot=snapshot,
        author=by,
        **fields,
    )


def keep_as_found(item: models.Model) -> None:
    """Before the first change that is kept: what was there until then, so that there is something to go back to."""
    if not Version.objects.of(item).exists():
        _write(item, take(item), state=State.PUBLISHED if has_next_versions(type(item)) else State.SAVED, by=None)


def keep_if_changed(item: models.Model, snapshot: Snapshot, *, by: Any, comment: str = "") -> Version | None:
    """A save that changed nothing is no version."""
    latest = next_of(item) or Version.objects.of(item).exclude(state=State.DISCARDED).first()
    if latest and same_words(latest.snapshot, snapshot):
        return None
    return keep(item, snapshot, state=state_of_save(type(item)), by=by, comment=comment)


def keep_deleted(item: models.Model, *, by: Any) -> Version:
    """What is about to be deleted, with its parts."""
    return keep(item, take(item), state=State.DELETED, by=by)


def _end(version: Version, state: str) -> None:
    version.state = state
    version.save(update_fields=["state"])


def lock(item: models.Model) -> None:
    """Have whoever else would write the item or its versions wait until this transaction ends."""
    list(type(item)._base_manager.select_for_update().filter(pk=item.pk).values_list("pk"))


def public_version(item: models.Model) -> Version:
    """What is in the tables, as a version; kept now if an import or another deed wrote it, and nobody kept it yet."""
    there = take(item)
    latest = Version.objects.of(item).filter(state=State.PUBLISHED).first()
    return (
        latest if latest and same_words(latest.snapshot, there) else _write(item, there, state=State.PUBLISHED, by=None)
    )


@transaction.atomic
def restored(item: models.Model, old: Version, *, by: Any) -> tuple[Version, list[str]]:
    """An old version as the next one, to be looked at and published like any other, of a model that has such.

    Returns it, and in sentences what of it today's tables cannot hold. An item that is not public holds it at once.
    Raises CannotBeHeldError, in words, if it cannot be brought back as a whole.
    """
    lock(item)
    comment = _("Version %(number)d restored") % {"number": old.number}
    snapshot = with_upkeep_of(old.snapshot, take(item))
    untold, there = _tried(item, snapshot, undone=is_edited_beside(item))
    version = keep(item, there, state=state_of_save(type(item)), by=by, comment=comment)
    record("restore", by=by, on=item, version=old.number, next=version.number)
    return version, untold


def _tried(item: models.Model, snapshot: Snapshot, *, undone: bool) -> tuple[list[str], Snapshot]:
    """Put it into the tables, and take it out again if it is not to stay; what was left out, and what was put."""
    try:
        with transaction.atomic():
            untold, there = put(item, snapshot), take(item)
            connection.check_constraints()
            transaction.set_rollback(undone)
    except DatabaseError as error:
        raise CannotBeHeldError from error
    if undone:
        item.refresh_from_db()
    return untold, there


class CannotBeHeldError(Exception):
    """A version that the tables refuse: something of it, like its address, has become another's."""

    def __str__(self) -> str:
        return _("It cannot be brought back as it was: something of it belongs to another row today, like its address.")


@transaction.atomic
def recover(version: Version, *, by: Any) -> tuple[models.Model, list[str]]:
    """Make a deleted object again, with its parts and its number, as a draft; and say what is missing."""
    item = version.kind(pk=version.object_id)
    if hasattr(item, "state"):
        item.state = PublishingState.DRAFT
    untold, there = _tried(item, version.snapshot, undone=False)
    keep(item, there, state=state_of_save(type(item)), by=by, comment=_("Recovered"))
    record("recover", by=by, on=item, version=version.number)
    return item, untold
