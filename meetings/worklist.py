"""What a unit is to do, due first: late, due soon, without a report since a date, and the rest."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from groundwork.access import Verb, allowed
from groundwork.partial_dates import PartialDate, today
from meetings.models import FollowUpAction
from meetings.status import CLOSED

SOON = timedelta(days=30)


@dataclass
class Group:
    code: str
    heading: str | Promise
    actions: list[FollowUpAction] = field(default_factory=list)


def worklist_of(unit: Unit, user: Any, since: PartialDate | None = None) -> list[Group]:
    """The actions that the unit leads or carries out with others, each in the first group that it fits.

    `since`: what was last reported on before that date, or never, is a group of its own; without it, what was never.
    """
    mine = FollowUpAction.objects.filter(allowed(user, Verb.VIEW, FollowUpAction)).of_unit(unit)
    actions = mine.with_standing().with_parts().prefetch_related("outcomes").order_by("due_on", "pk")
    silent = (_("Without a report since %(date)s") % {"date": since.display()}) if since else _("Without any report")
    groups = [
        Group("late", _("Overdue")),
        Group("soon", _("Due in 30 days")),
        Group("silent", silent),
        Group("open", _("Others that are open")),
        Group("closed", _("Completed or not pursued")),
    ]
    by_code = {group.code: group for group in groups}
    for action in actions:
        by_code[_group(action, since)].actions.append(action)
    return groups


def _group(action: FollowUpAction, since: PartialDate | None) -> str:
    if action.status in CLOSED:
        return "closed"
    if action.overdue:
        return "late"
    last = (today().first_day + SOON).isoformat()
    if action.due_on and action.due_on <= last:
        return "soon"
    reported = action.last_reported
    is_silent = reported is None or (since is not None and str(reported) < str(since))
    return "silent" if is_silent else "open"
