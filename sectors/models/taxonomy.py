"""The sectors: groups, sectors, branches, and the activities of ISIC Rev.4 that they stand for."""

from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.folding import fold


class SectorGroupQuerySet(AccessQuerySet):
    def with_sectors(self, user: Any) -> Self:
        """With the sectors that the user may see, in `shown_sectors`, each with its branches."""
        sectors = Sector.objects.visible_to(user).main().prefetch_related("branches")
        return self.prefetch_related(Prefetch("sectors", sectors, to_attr="shown_sectors"))


class SectorGroup(models.Model):
    """One of the eight panes of the window."""

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SectorGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of sectors")
        verbose_name_plural = _("groups of sectors")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class SectorQuerySet(AccessQuerySet):
    def main(self) -> Self:
        """Sectors, not their branches."""
        return self.filter(parent=None)

    def branches(self) -> Self:
        return self.exclude(parent=None)

    def from_a_to_z(self) -> list["Sector"]:
        """By name in the active language; folded here, because the database sorts É after Z."""
        return sorted(self, key=lambda sector: fold(sector.name))

    def owned_by(self, user: Any) -> Self:
        """Sectors and branches of the teams a person belongs to."""
        teams = user.team_memberships.all()
        sectors, groups = teams.values("sector"), teams.values("group")
        return self.filter(
            Q(pk__in=sectors) | Q(parent__in=sectors) | Q(group__in=groups) | Q(parent__group__in=groups)
        )


class Sector(models.Model):
    """An economic sector, or a branch of one (then `parent` names it, and the group is the parent's)."""

    sector_path = "self"

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    tag = models.CharField(_("tag"), max_length=40, blank=True, help_text=_("The code that imported files use"))
    name = models.CharField(_("name"), max_length=150)
    group = models.ForeignKey(
        SectorGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sectors",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("branch of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="branches",
    )
    activities = models.ManyToManyField(
        "Activity", verbose_name=_("activities"), through="SectorActivity", related_name="sectors"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, parent__isnull=True) | Q(group__isnull=True, parent__isnull=False),
                name="sectors_sector_group_or_parent",
                violation_error_message=_("A sector has a group; a branch has a sector it is a branch of. Set one."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=models.F("valid_from")),
                name="sectors_sector_valid_in_order",
                violation_error_message=_("The end of validity lies before its beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sector", args=[self.slug])

    @property
    def pane(self) -> SectorGroup:
        """The group it belongs to, as a branch through its sector."""
        return (self.parent or self).group


class Activity(models.Model):
    """A section, division, group or class of ISIC Rev.4 (United Nations, 2008)."""

    class Level(models.TextChoices):
        SECTION = "section", _("Section")
        DIVISION = "division", _("Division")
        GROUP = "group", _("Group")
        CLASS = "class", _("Class")

    code = models.CharField(_("ISIC Rev.4 code"), max_length=4, unique=True)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("within"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    title = models.CharField(_("title"), max_length=250)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity (ISIC Rev.4)")
        verbose_name_plural = _("activities (ISIC Rev.4)")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class SectorActivity(models.Model):
    """How far an ISIC activity and a sector are the same: the word says what the activity is to the sector."""

    class Exactness(models.TextChoices):
        EXACT = "exact", _("the same")
        SUBSET = "subset", _("lies within the sector")
        SUPERSET = "superset", _("contains the sector")
        OVERLAP = "overlap", _("overlaps the sector")

    sector_path = "sector"

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.CASCADE)
    activity = models.ForeignKey(Activity, verbose_name=_("activity"), on_delete=models.PROTECT)
    exactness = models.CharField(_("exactness"), max_length=8, choices=Exactness, default=Exactness.SUBSET)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of a sector")
        verbose_name_plural = _("activities of a sector")
        ordering = ["activity__code"]
        constraints = [models.UniqueConstraint(fields=["sector", "activity"], name="sectors_sectoractivity_once")]

    def __str__(self) -> str:
        return f"{self.sector}: {self.activity}"
