"""Where records come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.publishing import PublishableQuerySet


class Source(models.Model):
    """A list, repository or file that records are taken from."""

    class Kind(models.TextChoices):
        IN_HOUSE = "in-house", _("ILO, Sectoral Policies")
        OTHER_ILO = "other-ilo", _("ILO, other departments")
        CONSTITUENTS = "constituents", _("Constituents")
        EXTERNAL = "external", _("Outside the ILO")

    slug = models.SlugField(_("code"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EXTERNAL)
    url = models.URLField(_("address"), blank=True, max_length=500)
    licence = models.TextField(_("licence"), blank=True)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SourceRecord(models.Model):
    """That a source lists a publication, under its own key. The same work from two sources has two."""

    sector_path = "publication__sectors"
    state_paths = ("publication__state",)

    publication = models.ForeignKey(
        "Publication", verbose_name=_("publication"), on_delete=models.CASCADE, related_name="source_records"
    )
    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="records")
    key = models.CharField(_("key in the source"), max_length=200)
    retrieved_from = models.CharField(_("retrieved from"), max_length=500, blank=True)
    extra = models.JSONField(
        _("what else the source says"), default=dict, blank=True, editable=False, help_text=_("In its own words")
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("source record")
        verbose_name_plural = _("source records")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="research_sourcerecord_once")]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"
