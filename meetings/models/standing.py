"""Where actions and outcomes stand on a date: derived in the database from what was reported in public until then.

Nothing of it is stored, so that it cannot disagree with the reports. Each derivation is one set of rows that is joined,
however many outcomes there are (docs/decisions/0024). `as_at` is a date as text ("2016-10-04"), None for today; what is
dated by a year or month alone counts from the first day that it may mean.
"""

from typing import Any

from django.apps import apps
from django.db.models import BooleanField, Case, CharField, F, Max, Min, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, NullIf
from django.db.models.sql.constants import LOUTER
from django_cte import CTE, with_cte

from groundwork.partial_dates import PartialDateField, today
from meetings.status import CLOSED, NO_REPORT, NOT_STATED, Status


def rows_until(model: str, as_at: str | None, date: str = "date") -> QuerySet:
    """The published rows of a model of this app, dated on or before the date; undated ones are there only today."""
    rows = apps.get_model("meetings", model).objects.published()
    return rows.filter(**{f"{date}__lte": as_at}) if as_at else rows


def newest_of_each(owner: str, rows: QuerySet, *columns: str, date: str = "date") -> CTE:
    """Of each owner the row dated last, of those the one written last; what has no date comes before all of it."""
    last = rows.order_by(owner, F(date).desc(nulls_last=True), "-pk").distinct(owner).values(owner, *columns)
    return CTE(last, name=f"newest_{rows.model._meta.model_name}")


def joined(rows: QuerySet, owner: str, *sets: CTE) -> Any:
    """The rows, each beside what a set says of it, if that says anything."""
    for one in sets:
        rows = one.join(rows, pk=getattr(one.col, owner), _join_type=LOUTER)
    return with_cte(*sets, select=rows)


def of_actions(actions: Any, as_at: str | None) -> Any:
    """Annotates status ("" where the last report states none, else a code), last_reported, due_on (text)
    and overdue.
    """
    reports = newest_of_each("action", rows_until("ProgressUpdate", as_at), "status", "date")
    deadlines = rows_until("Deadline", as_at, "set_on").with_last_day()
    deadlines = newest_of_each("action", deadlines, "last_day", date="set_on")
    return joined(actions, "action", reports, deadlines).annotate(
        status=Coalesce(reports.col.status, Value(NO_REPORT)),
        last_reported=reports.col.date,
        due_on=deadlines.col.last_day,
        overdue=is_overdue(as_at),
    )


def is_overdue(as_at: str | None) -> Case:
    """After status and due_on: the day has passed, and nobody reported that the work is over."""
    passed = Q(due_on__lt=as_at or str(today()))
    return Case(When(passed & ~Q(status__in=CLOSED), then=True), default=False, output_field=BooleanField())


def of_outcomes(outcomes: Any, as_at: str | None) -> Any:
    """Annotates status (a code of WORDS), override (None where none stands), last_reported (of reports and events),
    due_on (text), overdue.

    An action stands where its last report says. Of several actions: the one status they share; else ongoing, as some
    are further than others. An action whose last report states no status leaves it to the others. An event that names
    the outcome counts where it is later than every report. An override, with its reason, counts before all of it.
    """
    work, events, overrides = _work(as_at), _events(as_at), _overrides(as_at)
    beside = joined(outcomes, "outcome", work, events, overrides).alias(
        least=work.col.least,
        most=work.col.most,
        reported_on=work.col.reported_on,
        event=events.col.pk,
        event_on=events.col.date,
        event_status=NullIf(events.col.status, Value("")),
    )
    return beside.annotate(
        override=NullIf(overrides.col.status, Value("")),
        status=Coalesce("override", _derived(), output_field=CharField()),
        last_reported=Greatest("reported_on", "event_on", output_field=PartialDateField()),
        due_on=work.col.due_on,
        overdue=is_overdue(as_at),
    )


def _derived() -> Case:
    event_is_later = Q(event_on__gt=F("reported_on")) | Q(reported_on=None)
    return Case(
        When(reported_on=None, event=None, then=Value(NO_REPORT)),
        When(event_is_later, then=Coalesce("event_status", Value(NOT_STATED))),
        When(least=None, then=Value(NOT_STATED)),
        When(least=F("most"), then=F("least")),
        default=Value(Status.ONGOING),
        output_field=CharField(),
    )


def _work(as_at: str | None) -> CTE:
    """By outcome, of the actions that answer it: the first and last of the statuses stated, in the order of the
    alphabet; the date of the last report; the day on which the first of those that are open is due.
    """
    stated, is_open = Q(status__in=Status), ~Q(status__in=CLOSED)
    actions = of_actions(apps.get_model("meetings", "FollowUpAction").objects.published(), as_at)
    by_outcome = actions.filter(answers__isnull=False).order_by().values(outcome=F("answers__outcome"))
    rows = by_outcome.annotate(
        least=Min("status", filter=stated),
        most=Max("status", filter=stated),
        reported_on=Max("last_reported"),
        due_on=Min("due_on", filter=is_open),
    )
    return CTE(rows, name="work")


def _events(as_at: str | None) -> CTE:
    """The last event that names an outcome."""
    events = rows_until("FollowUpEvent", as_at).exclude(outcome=None)
    return newest_of_each("outcome", events, "pk", "status", "date")


def _overrides(as_at: str | None) -> CTE:
    return newest_of_each("outcome", rows_until("StatusOverride", as_at), "status")
