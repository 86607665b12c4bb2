"""What has left the public again says why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groundwork.publishing import PublishingState


class Withdrawable(models.Model):
    """Adds the reason that `services.withdraw` asks for; nothing is archived without one, and nothing is deleted."""

    withdrawn_because = models.TextField(_("withdrawn because"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PublishingState.ARCHIVED) | ~Q(withdrawn_because=""),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
                violation_error_message=_("What is withdrawn needs a reason: use “Withdraw” in the list."),
            )
        ]
