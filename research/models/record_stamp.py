"""When each record last changed, kept for ever."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from groundwork.access import AccessQuerySet


class RecordStampQuerySet(AccessQuerySet):
    def changed_between(self, first: object | None, last: object | None) -> Self:
        """Changed at or after `first` and at or before `last`, to the second; None is no bound."""
        rows = self.filter(changed_at__gte=first) if first else self
        return rows.filter(changed_at__lte=last) if last else rows


class RecordStamp(models.Model):
    """That a publication is public, or was. Its number is never given again, so that harvesters learn of deletions.

    Triggers write it (migration 0012), whatever writes the record: it is there with each search row, changes with the
    row and with the published record, and stays, marked as deleted, when the row goes.
    """

    number = models.BigIntegerField(primary_key=True)  # the publication's key, which it survives
    changed_at = models.DateTimeField(db_index=True)  # to the second
    is_deleted = models.BooleanField(default=False)
    facets = ArrayField(models.IntegerField(), default=list)  # as the search row has, or last had them

    objects = RecordStampQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["facets"], name="research_recordstamp_facets", fastupdate=False)]

    def __str__(self) -> str:
        return f"stamp of {self.number}"
