"""Countries, regions and the world."""

from typing import Self

from django.db import models
from django.db.models import F
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.folding import fold
from groundwork.translated import in_every_language


class AreaQuerySet(AccessQuerySet):
    def countries(self) -> Self:
        return self.filter(kind=Area.Kind.COUNTRY)

    def with_regions(self) -> Self:
        """With the regions that a place lies in, of which M49 has three at the most, and the world."""
        return self.select_related("parent__parent__parent__parent")

    def links(self) -> Self:
        """For a subquery of places: each with what a link to it needs, as an object of JSON (`Area(**row)`)."""
        row = {"id": F("pk"), "code": F("code"), "kind": F("kind"), **in_every_language("name")}
        return self.values_list(JSONObject(**row))

    def by_region(self) -> list[tuple["Area | None", list["Area"]]]:
        """The countries of each region of the world, both by name in the active language, in one query.

        Last, those that lie in no region, such as the Antarctic.
        """
        inside: dict[Area | None, list[Area]] = {}
        for country in sorted(self.countries().with_regions(), key=lambda place: fold(place.name)):
            inside.setdefault(next(iter(country.regions), None), []).append(country)
        return sorted(inside.items(), key=lambda item: (item[0] is None, fold(str(item[0]))))


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

    def get_absolute_url(self) -> str:
        """Of a country; regions have no page but the list of countries."""
        return reverse("country", args=[self.code]) if self.kind == self.Kind.COUNTRY else reverse("countries")

    @property
    def regions(self) -> list["Area"]:
        """The regions it lies in, the widest first, without the world; after `with_regions`."""
        found, place = [], self.parent
        while place and place.kind == Area.Kind.REGION:
            found.insert(0, place)
            place = place.parent
        return found
