"""Who works on which sectors: the teams of the Department, and focal points elsewhere. Nobody's address is here."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
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
        return active.select_related("person__unit", "sector", "group").order_by("group__order", "sector__slug", "pk")

    def of_sectors(self, sectors: Iterable[Sector] | models.QuerySet[Sector]) -> Self:
        """In the teams of these sectors, of those above them, of their successors, or of their groups."""
        chosen = Sector.objects.above(sectors)
        return self.filter(Q(sector__in=chosen) | Q(group__in=chosen.exclude(group=None).values("group")))


class TeamMember(Publishable):
    """A person's place in the team of a sector (with its branches) or of a whole group of sectors.

    It gives rights whatever its state; published, once the person has agreed, it shows the name in the directory.
    """

    version_parts = None  # it is about a person, who may ask to be forgotten

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
        """With what the directory shows, in the same query, those of the Office first."""
        sectors = Sector.objects.filter(focal_points=OuterRef("pk")).links()
        there = self.select_related("unit", "organisation", "person", "area").annotate(
            sector_rows=ArraySubquery(sectors)
        )
        return there.order_by(F("organisation__name").asc(nulls_first=True), "unit__code", "pk")

    def of_sectors(self, sectors: Iterable[Sector] | models.QuerySet[Sector]) -> Self:
        """For these sectors, their branches, what they are branches of, or all sectors."""
        kin = Sector.objects.counted_for(sectors) | Sector.objects.above(sectors)
        through = self.model.sectors.through.objects
        return self.filter(Q(pk__in=through.filter(sector__in=kin).values("focalpoint")) | Q(sectors=None))

    def of_country(self, country: Area) -> Self:
        """For the country or for a region that it lies in; takes a country `with_regions`."""
        return self.filter(area__in=[country, *country.regions])

    def in_regions(self, regions: models.QuerySet[Area]) -> Self:
        """For these regions or for a place in them."""
        paths = ("area", "area__parent", "area__parent__parent", "area__parent__parent__parent")  # M49 goes no deeper
        return self.filter(reduce(or_, (Q(**{f"{path}__in": regions}) for path in paths)))


class FocalPoint(Publishable):
    """Whom to ask in a unit of the Office or in an organisation of the constituents: a function, perhaps a name."""

    version_parts = None  # it is about a person, who may ask to be forgotten

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
    def for_sectors(self) -> list[Sector]:
        """None: all sectors. After `in_directory`."""
        return [Sector(**row) for row in self.sector_rows]

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
