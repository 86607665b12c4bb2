"""Activities as the sources classify them, and how far each is one of the portal's sectors."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from indicators.codes import Classification
from sectors.models import Sector, SectorActivity

TOTAL = "TOTAL"
WITHIN = (SectorActivity.Exactness.EXACT, SectorActivity.Exactness.SUBSET)  # all of the activity belongs to the sector

TOLD = ("exactness", "approximate", "also_needs")  # what a figure needs to know of a mapping


class ActivityCode(models.Model):
    """An activity of one classification; its code TOTAL is all of them together."""

    awaits_translation = False  # its titles are the classification's, in the languages that it was published in

    id = models.SmallAutoField(primary_key=True)  # 2 bytes in each observation
    classification = models.CharField(_("classification"), max_length=6, choices=Classification)
    code = models.CharField(_("code"), max_length=16)
    title = models.CharField(_("title"), max_length=250)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity of a classification")
        verbose_name_plural = _("activities of classifications")
        ordering = ["classification", "code"]
        constraints = [models.UniqueConstraint(fields=["classification", "code"], name="indicators_activitycode_once")]

    def __str__(self) -> str:
        return f"{self.get_classification_display()} {self.code} {self.title}"

    @property
    def key(self) -> str:
        """As addresses name it: ISIC4:B."""
        return f"{self.classification}:{self.code}"


class ActivityMappingQuerySet(AccessQuerySet):
    def rows(self) -> Self:
        """For a subquery of activities: what each is to a sector, as an object of JSON (`of_row`)."""
        sector = Subquery(Sector.objects.filter(pk=OuterRef("sector")).links())
        return self.values_list(JSONObject(sector=sector, **{name: F(name) for name in TOLD}))


class ActivityMapping(models.Model):
    """What an activity is to a sector. Only what lies within a sector may be added up for it."""

    Exactness = SectorActivity.Exactness

    sector_path = "sector"

    activity = models.ForeignKey(
        ActivityCode, verbose_name=_("activity"), on_delete=models.CASCADE, related_name="mappings"
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.CASCADE, related_name="activity_mappings"
    )
    exactness = models.CharField(_("exactness"), max_length=8, choices=Exactness)
    approximate = models.BooleanField(
        _("approximate"), default=False, help_text=_("Crosses from one classification to another")
    )
    also_needs = ArrayField(
        models.CharField(max_length=4),
        verbose_name=_("also needs"),
        default=list,
        blank=True,
        help_text=_("ISIC Rev.4 codes of the sector that lie outside the activity"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ActivityMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity and sector")
        verbose_name_plural = _("activities and sectors")
        ordering = ["activity", "sector"]
        constraints = [models.UniqueConstraint(fields=["activity", "sector"], name="indicators_activitymapping_once")]

    def __str__(self) -> str:
        return f"{self.activity} – {self.sector}"

    @classmethod
    def of_row(cls, activity: ActivityCode, row: dict[str, Any]) -> Self:
        """Of `rows`: to be read, not to be saved."""
        return cls(activity=activity, **row | {"sector": Sector(**row["sector"])})

    @property
    def lies_within(self) -> bool:
        return self.exactness in WITHIN
