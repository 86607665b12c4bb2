import datetime as dt
import re

import pytest
import vobject
from django.utils.translation import override
from icalendar import Calendar

from meetings.calendars import calendar_of, days_of
from tests.factories.meetings import DeadlineFactory, FollowUpActionFactory, MeetingFactory, OutcomeFactory
from tests.factories.sectors import BranchFactory, SectorFactory

pytestmark = pytest.mark.django_db
LINE = re.compile(rb"[A-Z][A-Z0-9-]*(;[A-Z-]+=[^;:]+)*:.*", re.DOTALL)


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining")


def events_of(content):
    return Calendar.from_ical(content).walk("VEVENT")


def events_at(client, address):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return events_of(response.content)


def check_rfc_5545(content):
    """What the standard demands and the library lets pass: line ends, octets in a line, required properties, once."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not any(b"\n" in line or b"\r" in line for line in lines)  # 3.1
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # never folded inside a character
    whole = content.replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    assert all(LINE.fullmatch(line) for line in whole)
    assert (whole[0], whole[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    names = [re.match(rb"[A-Z-]+", line)[0] for line in whole]
    head = names[: names.index(b"BEGIN", 1)] if b"BEGIN" in names[1:] else names
    assert (head.count(b"PRODID"), head.count(b"VERSION"), names.count(b"METHOD")) == (1, 1, 0)
    assert b"VERSION:2.0" in whole
    for event in content.split(b"BEGIN:VEVENT")[1:]:
        for name in (b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SUMMARY", b"URL"):
            assert len(re.findall(rb"\r\n%s[;:]" % name, event)) == 1
        assert re.search(rb"\r\nDTSTAMP:\d{8}T\d{6}Z\r\n", event)
        assert re.search(rb"\r\nDTSTART;VALUE=DATE:\d{8}\r\n", event)


def test_calendar_keeps_to_the_standard(client, mining):
    MeetingFactory(title="Réunion; d’experts, poussière \\ et\nétain " * 8, place="Genève, Suisse", sectors=[mining])
    MeetingFactory(title="A\x02\x1fB", start="2006-05-01", end="2006-05-05")
    content = client.get("/meetings/calendar.ics").content
    check_rfc_5545(content)
    assert "AB" in {str(event["SUMMARY"]) for event in events_of(content)}


def test_check_of_the_standard_can_fail(client):
    """The control: the library alone writes an event without UID."""
    MeetingFactory()
    content = client.get("/meetings/calendar.ics").content
    for spoilt in (
        re.sub(rb"UID:[^\r]+\r\n", b"", content),
        content.replace(b"\r\n", b"\n"),
        content.replace(b"SUMMARY", b"SUMMARY;X-A=" + b"a" * 75),
        content.replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"),
    ):
        with pytest.raises(AssertionError):
            check_rfc_5545(spoilt)


def read_by_another_program(content: bytes) -> dict[str, tuple]:
    """Title: first day, and the day after the last, as vobject reads and validates what icalendar wrote."""
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    events = calendar.contents.get("vevent", [])
    return {event.summary.value: (event.dtstart.value, event.dtend.value) for event in events}


def test_another_program_reads_the_same_days_and_no_invented_one(client, mining):
    title = "Réunion; d’experts, poussière \\ étain " * 6
    MeetingFactory(title=title, start="2024-02-28", end="2024-02-29", sectors=[mining])
    MeetingFactory(title="One day", start="1999-12-31")
    for start, end in (("2024-02", None), ("2024", "2024-03-01"), ("2024-03-01", "2024-04"), (None, None)):
        MeetingFactory(title=f"Not to the day: {start}, {end}", start=start, end=end, sectors=[mining])
    two_days, one_day = (dt.date(2024, 2, 28), dt.date(2024, 3, 1)), (dt.date(1999, 12, 31), dt.date(2000, 1, 1))
    found = read_by_another_program(client.get("/meetings/calendar.ics").content)
    assert found == {title.strip(): two_days, "One day": one_day}
    found = read_by_another_program(client.get("/sectors/mining/calendar.ics").content)
    assert found == {title.strip(): two_days}
    with pytest.raises(vobject.base.ValidateError):
        read_by_another_program(re.sub(rb"UID:[^\r]+\r\n", b"", client.get("/meetings/calendar.ics").content))


def test_event_says_what_the_meeting_is(client, mining):
    meeting = MeetingFactory(
        title="On dust", start="2017-09-18", end="2017-09-22", place="Geneva", sectors=[mining], kind="symposium"
    )
    (event,) = events_at(client, f"/meetings/{meeting.slug}/calendar.ics")
    assert event["DTSTART"].dt == dt.date(2017, 9, 18)
    assert event["DTEND"].dt == dt.date(2017, 9, 23)  # exclusive
    assert event["DTSTAMP"].dt == meeting.updated_at.replace(microsecond=0)
    assert str(event["URL"]) == f"http://testserver{meeting.get_absolute_url()}"
    assert str(event["LOCATION"]) == "Geneva"
    assert [str(word) for word in event["CATEGORIES"].cats] == ["Symposium", "Mining"]
    assert (str(event["SUMMARY"]), event["SUMMARY"].params["LANGUAGE"]) == ("On dust", "en")


def test_uid_outlives_address_language_and_calendar(client, mining):
    meeting = MeetingFactory(slug="before", sectors=[mining])
    addresses = ["/meetings/calendar.ics", "/es/meetings/calendar.ics", "/sectors/mining/calendar.ics"]
    uids = {str(event["UID"]) for address in addresses for event in events_at(client, address)}
    meeting.slug = "after"
    meeting.save()
    uids |= {str(event["UID"]) for event in events_at(client, "/fr/meetings/after/calendar.ics")}
    assert len(uids) == 1


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-05-06", None, ("2024-05-06", "2024-05-06")),
        ("2024-05-06", "2024-05-08", ("2024-05-06", "2024-05-08")),
        ("2024-05", None, None),
        ("2024", "2024", None),
        ("2024-05-06", "2024-06", None),
        (None, "2024-05-06", None),
        (None, None, None),
        ("2024-05-06", "2024-05-01", None),
    ],
)
def test_no_day_is_invented(start, end, days):
    expected = tuple(dt.date.fromisoformat(day) for day in days) if days else None
    assert days_of(MeetingFactory.build(start=start, end=end)) == expected


def test_calendar_says_how_many_meetings_it_leaves_out(client):
    MeetingFactory(start="2024-05-06")
    MeetingFactory(start="2024")
    assert len(events_at(client, "/meetings/calendar.ics")) == 1
    calendar = Calendar.from_ical(client.get("/meetings/calendar.ics").content)
    assert str(calendar["DESCRIPTION"]).startswith("1 meeting is left out")
    MeetingFactory(start=None)
    calendar = Calendar.from_ical(client.get("/meetings/calendar.ics").content)
    assert str(calendar["DESCRIPTION"]).startswith("2 meetings are left out")


def test_calendar_of_a_sector_holds_its_branches_and_nothing_else(client, mining):
    MeetingFactory(title="Of coal", sectors=[BranchFactory(parent=mining)])
    MeetingFactory(title="Of elsewhere")
    assert [str(event["SUMMARY"]) for event in events_at(client, "/sectors/mining/calendar.ics")] == ["Of coal"]


def test_calendar_obeys_the_filters_of_the_list_and_refuses_what_is_unknown(client, mining):
    MeetingFactory(title="Of mining", sectors=[mining])
    MeetingFactory(title="Of elsewhere")
    events = events_at(client, "/meetings/calendar.ics?sector=mining&year_from=2000")
    assert [str(event["SUMMARY"]) for event in events] == ["Of mining"]
    refused = client.get("/meetings/calendar.ics?sector=alchemy")
    assert refused.status_code == 400
    assert "alchemy" in refused.text
    assert client.get("/meetings/calendar.ics?year_from=abc").status_code == 400


def test_list_leads_to_the_calendar_of_what_it_shows(client, mining):
    for _ in range(21):
        MeetingFactory(sectors=[mining])
    body = client.get("/meetings/?sector=mining&sector=alchemy&year_from=2000&page=2").text
    address = re.search(r'href="(/meetings/calendar\.ics[^"]*)"', body)[1].replace("&amp;", "&")
    assert len(events_at(client, address)) == 21


def test_drafts_are_in_no_calendar_whoever_asks(client_of, user_with, mining):
    draft = MeetingFactory(draft=True, sectors=[mining])
    editor = client_of(user_with("editor"))
    assert events_at(editor, "/meetings/calendar.ics") == []
    assert events_at(editor, "/sectors/mining/calendar.ics") == []
    assert editor.get(f"/meetings/{draft.slug}/calendar.ics").status_code == 404
    assert "calendar.ics" not in editor.get(draft.get_absolute_url()).text


def test_meeting_without_days_has_no_calendar(client):
    meeting = MeetingFactory(start="2024")
    assert client.get(f"/meetings/{meeting.slug}/calendar.ics").status_code == 404
    assert "calendar.ics" not in client.get(meeting.get_absolute_url()).text
    dated = MeetingFactory(start="2024-05-06")
    assert f"/meetings/{dated.slug}/calendar.ics" in client.get(dated.get_absolute_url()).text


def test_last_day_of_all_is_no_failure(client):
    (event,) = (MeetingFactory(start="9999-12-31"), events_at(client, "/meetings/calendar.ics"))[1]
    assert event["DTSTART"].dt == dt.date.max
    assert "DTEND" not in event


def test_names_of_the_calendar_are_escaped(client):
    SectorFactory(slug="sea", name="Shipping; ports, fisheries")
    content = client.get("/sectors/sea/calendar.ics").content
    for line in (b"NAME", b"X-WR-CALNAME"):
        assert b"\r\n%s:Shipping\\; ports\\, fisheries: meetings\r\n" % line in content


def test_calendar_speaks_the_active_language():
    meeting = MeetingFactory(title_en="On dust", title_fr="Sur les poussières", kind="workshop", place="", online=True)
    with override("fr"):
        content = calendar_of([meeting], name="SECTOR", address=lambda meeting: "https://portal.test/")
    (event,) = events_of(content)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Sur les poussières", "En ligne")
    assert b"PRODID:-//SECTOR//Sector Portal//FR" in content


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_asks_a_constant_number_of_queries(client, mining, rows, django_assert_max_num_queries):
    for _ in range(rows):
        MeetingFactory(sectors=[mining, BranchFactory(parent=mining)])
    with django_assert_max_num_queries(7):
        client.get("/meetings/calendar.ics")


@pytest.mark.django_db(transaction=True)
def test_unchanged_calendar_is_not_sent_again(client):
    MeetingFactory()
    tag = client.get("/meetings/calendar.ics")["ETag"]
    assert client.get("/meetings/calendar.ics", headers={"If-None-Match": tag}).status_code == 304
    assert client.post("/meetings/calendar.ics").status_code == 405


def test_due_dates_are_those_known_to_the_day_each_once_and_of_the_deadline_that_stands(client):
    first, other = OutcomeFactory(text="Dust; should\nbe measured."), OutcomeFactory()
    action = FollowUpActionFactory(outcomes=[first, other])
    DeadlineFactory(action=action, date="2019-05-01", set_on="2018")
    DeadlineFactory(action=action, date="2030-05-01", set_on="2019")
    meeting = MeetingFactory(start="2031-02-03", end="2031-02-05")
    DeadlineFactory(action=FollowUpActionFactory(outcomes=[other]), date=None, meeting=meeting)
    DeadlineFactory(action=FollowUpActionFactory(outcomes=[other]), date="2032-01")
    DeadlineFactory(action=FollowUpActionFactory(outcomes=[other], draft=True), date="2033-01-01")
    content = client.get("/follow-up/calendar.ics").content
    check_rfc_5545(content)
    assert sorted(event["DTSTART"].dt.isoformat() for event in events_of(content)) == ["2030-05-01", "2031-02-03"]
    assert b"1 deadline is left out" in content.replace(b"\r\n ", b"")
    (event,) = events_at(client, f"/follow-up/{first.pk}/calendar.ics")
    assert "Dust; should" in event["SUMMARY"]
    assert event["URL"].endswith(first.get_absolute_url())
    assert client.get("/follow-up/999999/calendar.ics").status_code == 404
    assert client.get("/follow-up/calendar.ics?status=nope").status_code == 400
