"""The gender marker: how far something aims at gender equality, on the one scale of the whole portal.

It is the gender equality policy marker of the OECD's Development Assistance Committee (DAC), with its scores 0, 1 and 2
("Handbook on the OECD-DAC Gender Equality Policy Marker", 2016). Empty means that nobody has judged it yet, which DAC
keeps apart from 0, "looked at, and not targeted".
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GenderMarker(models.IntegerChoices):
    PRINCIPAL = 2, _("Principal objective")
    SIGNIFICANT = 1, _("Significant objective")
    NOT_TARGETED = 0, _("Not targeted")


class GenderMarked(models.Model):
    """Carries the marker, once somebody has judged it."""

    gender_marker = models.PositiveSmallIntegerField(
        _("gender equality"),
        choices=GenderMarker,
        null=True,
        blank=True,
        help_text=_("The OECD-DAC gender equality policy marker; empty until somebody has judged it."),
    )

    class Meta:
        abstract = True
