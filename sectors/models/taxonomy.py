"""The sectors: groups, sectors, branches, and the activities of ISIC Rev.4 that they stand for."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.folding import fold
from groundwork.translated import in_every_language
from sectors.models.validity import Validity, ValidityQuerySet, today

DEEPEST = 3  # sector, branch, sub-branch
GROUP_PATHS = ("group", "parent__group", "parent__parent__group")


class SectorGroupQuerySet(ValidityQuerySet):
    def with_sectors(self, user: Any) -> Self:
        """With the sectors in force that the user may see, in `shown_sectors`, each with its branches."""
        branches = Prefetch("branches", Sector.objects.in_force())
        deeper = Prefetch("branches", Sector.objects.in_force().prefetch_related(branches))
        sectors = Sector.objects.visible_to(user).in_force().main().prefetch_related(deeper)
        return self.prefetch_related(Prefetch("sectors", sectors, to_attr="shown_sectors"))


class SectorGroup(Validity):
    """One of the eight panes of the window."""

    version_parts = ()

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SectorGroupQuerySet.as_manager()

    class Meta(Validity.Meta):
        verbose_name = _("group of sectors")
        verbose_name_plural = _("groups of sectors")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A group that is over holds no sector: its pane of the window is gone."""
        if self.is_over and self.pk and self.sectors.in_force().exists():
            raise ValidationError({"valid_to": _("Give its sectors another group first: some of them are in force.")})


