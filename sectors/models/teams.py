"""Who works on which sectors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from sectors.models.taxonomy import Sector, SectorGroup


class TeamMember(models.Model):
    """A person's place in the team of a sector (with its branches) or of a whole group of sectors."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="team_memberships",
    )
    sector = models.ForeignKey(
        Sector, verbose_name=_("sector"), null=True, blank=True, on_delete=models.CASCADE, related_name="team"
    )
    group = models.ForeignKey(
        SectorGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="team",
    )
    responsibility = models.CharField(_("responsibility"), max_length=120, blank=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.CheckConstraint(
                condition=Q(sector__isnull=False, group__isnull=True) | Q(sector__isnull=True, group__isnull=False),
                name="sectors_teammember_sector_or_group",
                violation_error_message=_("Set either a sector or a group."),
            ),
            models.UniqueConstraint(
                fields=["person", "sector", "group"], nulls_distinct=False, name="sectors_teammember_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.sector or self.group}"
