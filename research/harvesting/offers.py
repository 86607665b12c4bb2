"""What a source says other than an editor: taken or left by a person, field by field."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from groundwork.audit import record as note
from research.harvesting.fields import FIELDS, SUBJECTS, write
from research.harvesting.subjects import write_subjects
from research.harvesting.writing import write_names
from research.models import HarvestedRecord, Publication
from research.search.index import reindex


@transaction.atomic
def take(record: HarvestedRecord, names: Collection[str], *, by: Any) -> None:
    """Write these of the offered fields as the source says them; they are decided, the others wait on."""
    publication = Publication.objects.select_for_update(no_key=True).get(pk=record.publication_id)
    chosen = [name for name in FIELDS if name in names and name in record.offered]
    for name in chosen:
        if name == "authors":
            write_names(publication, record.offered[name] or ())
        elif name in SUBJECTS:
            write_subjects([(publication, {name: record.offered[name]})])
        else:
            write(publication, name, record.offered[name])
    publication.full_clean(exclude=["owner"])
    publication.save()
    _decide(record, chosen)
    note("take", by=by, on=publication, fields=chosen)
    reindex([publication.pk])


@transaction.atomic
def leave(record: HarvestedRecord, names: Collection[str], *, by: Any) -> None:
    """Keep what stands here in these fields, until the source says something else again."""
    chosen = [name for name in names if name in record.offered]
    _decide(record, chosen)
    note("leave", by=by, on=record.publication, fields=chosen)


def _decide(record: HarvestedRecord, names: Collection[str]) -> None:
    record.offered = {name: value for name, value in record.offered.items() if name not in names}
    record.save(update_fields=["offered"])
