"""The activities of ISIC Rev.4, and how far they and the sectors are the same."""

from collections import defaultdict
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import F
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.translated import in_every_language
from sectors.models.taxonomy import Sector


class Activity(models.Model):
    """A section, division, group or class of ISIC Rev.4 (United Nations, 2008)."""

    awaits_translation = False  # its titles are the classification's, in the languages that it was published in

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


class Covered(NamedTuple):
    """A section or division of ISIC with the sectors that it, or a part of it, is joined to."""

    activity: Activity
    joined: list["SectorActivity"]


class SectorActivityQuerySet(AccessQuerySet):
    def rows(self) -> Self:
        """For a subquery of sectors: each with its activity, as an object of JSON (`SectorActivity.of_row`)."""
        titles = {name: F(f"activity__{name}") for name in ("code", *in_every_language("title"))}
        return self.values_list(JSONObject(exactness=F("exactness"), activity=JSONObject(**titles)))

    def by_section(self) -> list[tuple[Covered, list[Covered]]]:
        """All sections of ISIC, each with its divisions in order, in two queries."""
        joined = defaultdict(list)
        for one in self.select_related("activity", "sector"):
            joined[one.activity.code[:2]].append(one)  # of a group or class the division; of a section its letter
        sections, divisions = [], defaultdict(list)
        levels = [Activity.Level.SECTION, Activity.Level.DIVISION]
        for activity in Activity.objects.filter(level__in=levels).order_by("code"):
            covered = Covered(activity, joined[activity.code])
            (divisions[activity.parent_id] if activity.level == Activity.Level.DIVISION else sections).append(covered)
        return [(section, divisions[section.activity.pk]) for section in sections]


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

    objects = SectorActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of a sector")
        verbose_name_plural = _("activities of a sector")
        ordering = ["activity__code"]
        constraints = [models.UniqueConstraint(fields=["sector", "activity"], name="sectors_sectoractivity_once")]

    def __str__(self) -> str:
        return f"{self.sector}: {self.activity}"

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> Self:
        """Of `rows`: as it is told, not to be saved."""
        return cls(exactness=row["exactness"], activity=Activity(**row["activity"]))
