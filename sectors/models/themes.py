"""Themes that cut across the sectors."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import Publishable, PublishableQuerySet


class Goal(models.IntegerChoices):
    """The Sustainable Development Goals, by the short titles that the United Nations give them."""

    NO_POVERTY = 1, _("No poverty")
    ZERO_HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    GENDER_EQUALITY = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    DECENT_WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    WATER_LIFE = 14, _("Life below water")
    LAND_LIFE = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the Goals")


class Theme(Publishable):
    has_next_versions = True

    slug = models.SlugField(_("address"), unique=True, max_length=60)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    sdg_goals = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("SDG goals"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.slug])

    @property
    def goals(self) -> list[Goal]:
        """The goals it serves; a number that is no goal is left out."""
        return [Goal(goal) for goal in self.sdg_goals if goal in Goal.values]
