"""Two records of one work become one; or somebody says that they are two works."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from groundwork.audit import record
from groundwork.publishing import PublishingState
from groundwork.staging import snapshots
from groundwork.versions.keeping import keep_as_found
from groundwork.versions.version import Version
from research.models import (
    AreaTag,
    Contribution,
    DuplicatePair,
    MatchKey,
    Merger,
    OtherIdentifier,
    Publication,
    SearchRow,
    SectorTag,
    SourceRecord,
    ThemeTag,
)
from research.models.identifiers import isbn_forms, symbol_of
from research.search.index import reindex

PARTS = tuple((part, "publication") for part in (Contribution, SectorTag, ThemeTag, AreaTag, SourceRecord))
TAGS = ((SectorTag, "sector"), (ThemeTag, "theme"), (AreaTag, "area"))
DERIVED = {SearchRow, MatchKey, DuplicatePair}  # made anew, or of no use to another record
FILLED = (  # where the record that is kept says nothing, it takes over what the other says
    *("abstract", "kind_as_given", "date", "year", "language", "container", "volume", "issue", "pages", "series"),
    *(
        "publisher",
        "symbol",
        "doi",
        "isbn",
        "handle",
        "url",
        "licence",
        "gender_marker",
        "peer_reviewed",
        "verified_on",
    ),
)
Scheme = OtherIdentifier.Scheme


class NotMergedError(Exception):
    """Nothing was changed. Its text says why."""


@transaction.atomic
def merge(*, kept: Publication, gone: Publication, by: Any) -> None:
    """Make one record of two of the same work: `kept` takes over what only `gone` has, and its address leads there.

    Identifiers that differ are kept beside; whatever refers to `gone` refers to `kept` then; its history goes along.
    Harvesters are told that `gone` was deleted. Raises NotMergedError for versions in different languages, and where
    a public record would lead to one that is not.
    """
    locked = Publication.objects.select_for_update().in_bulk([kept.pk, gone.pk])
    if len(locked) < 2:
        raise NotMergedError(_("One of the records is gone."))
    kept, gone = locked[kept.pk], locked[gone.pk]
    if kept.language and gone.language and kept.language != gone.language:
        raise NotMergedError(_("Records in different languages are versions of one another, not duplicates."))
    if gone.state == PublishingState.PUBLISHED != kept.state:
        raise NotMergedError(_("Keep the record that is public, or publish the other first."))
    snapshot = snapshots.taken(Publication, PARTS, [gone.pk])[gone.pk]
    identifiers = [*_identifiers(gone), *gone.other_identifiers.values_list("scheme", "value")]
    _move_parts(kept, gone)
    _move_references(kept, gone)
    Merger.objects.filter(into=gone).update(into=kept)
    number, title = gone.pk, gone.title
    _move_history(kept, number)
    gone.delete()  # before its DOI is given to the other
    _fill(kept, gone)
    _keep_beside(kept, identifiers)
    Merger.objects.create(number=number, into=kept, title=title, snapshot=snapshot)
    record("merge", by=by, on=kept, merged=number, title=title)
    reindex([kept.pk])


def _fill(kept: Publication, gone: Publication) -> None:
    for name in FILLED:
        if getattr(kept, name) in (None, "") and getattr(gone, name) not in (None, ""):
            setattr(kept, name, getattr(gone, name))
    if kept.kind == Publication.Kind.OTHER:
        kept.kind = gone.kind
    if kept.access == Publication.Access.UNKNOWN:
        kept.access = gone.access
    kept.in_house, kept.all_sectors = kept.in_house or gone.in_house, kept.all_sectors or gone.all_sectors
    kept.keywords = list(dict.fromkeys([*kept.keywords, *gone.keywords]))
    kept.save()


def _identifiers(publication: Publication) -> list[tuple[str, str]]:
    """Schemes and values, in the forms in which they are compared."""
    values = [
        (Scheme.DOI, publication.doi or ""),
        *((Scheme.ISBN, isbn) for isbn in isbn_forms(publication.isbn)),
        (Scheme.HANDLE, publication.handle),
        (Scheme.SYMBOL, symbol_of(publication.symbol)),
        (Scheme.ADDRESS, publication.url),
    ]
    return [(scheme, value) for scheme, value in values if value]


def _keep_beside(kept: Publication, identifiers: Iterable[tuple[str, str]]) -> None:
    own = set(_identifiers(kept))
    rows = [
        OtherIdentifier(publication=kept, scheme=scheme, value=value)
        for scheme, value in identifiers
        if (scheme, value) not in own
    ]
    OtherIdentifier.objects.bulk_create(rows, ignore_conflicts=True)


def _move_parts(kept: Publication, gone: Publication) -> None:
    """Sources and tags go over, names where the other has none; what both have stays once."""
    SourceRecord.objects.filter(publication=gone).update(publication=kept)
    for tag, what in TAGS:
        there = tag.objects.filter(publication=kept).values(what)
        tag.objects.filter(publication=gone).exclude(**{f"{what}__in": there}).update(publication=kept)
    if not kept.contributions.exists():
        gone.contributions.update(publication=kept)


def _move_references(kept: Publication, gone: Publication) -> None:
    """Rows of any floor that refer to the one refer to the other; where such a row is there, once."""
    own = {*DERIVED, OtherIdentifier, Merger, *(part for part, _key in PARTS)}
    for relation in Publication._meta.related_objects:
        holder = relation.through if relation.many_to_many else relation.related_model
        for field in holder._meta.concrete_fields if holder not in own else ():
            if field.related_model is Publication:
                _move(holder, field, kept, gone)


def _move(holder: type[models.Model], field: models.Field, kept: Publication, gone: Publication) -> None:
    rows = holder._base_manager.filter(**{field.name: gone})
    if holder is Publication:  # versions; no record is one of itself
        rows = rows.exclude(pk=kept.pk)
    for row in rows:
        try:
            with transaction.atomic():
                holder._base_manager.filter(pk=row.pk).update(**{field.name: kept})
        except IntegrityError:  # it refers to both, and once is enough
            holder._base_manager.filter(pk=row.pk).delete()


def _move_history(kept: Publication, number: int) -> None:
    """What Django's log has of the one stands in the history of the other. The audit trail keeps both numbers."""
    content_type = ContentType.objects.get_for_model(Publication)
    LogEntry.objects.filter(content_type=content_type, object_id=str(number)).update(object_id=str(kept.pk))
    _move_versions(kept, number)


def _move_versions(kept: Publication, number: int) -> None:
    """The versions of the one stand before those of the other, which get higher numbers."""
    gone = Version.objects.filter(model=Publication._meta.label_lower, object_id=number)
    if not gone.exists():
        return
    keep_as_found(kept)
    own = Version.objects.of(kept)
    last = max(versions.aggregate(last=Max("number"))["last"] for versions in (gone, own))
    own.update(number=F("number") + last)
    gone.update(object_id=kept.pk)


@transaction.atomic
def tell_apart(*, pair: DuplicatePair, by: Any) -> None:
    """Say that a pair is two works; it is not shown again."""
    pair.state = DuplicatePair.State.DIFFERENT
    pair.save(update_fields=["state"])
    record("tell-apart", by=by, on=pair)
