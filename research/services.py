"""Writes of the research floor that touch more than one table."""

from contextlib import suppress

from django.core.files import File
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from groundwork.full_text import Finding, read_pdf
from groundwork.publishing import enter_state
from groundwork.uploads import storing
from groundwork.uploads.kinds import PDF
from groundwork.uploads.storing import path_of
from research.models import FilePage, OaiProvider, Publication, PublicationFile
from research.search.index import reindex

HARVEST = "research.tasks.harvest_provider"
READ_FULL_TEXT = "research.tasks.read_full_text"
MOST_BYTES = 50 * 2**20  # of a full text


@transaction.atomic
def set_state(*, publication: Publication, state: str) -> None:
    """Move a publication to a publishing state; its search row follows in the same transaction."""
    enter_state(publication, state)
    publication.save(update_fields=["state", "published_at", "updated_at"])
    reindex([publication.pk])


def attach(file: PublicationFile, *, upload: File) -> PublicationFile:
    """Keep a PDF as a full text of its publication; its text is read in the background.

    Raises UploadError for what is no PDF or too large; then there is neither a file nor a row.
    """
    with storing(upload, kinds=[PDF], most_bytes=MOST_BYTES) as kept:
        for name, value in kept.items():
            setattr(file, name, value)
        file.save()
        defer_reading(file)
    return file


def defer_reading(file: PublicationFile) -> None:
    """Have the text of a file read in the background, once the present transaction is committed."""
    app.configure_task(READ_FULL_TEXT).defer(file_id=file.pk)


def read_full_text(file: PublicationFile) -> Finding:
    """Read the text of a kept PDF, keep it by pages, and let search find it; says what came of it.

    The file is read before anything is written, and all is written at once: broken off, nothing has happened, and a
    second time does the same. Raises FileNotFoundError where the file is gone.
    """
    found = read_pdf(path_of(file.stored_as))
    with transaction.atomic():
        # in the order in which the workplace locks: the record, then its parts
        Publication._base_manager.select_for_update(no_key=True).get(pk=file.publication_id)
        there = PublicationFile._base_manager.select_for_update(no_key=True).filter(pk=file.pk).first()
        if there is None:
            return found.finding  # taken away meanwhile
        there.pages.all().delete()
        texts = [FilePage(file=there, number=number, text=text) for number, text in enumerate(found.pages, 1) if text]
        FilePage.objects.bulk_create(texts, batch_size=200)
        there.finding, there.page_count, there.pages_with_text = found.finding, found.page_count, len(texts)
        there.save(update_fields=["finding", "page_count", "pages_with_text"])
        reindex([there.publication_id])
    return found.finding


def defer_harvest(provider: OaiProvider) -> None:
    """Have a provider harvested in the background, unless that waits already."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(HARVEST, queueing_lock=f"harvest {provider.pk}").defer(provider_id=provider.pk)
