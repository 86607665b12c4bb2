"""Writes that touch more than one table of the meetings floor, or a file too."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.utils import get_translation_fields

from groundwork.access import Verb, can
from groundwork.audit import record
from groundwork.partial_dates import PartialDate
from groundwork.publishing import PublishingState
from groundwork.uploads import storing
from meetings.models import (
    Document,
    DocumentFile,
    Evidence,
    FollowUpAction,
    Meeting,
    Outcome,
    Participant,
    ProgressUpdate,
    Responsibility,
    Review,
)


@transaction.atomic
def add_version(file: DocumentFile, *, upload: File | None = None) -> DocumentFile:
    """Save a new file of a document as the next version in its language; those before it stay.

    Raises UploadError for an upload that is not taken; then there is neither a file nor a row.
    """
    Document._base_manager.select_for_update().get(pk=file.document_id)  # two at once get two numbers
    versions = DocumentFile._base_manager.filter(document=file.document_id, language=file.language)
    file.version = (versions.aggregate(last=Max("version"))["last"] or 0) + 1
    if upload is None:
        file.save()
        return file
    with storing(upload) as kept:
        for name, value in kept.items():
            setattr(file, name, value)
        file.save()
    return file


def forget_participants(before: datetime) -> int:
    """Take the names of those who took part out of the lists of meetings that were over before a moment.

    Group, organisation, country, role and sex stay, so that the balance stays true. Returns how many names went.
    """
    over = PartialDate.of(before.date())
    named = Participant._base_manager.exclude(name="").filter(meeting__start__lt=over)
    past = named.filter(meeting__end=None) | named.filter(meeting__end__lt=over)
    return (
        past.exclude(organisation="", area=None).update(name="", user=None)
        + past.filter(organisation="", area=None).delete()[0]
    )


@transaction.atomic
def report(update: ProgressUpdate, *, evidence: Evidence | None = None, upload: File | None = None, by: Any) -> None:
    """Save a new report as a draft, with what it rests on if that is given.

    Raises UploadError for an upload that is not taken; then there is neither a report nor a file.
    """
    update.author, update.state = by, ProgressUpdate.State.DRAFT
    update.save()
    record(Verb.ADD, by=by, on=update)
    if evidence:
        evidence.update = update
        add_evidence(evidence, upload=upload, by=by)


@transaction.atomic
def add_evidence(evidence: Evidence, *, upload: File | None = None, by: Any) -> None:
    """Raises UploadError for an upload that is not taken; then there is neither a row nor a file."""
    evidence.author = by
    if upload is None:
        evidence.save()
        return
    with storing(upload) as kept:
        for name, value in kept.items():
            setattr(evidence, name, value)
        evidence.save()


@transaction.atomic
def copy_as_next(meeting: Meeting, *, by: Any) -> Meeting:
    """A draft of the meeting that follows: what it is, its series, sectors and agenda; neither days nor outcomes."""
    agenda, sectors = list(meeting.agenda.all()), list(meeting.sectors.all())
    copied = [*get_translation_fields("title"), "kind", "series", "all_sectors", "online"]
    following = Meeting(owner=by, slug=_free_slug(meeting.slug), **{name: getattr(meeting, name) for name in copied})
    following.save()
    following.sectors.set(sectors)
    for item in agenda:
        item.pk, item._state.adding, item.meeting = None, True, following
        item.save()
    record(Verb.ADD, by=by, on=following, copied_from=meeting.pk)
    return following


def _free_slug(slug: str) -> str:
    """“fishing-2017” gives “fishing-2017-2”, then “-3”; the person who fills in the days names it better."""
    longest = Meeting._meta.get_field("slug").max_length - 5
    taken = set(Meeting.objects.filter(slug__startswith=slug[:longest]).values_list("slug", flat=True))
    return next(free for number in range(2, 10_000) if (free := f"{slug[:longest]}-{number}") not in taken)


@transaction.atomic
def clear(*, update: ProgressUpdate, by: Any) -> None:
    """Note that a person stands for a draft. Raises ValidationError for what is no draft."""
    if update.state != ProgressUpdate.State.DRAFT:
        raise ValidationError(_("Only a draft is cleared."))
    update.state, update.cleared_by, update.cleared_at = ProgressUpdate.State.CLEARED, by, timezone.now()
    update.save(update_fields=["state", "cleared_by", "cleared_at"])
    record(Verb.CLEAR, by=by, on=update)


@transaction.atomic
def publish_update(*, update: ProgressUpdate, by: Any) -> None:
    """Raises ValidationError for a draft that nobody cleared."""
    if update.cleared_at is None and not update.source:
        raise ValidationError(_("A report is cleared by a named person before it is published."))
    update.state = ProgressUpdate.State.PUBLISHED
    update.save(update_fields=["state"])
    record(Verb.PUBLISH, by=by, on=update)


@transaction.atomic
def withdraw(*, item: models.Model, because: str, by: Any) -> None:
    """Take out of the public, for good or until it is published again; nothing is lost. Raises ValidationError."""
    if not because.strip():
        raise ValidationError(_("Say why it is withdrawn."))
    item.state, item.withdrawn_because = PublishingState.ARCHIVED, because.strip()
    item.save(update_fields=["state", "withdrawn_because"])
    record("withdraw", by=by, on=item, because=item.withdrawn_because)


def lead_missing(action: FollowUpAction) -> bool:
    """Whether it has no lead unit, as it needs for publication."""
    return not action.responsibilities.filter(role=Responsibility.Role.LEAD).exists()


@transaction.atomic
def add_points(
    *,
    points: Iterable[dict[str, Any]],
    by: Any,
    meeting: Meeting | None,
    review: Review | None,
    language: str,
    **common: Any,
) -> list[Outcome]:
    """Save points (number, section, text) of a meeting or a review as drafts, after those that it has.

    They take the sectors of the meeting; `common` are fields of them all. Raises PermissionDenied for what the person
    may not add.
    """
    origin = {"meeting": meeting, "review": review}
    last = Outcome._base_manager.filter(**origin).aggregate(last=Max("order"))["last"] or 0
    made = []
    for order, point in enumerate(points, start=last + 1):
        texts = {f"text_{language}": point["text"], f"section_{language}": point["section"]}
        outcome = Outcome(
            **origin,
            **common,
            number=point["number"],
            order=order,
            original_language=language,
            owner=by,
            all_sectors=meeting.all_sectors if meeting else True,
        )
        for name, text in texts.items():
            setattr(outcome, name, text)
        outcome.save()
        outcome.sectors.set(meeting.sectors.all() if meeting else [])
        if not can(by, Verb.ADD, outcome):
            raise PermissionDenied
        record(Verb.ADD, by=by, on=outcome)
        made.append(outcome)
    return made
