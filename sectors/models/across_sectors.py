"""Reads of what several sectors share: instruments, partners."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from groundwork.publishing import PublishableQuerySet
from sectors.models.taxonomy import Sector


class SharedBySectorsQuerySet(PublishableQuerySet):
    """Of a model with the relation `sectors`."""

    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, of its branches, or of the sector that it is a branch of; each once."""
        return self.in_sectors([sector])

    def in_sectors(self, sectors: Iterable[Sector] | models.QuerySet[Sector]) -> Self:
        """The same, of any of several sectors."""
        chosen = Q(sector__in=sectors) | Q(sector__parent__in=sectors) | Q(sector__branches__in=sectors)
        return self.filter(pk__in=self.model.sectors.through.objects.filter(chosen).values(self.model._meta.model_name))
