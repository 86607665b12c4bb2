"""Reads of what several sectors share: instruments, partners."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from groundwork.publishing import PublishableQuerySet
from sectors.models.taxonomy import Sector


class SharedBySectorsQuerySet(PublishableQuerySet):
    """Of a model with the relation `sectors`."""

    def in_sector(self, sector: Sector) -> Self:
        """Of the sector, its branches and predecessors, or the sector that it is a branch of; each once."""
        return self.in_sectors([sector])

    def in_sectors(self, sectors: Iterable[Sector] | models.QuerySet[Sector]) -> Self:
        """The same, of any of several sectors."""
        kin = Q(sector__in=Sector.objects.counted_for(sectors)) | Q(sector__in=Sector.objects.above(sectors))
        return self.filter(pk__in=self.model.sectors.through.objects.filter(kin).values(self.model._meta.model_name))

    def in_sector_own_first(self, sector: Sector) -> Self:
        """As `in_sector`; annotates `is_wider`: not of the sector itself, but of the one that it is a branch of."""
        this = {self.model._meta.model_name: OuterRef("pk")}
        tied = self.model.sectors.through.objects.filter(sector__in=Sector.objects.counted_for([sector]), **this)
        return self.in_sector(sector).annotate(is_wider=~Exists(tied))
