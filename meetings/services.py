"""Writes that touch more than one table of the meetings floor, or a file too."""

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Max

from groundwork.partial_dates import PartialDate
from groundwork.uploads import storing
from meetings.models import Document, DocumentFile, Participant


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
