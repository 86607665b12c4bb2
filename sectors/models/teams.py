"""Who works on which sectors: the teams of the Department, and focal points elsewhere. Nobody's address is here."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, TripartiteGroup, Unit
from groundwork.places import Area
from groundwork.publishing import Publishable, PublishableQuerySet
from sectors.models.taxonomy import Sector, SectorGroup

OFFICE = "office"  # beside the three groups: whoever belongs to the ILO's secretariat


class TeamMemberQuerySet(PublishableQuerySet):
    def in_directory(self) -> Self:
        """Of people who still work here, with what the directory shows, by sector."""
        active = self.filter(person__is_active=True)
        return active.select_related("person", "sector", "group").order_by("group__order", "sector__slug", "pk")

    def of_sectors(self, sectors: Any) -> Self:
        """In the teams of these sectors, of those that they are branches of, or of their groups."""
        chosen = Sector.objects.filter(pk__in=[sector.pk for sector in sectors])
        return self.filter(
            Q(sector__in=chosen)
            | Q(sector__branches__in=chosen)
            | Q(group__sectors__in=chosen)
            | Q(group__sectors__branches__in=chosen)
        ).distinct()


class TeamMember(Publishable):
    """A person's place in the team of a sector (with its branches) or of a whole group of sectors.

    It gives rights whatever its state; published, once the person has agreed, it shows the name in the directory.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="team_memberships",
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), null=True, blank=True, on_delete=models.CASCADE, related_name="team"
    )
    group = models.ForeignKey(
        SectorGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="team",
    )
    responsibility = models.CharField(_("responsibility"), max_length=120, blank=True)
    objects = TeamMemberQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(sector__isnull=False, group__isnull=True) | Q(sector__isnull=True, group__isnull=False),
                name="sectors_teammember_sector_or_group",
                violation_error_message=_("Set either a sector or a group."),
            ),
            models.UniqueConstraint(
                fields=["person", "sector", "group"], nulls_distinct=False, name="sectors_teammember_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.sector or self.group}"


class FocalPointQuerySet(PublishableQuerySet):
    def in_directory(self) -> Self:
        """With what the directory shows."""
        return self.select_related("unit", "organisation", "person", "area__parent__parent__parent").prefetch_related(
            "sectors"
        )

    def of_sector(self, sector: Sector) -> Self:
        """For the sector, for what it is a branch of, for one of its branches, or for all sectors."""
        near = Q(sectors=sector) | Q(sectors__parent=sector) | Q(sectors__branches=sector)
        return self.filter(near | Q(sectors=None)).distinct()

    def of_country(self, country: Area) -> Self:
        """For the country or for a region that it lies in; takes a country `with_regions`."""
        return self.filter(area__in=[country, *country.regions])


class FocalPoint(Publishable):
    """Whom to ask in a unit of the Office or in an organisation of the constituents: a function, perhaps a name."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.CASCADE, related_name="focal_points"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="focal_points",
    )
    function = models.CharField(_("function"), max_length=150, help_text=_("Sector specialist, regional coordinator …"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="focal_points",
    )
    shows_name = models.BooleanField(
        _("name is shown"), default=False, help_text=_("In the public directory, once the person has agreed.")
    )
    area = models.ForeignKey(
        Area,
        verbose_name=_("country or region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="focal_points",
        help_text=_("Empty: the world"),
    )
    sectors = models.ManyToManyField(
        Sector, verbose_name=_("sectors"), related_name="focal_points", blank=True, help_text=_("None: all sectors")
    )

    objects = FocalPointQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        ordering = ["unit__code", "organisation__name", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(unit__isnull=False, organisation__isnull=True)
                | Q(unit__isnull=True, organisation__isnull=False),
                name="sectors_focalpoint_unit_or_organisation",
                violation_error_message=_("Set either a unit or an organisation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.place}"

    @property
    def place(self) -> str:
        return self.unit.name if self.unit else self.organisation.name

    @property
    def shown_name(self) -> str:
        """The name, if there is one and the person agreed to have it shown."""
        return self.person.name if self.person and self.shows_name else ""

    @property
    def belongs_to(self) -> str:
        """The Office, or the tripartite group of the organisation; empty for others."""
        if self.unit:
            return OFFICE
        return self.organisation.kind if self.organisation.kind in TripartiteGroup.values else ""
