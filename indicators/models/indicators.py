"""What is measured, by whom, and on which terms it may be shown."""

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from sectors.models import Theme


class Indicator(models.Model):
    """An indicator of one source. Its units belong to its series, since money has the unit of its country."""

    code = models.CharField(_("code"), max_length=40, unique=True, help_text=_("As the source and its files write it"))
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, help_text=_("Heads a column and begins a title"))
    definition = models.TextField(_("definition"))
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), blank=True)
    licence = models.CharField(_("licence"), max_length=200)
    credit = models.CharField(_("credit line"), max_length=300, help_text=_("Shown wherever its values are"))
    modelled = models.BooleanField(_("modelled"), default=False, help_text=_("Every value is an estimate of a model"))
    comparable = models.BooleanField(
        _("comparable"), default=True, help_text=_("Values of different countries may be compared")
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), blank=True, related_name="indicators")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('statistics')}?{urlencode({'indicator': self.code})}"
