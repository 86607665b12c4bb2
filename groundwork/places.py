"""Countries, regions and the world."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet


class AreaQuerySet(AccessQuerySet):
    def countries(self) -> Self:
        return self.filter(kind=Area.Kind.COUNTRY)


class Area(models.Model):
    """A place in the United Nations' M49 tree: world > region > sub-region > country or territory."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("Country or area")
        REGION = "region", _("Region")
        WORLD = "world", _("World")

    code = models.CharField(
        _("code"),
        max_length=8,
        unique=True,
        help_text=_("ISO 3166-1 alpha-3 in lower case, else the M49 number"),
    )
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("within"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
