"""Which search rows a transaction has written: for processes that keep facets in memory."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from groundwork.access import AccessQuerySet


class SearchChange(models.Model):
    """That a transaction wrote or removed these rows; without keys, that anything may have changed.

    Triggers write it (migration 0020), whatever writes the rows; research/search/bitmaps.py reads it.
    """

    changes_pages = False

    transaction = models.BigIntegerField(db_index=True)
    keys = ArrayField(models.BigIntegerField(), null=True)
    at = models.DateTimeField(db_default=Now())

    objects = AccessQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.transaction}: {len(self.keys or [])} rows"
