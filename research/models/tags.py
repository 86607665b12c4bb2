"""Tags of publications, each with who says so."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.places import Area
from groundwork.publishing import PublishableQuerySet
from sectors.models import Sector, Theme


class Provenance(models.TextChoices):
    """Who says that the tag fits. A suggestion is a guess until an editor confirms it."""

    SOURCE = "source", _("Stated by the source")
    EDITOR = "editor", _("Set by an editor")
    SUGGESTED = "suggested", _("Suggested from the title")


class Tag(models.Model):
    sector_path = "publication__sectors"
    state_paths = ("publication__state",)

    provenance = models.CharField(_("provenance"), max_length=9, choices=Provenance, default=Provenance.EDITOR)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def is_suggested(self) -> bool:
        return self.provenance == Provenance.SUGGESTED


class SectorTagQuerySet(PublishableQuerySet):
    def with_group(self) -> Self:
        """With the sector, and its group (`sector.pane`)."""
        return self.select_related("sector__group", "sector__parent__group", "sector__parent__parent__group")


class SectorTag(Tag):
    publication = models.ForeignKey(
        "Publication", verbose_name=_("publication"), on_delete=models.CASCADE, related_name="sector_tags"
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="publication_tags"
    )

    objects = SectorTagQuerySet.as_manager()

    class Meta(Tag.Meta):
        verbose_name = _("sector tag")
        verbose_name_plural = _("sector tags")
        constraints = [models.UniqueConstraint(fields=["publication", "sector"], name="research_sectortag_once")]

    def __str__(self) -> str:
        return str(self.sector)


class ThemeTag(Tag):
    state_paths = ("publication__state", "theme__state")

    publication = models.ForeignKey(
        "Publication", verbose_name=_("publication"), on_delete=models.CASCADE, related_name="theme_tags"
    )
    theme = models.ForeignKey(Theme, verbose_name=_("theme"), on_delete=models.PROTECT, related_name="publication_tags")

    class Meta(Tag.Meta):
        verbose_name = _("theme tag")
        verbose_name_plural = _("theme tags")
        constraints = [models.UniqueConstraint(fields=["publication", "theme"], name="research_themetag_once")]

    def __str__(self) -> str:
        return str(self.theme)


class AreaTag(Tag):
    publication = models.ForeignKey(
        "Publication", verbose_name=_("publication"), on_delete=models.CASCADE, related_name="area_tags"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("country or area"), on_delete=models.PROTECT, related_name="publication_tags"
    )

    class Meta(Tag.Meta):
        verbose_name = _("country tag")
        verbose_name_plural = _("country tags")
        constraints = [models.UniqueConstraint(fields=["publication", "area"], name="research_areatag_once")]

    def __str__(self) -> str:
        return str(self.area)


def tags_of(subject: Sector | Theme | Area) -> models.QuerySet[Tag]:
    """The tags that name the subject; of a sector also those that name its branches or predecessors."""
    if isinstance(subject, Sector):
        return SectorTag.objects.filter(sector__in=Sector.objects.counted_for([subject]))
    return subject.publication_tags.all()
