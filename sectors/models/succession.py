"""What became of a sector: renamed, split, merged."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.partial_dates import PartialDate, PartialDateField
from sectors.models.taxonomy import Kinship, Sector

EARLIER = "earlier__"
CODES = [code for code, _name in settings.LANGUAGES]
TOLD = (
    "kind",
    "date",
    *(f"note_{code}" for code in CODES),
    "earlier__slug",
    *(f"earlier__name_{code}" for code in CODES),
)


class SuccessionQuerySet(AccessQuerySet):
    def with_sectors(self) -> Self:
        return self.select_related("earlier", "later")

    def leading_to(self, sector: Sector) -> Self:
        """Those by which it took the place of others, and these of others again, the last first."""
        line = Kinship.objects.through_successions().filter(whole=sector)
        return self.filter(later__in=line.values("part")).select_related("earlier")

    def rows(self) -> Self:
        """For a subquery of sectors: each succession with what is told of it, as an object of JSON (`from_row`)."""
        return self.values_list(JSONObject(**{name: F(name) for name in TOLD}))


class Succession(models.Model):
    """That one sector took the place of another; a split or a merger is several of them."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Renamed")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")

    earlier = models.ForeignKey(Sector, verbose_name=_("earlier"), on_delete=models.PROTECT, related_name="successions")
    later = models.ForeignKey(Sector, verbose_name=_("later"), on_delete=models.PROTECT, related_name="predecessions")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    date = PartialDateField(_("date"), null=False, blank=False)
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on the page: why, and by whose decision"))

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession of sectors")
        verbose_name_plural = _("successions of sectors")
        ordering = ["-date", "earlier__name", "later__name"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="sectors_succession_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")),
                name="sectors_succession_not_of_itself",
                violation_error_message=_("A sector cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"

    @classmethod
    def from_row(cls, row: dict[str, str]) -> Self:
        """Of `rows`: as it is told, not to be saved."""
        earlier = {name.removeprefix(EARLIER): text for name, text in row.items() if name.startswith(EARLIER)}
        own = {name: text for name, text in row.items() if not name.startswith(EARLIER)}
        return cls(earlier=Sector(**earlier), **own | {"date": PartialDate.parse(row["date"])})

    def clean(self) -> None:
        """The database refuses a loop too."""
        if self.earlier_id == self.later_id:
            return  # which a constraint says
        if Kinship.objects.through_successions().filter(part=self.later_id, whole=self.earlier_id).exists():
            raise ValidationError(
                _("“%(later)s” came before “%(earlier)s”: a sector cannot succeed what succeeded it."),
                params={"later": self.later, "earlier": self.earlier},
            )
