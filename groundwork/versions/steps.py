"""The way of a next version: written, sent for review, returned or published, now or at a set time.

Draft → in review → published → archived. The rules are here, whoever asks: buttons, lists, the clock.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundwork.access import Role, Verb, can
from groundwork.audit import record
from groundwork.publishing import PublishingState, enter_state
from groundwork.versions.keeping import CannotBeHeldError, is_public, keep, lock, public_version
from groundwork.versions.snapshots import UPKEEP, Snapshot, put, take
from groundwork.versions.version import Version, next_of

State = Version.State
log = logging.getLogger(__name__)


class StepError(Exception):
    """A step that is refused. Its text says to the person why; nothing has changed."""


@dataclass(frozen=True)
class Step:
    """From which states it leads on, to which, and what the person must be allowed to do with the item."""

    name: str
    label: str | Promise
    verb: Verb
    of: tuple[str, ...]
    to: str
    # What the item itself becomes while it is not public, where the words of the next version stand in its own tables
    unpublished: str = PublishingState.DRAFT


SEND = Step(
    "send",
    gettext_lazy("Send for review"),
    Verb.CHANGE,
    (State.DRAFT, State.RETURNED),
    State.IN_REVIEW,
    PublishingState.IN_REVIEW,
)
RETURN = Step(
    "return", gettext_lazy("Return to the author"), Verb.PUBLISH, (State.IN_REVIEW, State.SCHEDULED), State.RETURNED
)
TAKE_BACK = Step("take-back", gettext_lazy("Take back"), Verb.CHANGE, (State.IN_REVIEW,), State.DRAFT)
PUBLISH = Step(
    "publish",
    gettext_lazy("Publish"),
    Verb.PUBLISH,
    (State.DRAFT, State.IN_REVIEW, State.SCHEDULED),
    State.PUBLISHED,
)
SCHEDULE = Step(
    "schedule",
    gettext_lazy("Schedule"),
    Verb.PUBLISH,
    (State.DRAFT, State.IN_REVIEW, State.SCHEDULED),
    State.SCHEDULED,
    PublishingState.IN_REVIEW,
)
DISCARD = Step(
    "discard", gettext_lazy("Discard this version"), Verb.CHANGE, (State.DRAFT, State.RETURNED), State.DISCARDED
)
ARCHIVE = Step("archive", gettext_lazy("Withdraw from the public"), Verb.PUBLISH, (), "")
TO_THE_PUBLIC = (PUBLISH, SCHEDULE)
STEPS = {step.name: step for step in (SEND, RETURN, TAKE_BACK, PUBLISH, SCHEDULE, DISCARD, ARCHIVE)}


def may_see_history(user: Any, item: models.Model) -> bool:
    """Versions hold drafts: who could write, publish or delete the item reads them, not all who see what is public."""
    return any(can(user, verb, item) for verb in (Verb.CHANGE, Verb.PUBLISH, Verb.DELETE))


def steps_open_to(user: Any, item: models.Model, version: Version | None) -> list[Step]:
    """The steps that the person could take now without more to say, for the buttons."""
    held = {verb for verb in (Verb.CHANGE, Verb.PUBLISH) if can(user, verb, item)}
    own = TO_THE_PUBLIC if needs_another(user, item, version) else ()
    return [step for step in STEPS.values() if step.verb in held and step not in own and _leads_on(step, item, version)]


def needs_another(user: Any, item: models.Model, version: Version | None) -> bool:
    """Whoever wrote what would become public does not make it so (docs/decisions/0030); the clock writes nothing."""
    if user is None or not settings.REVIEW_BY_ANOTHER:
        return False
    return version.author_id == user.pk if version else is_public(item)  # what the person would write now


def may_publish_own(user: Any) -> bool:
    """With a reason, which is kept: so that the portal is not stuck while nobody else is there."""
    return Role.ADMINISTRATOR in user.roles


def _leads_on(step: Step, item: models.Model, version: Version | None) -> bool:
    if step is ARCHIVE:
        return item.state == PublishingState.PUBLISHED
    if step is DISCARD and not is_public(item):
        return False  # its words stand in its own tables: there would be nothing to go back to
    return version is not None and version.state in step.of


@transaction.atomic
def take_step(
    name: str, item: models.Model, *, by: Any, remark: str = "", at: dt.datetime | None = None
) -> Version | None:
    """Take one step; returns the version it was taken with.

    `remark` is the reviewer's, needed to return something, or the reason of an administrator who publishes what he or
    she wrote; `at` when to publish what is scheduled. Raises StepError,
    logged, if the person may not, if the step does not lead on from here, or if something it needs is missing.
    """
    step = STEPS.get(name)
    lock(item)
    item.refresh_from_db()
    version = next_of(item) or _first(item, by)
    if reason := _against(step, item, version, by, remark.strip(), at):
        log.warning(
            "step refused: %s of %s %s by %s", name[:20], item._meta.label_lower, item.pk, getattr(by, "pk", None)
        )
        raise StepError(reason)
    told = {"remark": remark.strip()} if remark.strip() else {}
    if step is ARCHIVE:
        _archive(item, version)
    elif step is PUBLISH:
        _publish(item, version, by)
    else:
        _move(version, step, by, remark.strip(), at)
        if not is_public(item):
            _enter(item, step.unpublished)
    record(step.name, by=by, on=item, **told, **({"version": version.number} if version else {}))
    return version


def _first(item: models.Model, by: Any) -> Version | None:
    """What was written before versions were kept: as it stands, unless it is public already."""
    if is_public(item) or by is None:
        return None
    state = State.IN_REVIEW if item.state == PublishingState.IN_REVIEW else State.DRAFT
    return keep(item, take(item), state=state, by=None)


def _against(
    step: Step | None, item: models.Model, version: Version | None, by: Any, remark: str, at: dt.datetime | None
) -> str:
    """Why not; empty if nothing is against it."""
    if step is None:
        return _("There is no such step.")
    if by is not None and not can(by, step.verb, item):
        return _("You may not do that: ask an editor.")
    if not _leads_on(step, item, version):
        return _("That is not possible now: it is %(state)s.") % {"state": _standing(item, version).lower()}
    if step is RETURN and not remark:
        return _("Say what is to be changed before you return it.")
    if step is SCHEDULE and (at is None or at <= timezone.now()):
        return _("Set a day and time that is still to come.")
    return _against_own(by, remark) if step in TO_THE_PUBLIC and needs_another(by, item, version) else ""


def _against_own(by: Any, remark: str) -> str:
    if not may_publish_own(by):
        return _("Whoever wrote a version does not publish it: send it for review, and a colleague will.")
    return "" if remark else _("You wrote this version yourself: say why no colleague publishes it.")


def _standing(item: models.Model, version: Version | None) -> str:
    return str(version.get_state_display() if version else item.get_state_display())


def _enter(item: models.Model, state: str) -> None:
    enter_state(item, state)
    item.save(update_fields=["state", "published_at", "updated_at"])


def _move(version: Version, step: Step, by: Any, remark: str, at: dt.datetime | None) -> None:
    version.state = step.to
    version.scheduled_for = at if step is SCHEDULE else None
    if step.verb == Verb.PUBLISH:
        version.reviewer, version.remark = by, remark
    version.save(update_fields=["state", "scheduled_for", "reviewer", "remark"])


def _publish(item: models.Model, version: Version, by: Any) -> None:
    """All of it at once: fields, parts, order, relations, languages; or, if anything is against it, nothing."""
    if is_public(item) or version.base:  # else its words stand in the tables already
        _put(item, _reviewed_last(version.snapshot_for(item), take(item)))
    _enter(item, PublishingState.PUBLISHED)
    version.state, version.snapshot = State.PUBLISHED, take(item)
    version.scheduled_for, version.reviewer = None, by or version.reviewer
    version.save(update_fields=["state", "snapshot", "scheduled_for", "reviewer"])


def _archive(item: models.Model, version: Version | None) -> None:
    """The words of a next version now stand in the tables, since nobody else reads these any more."""
    public_version(item)
    if version:
        _put(item, version.snapshot_for(item))
        version.base = None
        version.save(update_fields=["base"])
    _enter(item, PublishingState.ARCHIVED)


def _put(item: models.Model, snapshot: Snapshot) -> None:
    try:
        with transaction.atomic():
            put(item, snapshot)
            connection.check_constraints()
    except DatabaseError as error:
        raise StepError(str(CannotBeHeldError())) from error


def _reviewed_last(snapshot: Snapshot, live: Snapshot) -> Snapshot:
    """Somebody may have said of the public page that it holds, after this was written: the later review counts."""
    if (live["fields"].get("reviewed_on") or "") <= (snapshot["fields"].get("reviewed_on") or ""):
        return snapshot
    dates = {name: live["fields"][name] for name in UPKEEP if name != "owner_id"}
    return {**snapshot, "fields": snapshot["fields"] | dates}


def publish_due() -> int:
    """Publish what is scheduled for now or earlier, each by itself. Returns how many.

    What cannot be published goes back to its author, with the reason.
    """
    published = 0
    for key in list(Version.objects.due().values_list("pk", flat=True)):
        published += _publish_scheduled(key)
    return published


@transaction.atomic
def _publish_scheduled(key: int) -> bool:
    version = Version.objects.due().select_for_update(of=["self"], skip_locked=True).filter(pk=key).first()
    item = version and version.item()
    if item is None:
        return False
    try:
        take_step(PUBLISH.name, item, by=None)
    except StepError as error:
        log.warning("scheduled version %s of %s %s not published: %s", version.number, version.model, item.pk, error)
        _move(version, RETURN, version.reviewer, str(error), None)
        record(RETURN.name, by=None, on=item, version=version.number, remark=str(error))
        return False
    return True
