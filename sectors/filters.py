"""The filter by sector, for every list that has one, and the filters of the list of instruments."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groundwork.filtering import Choices, KnownValuesFilter, PublicFilterSet
from groundwork.gender import GenderMarker
from sectors.models import Instrument, Sector
from sectors.models.instruments import InstrumentQuerySet
from sectors.search import named


def sector_choices() -> Choices:
    return [(sector.slug, sector.name) for sector in Sector.objects.visible_to(None).from_a_to_z()]


def gender_choices() -> Choices:
    return [(str(score.value), score.label) for score in GenderMarker]


class SectorFilter(KnownValuesFilter):
    """Sectors by address, each with its branches, in the relation `sectors`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Sector"), options=sector_choices, **kwargs)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        chosen = Sector.objects.filter(Q(slug__in=value) | Q(parent__slug__in=value)).values("pk")
        return qs.filter(pk__in=qs.model.objects.filter(sectors__in=chosen).values("pk"))


class GenderFilter(KnownValuesFilter):
    """Scores of the gender marker, in the column `gender_marker`."""

    def __init__(self, **kwargs: Any) -> None:
        options = {"field_name": "gender_marker", "label": _("Gender equality"), "options": gender_choices}
        super().__init__(**options | kwargs)


class InstrumentFilterSet(PublicFilterSet):
    q = django_filters.CharFilter(label=_("Number or title"), method="named")
    kind = KnownValuesFilter(field_name="kind", label=_("Kind"), options=lambda: Instrument.Kind.choices)
    sector = SectorFilter(method="in_sectors")

    class Meta:
        model = Instrument
        fields = ()

    def named(self, instruments: InstrumentQuerySet, _name: str, text: str) -> InstrumentQuerySet:
        return instruments.filter(pk__in=[one.pk for one in named(instruments, text)])

    def in_sectors(self, instruments: InstrumentQuerySet, _name: str, slugs: list[str]) -> InstrumentQuerySet:
        return instruments.in_sectors(Sector.objects.filter(slug__in=slugs))
