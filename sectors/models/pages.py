"""A sector's page and its ordered parts."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import Publishable, PublishableQuerySet
from sectors.models.taxonomy import Sector


class SectorPageQuerySet(PublishableQuerySet):
    def with_parts(self) -> Self:
        """With the ordered parts; they are shown when the page is."""
        return self.prefetch_related("key_issues", "links")

    def in_sector(self, sector: Sector) -> Self:
        """That of the sector and those of its branches."""
        return self.filter(Q(sector=sector) | Q(sector__parent=sector))


class SectorPage(Publishable):
    """What the portal says about a sector or branch."""

    sector_path = "sector"

    sector = models.OneToOneField(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="page")
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences at the top of the page"))
    overview = models.TextField(_("overview"), blank=True, help_text=_("Markdown: paragraphs, lists, links"))
    starter_text = models.BooleanField(
        _("starter text"),
        default=False,
        help_text=_("Written for the portal’s start and not yet confirmed by a specialist; the page says so."),
    )

    objects = SectorPageQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("sector page")
        verbose_name_plural = _("sector pages")
        ordering = ["sector__name"]

    def __str__(self) -> str:
        return str(self.sector)

    def get_absolute_url(self) -> str:
        return reverse("sector", args=[self.sector.slug])


class PagePart(models.Model):
    """A part of a sector page, in the order that the page gives it; shown when the page is."""

    sector_path = "page__sector"
    state_paths = ("page__state",)

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class KeyIssue(PagePart):
    page = models.ForeignKey(SectorPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="key_issues")
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"))

    class Meta(PagePart.Meta):
        verbose_name = _("key issue")
        verbose_name_plural = _("key issues")

    def __str__(self) -> str:
        return self.title


class Link(PagePart):
    page = models.ForeignKey(SectorPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    description = models.TextField(_("description"), blank=True)

    class Meta(PagePart.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.title
