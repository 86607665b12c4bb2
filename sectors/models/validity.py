"""How long something of the taxonomy holds: from a date on, until another, which may be known by year only."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundwork.access import AccessQuerySet
from groundwork.partial_dates import PartialDateField


def today() -> str:
    """As partial dates are stored; one known by its year or month sorts before all of its days."""
    return timezone.localdate().isoformat()


class ValidityQuerySet(AccessQuerySet):
    def in_force(self) -> Self:
        """Begun, and not over."""
        begun = Q(valid_from=None) | Q(valid_from__lte=today())
        return self.filter(begun, Q(valid_to=None) | Q(valid_to__gt=today()))


class Validity(models.Model):
    valid_from = PartialDateField(_("valid from"))
    valid_to = PartialDateField(
        _("valid until"), help_text=_("From this date on it is over: 2019, 2019-04 or 2019-04-18.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=F("valid_from"))
                | Q(valid_from__startswith=F("valid_to")),  # from May 2019 to some time in 2019
                name="%(app_label)s_%(class)s_valid_in_order",
                violation_error_message=_("The end of validity lies before its beginning."),
            )
        ]

    @property
    def is_over(self) -> bool:
        return self.valid_to is not None and str(self.valid_to) <= today()
