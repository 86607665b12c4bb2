"""Who else works on a sector: the register of partners and networks."""

from typing import Self

from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from groundwork.links import unanswered_on
from groundwork.publishing import Publishable
from sectors.models.across_sectors import SharedBySectorsQuerySet
from sectors.models.taxonomy import Sector


class PartnerQuerySet(SharedBySectorsQuerySet):
    def with_link_check(self) -> Self:
        """With whether its address answered."""
        return self.annotate(**unanswered_on("url"))

    def by_kind(self) -> Self:
        """In the order in which the kinds are listed, then by name."""
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(self.model.Kind)]
        return self.order_by(Case(*places, output_field=models.SmallIntegerField()), "name")


class Partner(Publishable):
    """An organisation or network outside the Office that the public may be shown, other than as somebody's employer."""

    class Kind(models.TextChoices):
        EMPLOYERS = "employers", _("Employers’ organisation")
        WORKERS = "workers", _("Workers’ organisation")
        UN = "un", _("United Nations")
        INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
        GOVERNMENT = "government", _("Government")
        UNIVERSITY = "university", _("University or research institute")
        NETWORK = "network", _("Network")
        OTHER = "other", _("Other")

    sector_path = "sectors"
    has_next_versions = True

    name = models.CharField(_("name"), max_length=250, unique=True)
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    url = models.URLField(_("address"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="partners", blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners and networks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
