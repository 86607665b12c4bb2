"""Where actions and outcomes stand on a date: derived in the database from what was reported in public until then.

Nothing of it is stored, so that it cannot disagree with the reports. `as_at` is a date as text ("2016-10-04"), None for
today; what is dated by a year or month alone counts from the first day that it may mean.
"""

from typing import Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Case, CharField, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, NullIf

from groundwork.partial_dates import PartialDateField, today
from meetings.status import CLOSED, NO_REPORT, NOT_STATED


def rows_until(model: str, as_at: str | None, date: str = "date") -> QuerySet:
    """The published rows of a model of this app, dated on or before the date; undated ones are there only today."""
    rows = apps.get_model("meetings", model).objects.published()
    return rows.filter(**{f"{date}__lte": as_at}) if as_at else rows


def of_actions(actions: Any, as_at: str | None) -> Any:
    """Annotates status ("" where the last report states none, else a code), last_reported, due_on (text)
    and overdue.
    """
    reports = rows_until("ProgressUpdate", as_at).filter(action=OuterRef("pk")).order_by("-date", "-pk")
    deadlines = rows_until("Deadline", as_at, "set_on").filter(action=OuterRef("pk")).newest().with_last_day()
    return actions.annotate(
        status=Coalesce(Subquery(reports.values("status")[:1]), Value(NO_REPORT)),
        last_reported=Subquery(reports.values("date")[:1], output_field=PartialDateField()),
        due_on=Subquery(deadlines.values("last_day")[:1]),
        overdue=is_overdue(as_at),
    )


def is_overdue(as_at: str | None) -> Case:
    """After status and due_on: the day has passed, and nobody reported that the work is over."""
    passed = Q(due_on__lt=as_at or str(today()))
    return Case(When(passed & ~Q(status__in=CLOSED), then=True), default=False, output_field=BooleanField())


def of_outcomes(outcomes: Any, as_at: str | None) -> Any:
    """Annotates status (a code of WORDS), last_reported (of reports and events), due_on (text), overdue.

    An action stands where its last report says. Of several actions: the one status they share; else ongoing, as some
    are further than others. An action whose last report states no status leaves it to the others. An event that names
    the outcome counts where it is later than every report. An override, with its reason, counts before all of it.
    """
    actions = apps.get_model("meetings", "FollowUpAction").objects.published().filter(outcomes=OuterRef("pk"))
    standing = of_actions(actions, as_at)
    reports = rows_until("ProgressUpdate", as_at).filter(action__outcomes=OuterRef("pk")).order_by("-date")
    events = rows_until("FollowUpEvent", as_at).filter(outcome=OuterRef("pk")).order_by("-date", "-pk")
    overrides = rows_until("StatusOverride", as_at).filter(outcome=OuterRef("pk")).order_by("-date", "-pk")
    stated = standing.exclude(status__in=("", NO_REPORT)).order_by("status")
    due = standing.exclude(status__in=CLOSED).exclude(due_on=None).order_by("due_on")
    return outcomes.annotate(
        override=Subquery(overrides.values("status")[:1]),
        reported_on=Subquery(reports.values("date")[:1], output_field=CharField()),
        event_on=Subquery(events.values("date")[:1], output_field=CharField()),
        event_status=Subquery(events.values("status")[:1]),
        last_reported=Greatest("reported_on", "event_on", output_field=PartialDateField()),
        status=Coalesce(NullIf("override", Value("")), _derived(stated), output_field=CharField()),
        due_on=Subquery(due.values("due_on")[:1]),
        overdue=is_overdue(as_at),
    )


class Agreed(Func):
    """Of an array of statuses the one that all share, else ongoing; the array is evaluated once."""

    template = (  # in the codes of NOT_STATED and Status.ONGOING
        "(SELECT CASE count(DISTINCT one) WHEN 0 THEN 'not_stated' WHEN 1 THEN min(one) ELSE 'ongoing' END "
        "FROM unnest(%(expressions)s) AS one)"
    )
    output_field = CharField()


def _derived(stated: QuerySet) -> Case:
    event_is_later = Q(event_on__gt=Coalesce("reported_on", Value("")))
    return Case(
        When(last_reported=None, then=Value(NO_REPORT)),
        When(event_is_later, then=Coalesce(NullIf("event_status", Value("")), Value(NOT_STATED))),
        default=Agreed(ArraySubquery(stated.values("status"))),
        output_field=CharField(),
    )
