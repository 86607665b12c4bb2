"""A sector's page and its ordered parts."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.links import unanswered_on
from groundwork.partial_dates import PartialDateField
from groundwork.prose import ProseField
from groundwork.publishing import Publishable, PublishableQuerySet
from sectors.models.taxonomy import Sector


class SectorPageQuerySet(PublishableQuerySet):
    def with_parts(self) -> Self:
        """With the parts, which are shown when the page is; read them by `SectorPage.parts`.

        In one query: a page that shows five floors has none to spare for each of its parts.
        """
        return self.annotate(**{_rows_of(part): ArraySubquery(part.objects.rows_of_page()) for part in PARTS})

    def in_sector(self, sector: Sector) -> Self:
        """That of the sector and those of its branches."""
        return self.filter(sector__in=Sector.objects.counted_for([sector]))


class SectorPage(Publishable):
    """What the portal says about a sector or branch."""

    sector_path = "sector"
    version_parts = ("key_issues", "updates", "tools", "links")
    has_next_versions = True

    sector = models.OneToOneField(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="page")
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences at the top of the page"))
    overview = ProseField(_("overview"), blank=True, help_text=_("Markdown: paragraphs, lists, links"))
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

    @property
    def languages(self) -> list[str]:
        """The codes of the languages in which summary and overview can be read."""
        codes = [code for code, _name in settings.LANGUAGES]
        return [code for code in codes if getattr(self, f"summary_{code}") and getattr(self, f"overview_{code}")]

    def parts(self, model: type["PagePart"]) -> list["PagePart"]:
        """Its parts of a kind, in order; after `with_parts`. With `url_unanswered_on` where they have an address."""
        return [model.of_row(row) for row in getattr(self, _rows_of(model))]


class PagePartQuerySet(PublishableQuerySet):
    def rows_of_page(self) -> Self:
        """For a subquery of pages: each part of the page as an object of JSON, in order."""
        shown = {name: F(name) for name in self.model.written_fields()}
        if "url" in shown:
            shown |= unanswered_on("url")
        return self.filter(page=OuterRef("pk")).values_list(JSONObject(**shown))


class PagePart(models.Model):
    """A part of a sector page; shown when the page is."""

    sector_path = "page__sector"
    state_paths = ("page__state",)

    objects = PagePartQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def written_fields(cls) -> dict[str, models.Field]:
        """By column; of a translated field, its languages stand for it."""
        fields = {field.attname: field for field in cls._meta.concrete_fields}
        translated = {field.translated_field.name for field in fields.values() if hasattr(field, "translated_field")}
        return {name: field for name, field in fields.items() if name not in translated}

    @classmethod
    def of_row(cls, row: dict[str, Any]) -> Self:
        """From an object of JSON, as `rows_of_page` makes it."""
        fields = cls.written_fields()
        part = cls.from_db(None, list(fields), [field.to_python(row[name]) for name, field in fields.items()])
        if unanswered := row.get("url_unanswered_on"):
            part.url_unanswered_on = dt.date.fromisoformat(unanswered)
        return part


class OrderedPart(PagePart):
    """In the order that the page gives it."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class KeyIssue(OrderedPart):
    page = models.ForeignKey(SectorPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="key_issues")
    title = models.CharField(_("title"), max_length=150)
    text = ProseField(_("text"))

    class Meta(OrderedPart.Meta):
        verbose_name = _("key issue")
        verbose_name_plural = _("key issues")

    def __str__(self) -> str:
        return self.title


class Tool(OrderedPart):
    """Something to work with that is no instrument of the catalogue: a toolbox, a checklist, a course."""

    page = models.ForeignKey(SectorPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="tools")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    how_to_use = ProseField(
        _("how to use it"),
        blank=True,
        help_text=_("Markdown. Practical advice: who uses it, for what, with what else."),
    )

    class Meta(OrderedPart.Meta):
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    def __str__(self) -> str:
        return self.title


class Link(OrderedPart):
    class Kind(models.TextChoices):
        DATA = "data", _("Data")
        LAW = "law", _("Law and standards")
        PUBLICATIONS = "publications", _("Publications")
        TRAINING = "training", _("Training")
        ORGANISATION = "organisation", _("Organisation")
        OTHER = "other", _("Other")

    page = models.ForeignKey(SectorPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    description = models.TextField(_("description"), blank=True)

    class Meta(OrderedPart.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.title


class Update(PagePart):
    """Dated news of the sector."""

    page = models.ForeignKey(SectorPage, verbose_name=_("page"), on_delete=models.CASCADE, related_name="updates")
    date = PartialDateField(_("date"), null=False, blank=False)
    title = models.CharField(_("title"), max_length=200)
    text = ProseField(_("text"), blank=True)
    url = models.URLField(_("source"), max_length=500, blank=True, help_text=_("Where it can be read"))

    class Meta(PagePart.Meta):
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return self.title


PARTS = (KeyIssue, Tool, Link, Update)


def _rows_of(part: type[PagePart]) -> str:
    """The name of the annotation that holds the parts of a kind."""
    return f"{part._meta.model_name}_rows"