class SectorQuerySet(ValidityQuerySet):
    def main(self) -> Self:
        """Sectors, not their branches."""
        return self.filter(parent=None)

    def branches(self) -> Self:
        return self.exclude(parent=None)

    def with_group(self) -> Self:
        """With the group, of a branch through the sectors above it; then `pane` asks nothing more."""
        return self.select_related(*GROUP_PATHS)

    def links(self) -> Self:
        """For a subquery of sectors: each with what a link to it needs, as an object of JSON (`Sector(**row)`)."""
        return self.values_list(JSONObject(id=F("pk"), slug=F("slug"), **in_every_language("name")))

    def begun(self) -> Self:
        """Those in force, and those that are over."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=today()))

    def by_letter(self) -> list[tuple[str, list["Sector"]]]:
        """From A to Z, by the letter that each name begins with, whatever its accent."""
        letters = groupby(self.from_a_to_z(), key=lambda sector: fold(sector.name)[:1].upper())
        return [(letter, list(sectors)) for letter, sectors in letters]

    def from_a_to_z(self) -> list["Sector"]:
        """By name in the active language; folded here, because the database sorts É after Z."""
        return sorted(self, key=lambda sector: fold(sector.name))

    def counted_for(self, sectors: Iterable["Sector"] | models.QuerySet["Sector"]) -> Self:
        """Those whose content counts for one of these: themselves, their branches, and what came before them."""
        return self.filter(pk__in=Kinship.objects.filter(whole__in=sectors).values("part"))

    def above(self, sectors: Iterable["Sector"] | models.QuerySet["Sector"]) -> Self:
        """Those for which the content of one of these counts: themselves, their sectors, their successors."""
        return self.filter(pk__in=Kinship.objects.filter(part__in=sectors).values("whole"))

    def wholes_of_each(self) -> dict[int, list[int]]:
        """By the key of each sector: the keys of those for which its content counts, in one query."""
        wholes = defaultdict(list)
        for part, whole in Kinship.objects.values_list("part", "whole"):
            wholes[part].append(whole)
        return wholes

    def owned_by(self, user: Any) -> Self:
        """Sectors and branches of the teams a person belongs to, with what came before them."""
        teams = user.team_memberships.all()
        own = Q(pk__in=teams.values("sector")) | Q(group__in=teams.values("group"))
        return self.counted_for(Sector.objects.filter(own).values("pk"))

    def not_succeeded(self) -> Self:
        """What a list can be narrowed by: without those that have a successor, which takes their place."""
        return self.filter(successions=None)

    def heirs_of(self, slugs: Iterable[str]) -> dict["Sector", list["Sector"]]:
        """By address, as `heirs`."""
        return self.filter(slug__in=slugs).heirs()

    def heirs(self) -> dict["Sector", list["Sector"]]:
        """Those of these sectors that have been succeeded, each with what stands in its place today, in one query."""
        heirs = defaultdict(list)
        kin = Kinship.objects.through_successions().filter(part__in=self.values("pk"))
        succeeded = kin.filter(whole__successions=None).exclude(part__successions=None)
        groups = [f"whole__{path}" for path in GROUP_PATHS]
        for one in succeeded.select_related("part", *groups).order_by("whole__slug"):
            heirs[one.part].append(one.whole)
        return dict(heirs)


class Sector(Validity):
    """An economic sector, or a branch of one (then `parent` names it, and the group is the parent's)."""

    sector_path = "self"
    version_parts = ("sectoractivity_set",)

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

    objects = SectorQuerySet.as_manager()

    class Meta(Validity.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["name"]
        constraints = [
            *Validity.Meta.constraints,
            models.CheckConstraint(
                condition=Q(group__isnull=False, parent__isnull=True) | Q(group__isnull=True, parent__isnull=False),
                name="sectors_sector_group_or_parent",
                violation_error_message=_("A sector has a group; a branch has a sector it is a branch of. Set one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sector", args=[self.slug])

    def clean(self) -> None:
        """No branch lies within itself, nor deeper than a sub-branch. The database refuses loops too."""
        if self.pk and not self.is_over and self.successions.exists():
            raise ValidationError({"valid_to": _("It has been succeeded. Delete the succession before you reopen it.")})
        if self.parent is None:
            return
        above = self.parent.lineage
        if self in above:
            raise ValidationError({"parent": _("A sector cannot be a branch of itself or of one of its branches.")})
        if len(above) + self._depth() > DEEPEST:
            raise ValidationError({"parent": _("There are sectors, branches and sub-branches, and nothing below.")})

    def _depth(self) -> int:
        """Levels from it down to its deepest branch: 1 without branches."""
        return 1 + max((branch._depth() for branch in self.branches.all()), default=0) if self.pk else 1

    @property
    def dated_name(self) -> str:
        """Its name, and the end of a sector that is over: "Asbestos mining (until 1995)"."""
        if not self.is_over:
            return self.name
        return gettext("%(name)s (until %(date)s)") % {"name": self.name, "date": self.valid_to.display()}

    @property
    def lineage(self) -> list["Sector"]:
        """It and what it is a branch of, the sector last; stops where a loop would begin."""
        found = [self]
        while (parent := found[-1].parent) and parent not in found:
            found.append(parent)
        return found

    @property
    def pane(self) -> SectorGroup:
        """The group it belongs to, as a branch through its sector; after `with_group` without a query."""
        return self.lineage[-1].group


class KinshipQuerySet(AccessQuerySet):
    def through_successions(self) -> Self:
        """Without what holds between a branch and the sectors above it."""
        return self.filter(by_succession=True)


class Kinship(models.Model):
    """That what is filed under one sector (`part`) counts for another (`whole`).

    A sector for itself, a branch for its sector, a predecessor for its successors, and so on from step to step. A
    view of the database (migration 0005), so that search, counts, filters and rights have one rule.
    """

    changes_pages = False  # the tables below it do

    pk = models.CompositePrimaryKey("part", "whole")
    part = models.ForeignKey(Sector, models.DO_NOTHING, related_name="wholes")
    whole = models.ForeignKey(Sector, models.DO_NOTHING, related_name="parts")
    by_succession = models.BooleanField()  # by successions alone

    objects = KinshipQuerySet.as_manager()

    class Meta:
        managed = False

    def __str__(self) -> str:
        return f"{self.part} → {self.whole}"
