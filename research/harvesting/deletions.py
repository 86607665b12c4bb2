"""Records that a source has deleted: withdrawn here, unless they are many; then a person says yes first."""

from typing import Any

from django.db import transaction

from groundwork.audit import record as note
from groundwork.publishing import PublishingState, enter_state
from research.harvesting.writing import key_of
from research.models import HarvestedRecord, HarvestRun, Publication, SourceRecord
from research.search.index import reindex

MOST_PER_CENT = 10  # of a provider's records that one run may withdraw by itself
BATCH = 200


def settle(run: HarvestRun) -> None:
    """At the end of a run. After a harvest of all records, those that were not met are gone too."""
    alive = run.provider.records.alive()
    if run.since is None:
        missed = alive.exclude(seen_in=run.pk).filter(gone_in=None)
        run.deleted += missed.update(gone_in=run)
    gone = run.gone.count()
    if gone * 100 > MOST_PER_CENT * alive.count():
        run.state = HarvestRun.State.WAITING
    elif gone:
        carry_out(run, by=None)


def carry_out(run: HarvestRun, *, by: Any) -> int:
    """Withdraw what the source has deleted, some hundred at a time; safe to run twice. Returns how many."""
    number = 0
    while batch := _withdraw(run, by):
        number += batch
    run.state = HarvestRun.State.DONE
    run.save(update_fields=["state"])
    return number


def keep(run: HarvestRun, *, by: Any) -> None:
    """Leave them published, whatever the source says."""
    with transaction.atomic():
        note("keep", by=by, on=run, records=run.gone.update(gone_in=None))
        run.state = HarvestRun.State.DONE
        run.save(update_fields=["state"])


@transaction.atomic
def _withdraw(run: HarvestRun, by: Any) -> int:
    """What another source lists too stays, without this one; the rest is archived and can be brought back."""
    records = list(run.gone.select_related("provider").order_by("pk")[:BATCH])
    keys = [record.publication_id for record in records]
    publications = Publication.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").in_bulk()
    for record in records:
        SourceRecord.objects.filter(source=record.provider.source_id, key=key_of(record)).delete()
        publication = publications.get(record.publication_id)
        if publication and not publication.source_records.exists():
            enter_state(publication, PublishingState.ARCHIVED)
            publication.save(update_fields=["state", "published_at", "updated_at"])
            note("withdraw", by=by, on=publication, source=str(record.provider), identifier=record.identifier)
    HarvestedRecord.objects.filter(pk__in=[record.pk for record in records]).update(is_deleted=True, gone_in=None)
    reindex(publications)
    return len(records)
