"""Who wrote, edited or issued a publication."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.publishing import PublishableQuerySet


class Contributor(models.Model):
    """A name as the sources give it. Namesakes share a row until an ORCID tells them apart."""

    family = models.CharField(_("family name or organisation"), max_length=200)
    given = models.CharField(_("given names"), max_length=150, blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["family", "given"]
        constraints = [
            models.UniqueConstraint(fields=["family", "given", "orcid"], name="research_contributor_one_per_name")
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()


class Contribution(models.Model):
    """A contributor's place in the order of names on a publication."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")
        CORPORATE_AUTHOR = "corporate-author", _("Corporate author")

    sector_path = "publication__sectors"
    state_paths = ("publication__state",)

    publication = models.ForeignKey(
        "Publication", verbose_name=_("publication"), on_delete=models.CASCADE, related_name="contributions"
    )
    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.PROTECT, related_name="contributions"
    )
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.AUTHOR)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "contributor", "role"], name="research_contribution_once")
        ]

    def __str__(self) -> str:
        return str(self.contributor)
