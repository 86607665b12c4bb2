"""Reviews, evaluations, strategies: sources of recommendations that are no meetings."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.partial_dates import PartialDateField
from groundwork.publishing import Publishable, PublishableQuerySet


class Review(Publishable):
    class Kind(models.TextChoices):
        EVALUATION = "evaluation", _("Evaluation")
        AUDIT = "audit", _("Audit")
        BRAINSTORMING = "brainstorming", _("Brainstorming")
        STRATEGY = "strategy", _("Strategy")

    slug = models.SlugField(_("address"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    date = PartialDateField(_("date"))
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("review or evaluation")
        verbose_name_plural = _("reviews and evaluations")
        ordering = ["-date", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.slug])
