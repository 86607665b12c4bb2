"""Meetings and due dates as iCalendar (RFC 5545), for the calendar programs of those who follow them."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Model
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from groundwork.cleaning import clean_line
from groundwork.permanent_ids import id_of
from groundwork.translated import shown_language
from meetings.models import Deadline, Meeting, Outcome

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_SUMMARY = 20  # words
ASK_AGAIN = dt.timedelta(days=1)


class Days(NamedTuple):
    first: dt.date
    last: dt.date


def days_of(meeting: Meeting) -> Days | None:
    """Its first and last day; None unless both are known to the day and in order, as no day is invented."""
    first, last = meeting.start, meeting.end or meeting.start
    if not (first and last and first.is_exact and last.is_exact and first <= last):
        return None
    return Days(first.first_day, last.last_day)


def calendar_of(meetings: Iterable[Meeting], *, name: str, address: Callable[[Meeting], str]) -> bytes:
    """A calendar of the meetings (with_parts) whose days are known; its description says how many others there are.

    `address` gives the absolute address of a meeting. Without any event it stays a calendar that can be subscribed to.
    """
    rows = [(meeting, days_of(meeting)) for meeting in meetings]
    events = [_event(meeting, days, address(meeting)) for meeting, days in rows if days]
    left_out = len(rows) - len(events)
    count = ngettext(
        "%(count)d meeting is left out, because its days are not on record.",
        "%(count)d meetings are left out, because their days are not on record.",
        left_out,
    )
    return _calendar(events, name, count % {"count": left_out} if left_out else _("All meetings are listed."))


def days_due(deadline: Deadline) -> Days | None:
    """The day, or the days of the meeting; None unless they are known to the day, and for a condition."""
    if deadline.meeting:
        return days_of(deadline.meeting)
    day = deadline.date
    return Days(day.first_day, day.last_day) if day and day.is_exact else None


def calendar_of_deadlines(outcomes: Iterable[Outcome], *, name: str, address: Callable[[Outcome], str]) -> bytes:
    """A calendar of when the actions about outcomes (with_due) are due; each deadline once, at the first of them."""
    first = {deadline.pk: (deadline, one) for one in reversed(list(outcomes)) for deadline in one.deadlines}
    rows = [(deadline, outcome, days_due(deadline)) for deadline, outcome in first.values()]
    events = [_due(deadline, outcome, days, address(outcome)) for deadline, outcome, days in rows if days]
    left_out = len(rows) - len(events)
    count = ngettext(
        "%(count)d deadline is left out, because its day is not on record.",
        "%(count)d deadlines are left out, because their days are not on record.",
        left_out,
    )
    return _calendar(events, name, count % {"count": left_out} if left_out else _("All deadlines are listed."))


def _calendar(events: list[Event], name: str, description: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//SECTOR//Sector Portal//{(get_language() or 'en').upper()}")
    calendar.add("version", "2.0")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})  # RFC 7986, as are the next two
    for properties, text in ((("name", "x-wr-calname"), name), (("description", "x-wr-caldesc"), description)):
        for known_as in properties:
            calendar.add(known_as, vText(clean_line(text)))  # said, as the library knows no type of an X- property
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _event(meeting: Meeting, days: Days, address: str) -> Event:
    event = _all_day(meeting, days, meeting.updated_at, address)
    event.add("summary", clean_line(meeting.title), parameters={"LANGUAGE": shown_language(meeting, "title")})
    if place := clean_line(meeting.place) or (_("Online") if meeting.online else ""):
        event.add("location", place)
    sectors = [_("All sectors")] if meeting.all_sectors else [sector.name for sector in meeting.sectors.all()]
    event.add("categories", [clean_line(str(word)) for word in (meeting.get_kind_display(), *sectors)])
    return event


def _due(deadline: Deadline, outcome: Outcome, days: Days, address: str) -> Event:
    event = _all_day(deadline, days, outcome.updated_at, address)
    text = Truncator(clean_line(outcome.text)).words(LONGEST_SUMMARY)
    event.add("summary", _("Due: %(what)s") % {"what": text}, parameters={"LANGUAGE": shown_language(outcome, "text")})
    event.add("description", clean_line(f"{outcome.origin.title} {outcome.number}".strip()))
    return event


def _all_day(row: Model, days: Days, changed: dt.datetime, address: str) -> Event:
    event = Event()
    event.add("uid", str(id_of(row)))
    event.add("dtstamp", changed.astimezone(dt.UTC))  # without METHOD: when it was last changed
    event.add("dtstart", days.first)
    if days.last < dt.date.max:
        event.add("dtend", days.last + dt.timedelta(days=1))  # the day after
    event.add("url", address)
    return event
