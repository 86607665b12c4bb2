"""What a meeting's page shows around its outcomes."""

from operator import itemgetter

import pytest

from meetings.models import DocumentFile
from meetings.papers import links_of, papers_of, record_of, sides_of
from meetings.services import add_version
from tests.factories.accounts import UnitFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import (
    AgendaItemFactory,
    DocumentFactory,
    DocumentFileFactory,
    MeetingFactory,
    MeetingSeriesFactory,
    ParticipantFactory,
)
from tests.factories.research import PublicationFactory
from tests.factories.sectors import InstrumentFactory
from tests.groundwork.uploads.documents import PDF, upload

pytestmark = pytest.mark.django_db


def paper(document):
    return papers_of(type(document).objects.filter(pk=document.pk).with_files(None))[0]


def test_paper_has_a_cell_for_each_language_and_keeps_its_earlier_versions():
    document = DocumentFactory(kind="note", symbol="TMIMF/2017/10", pages=42)
    for name in ("first.pdf", "second.pdf"):
        add_version(DocumentFile(document=document, language="en"), upload=upload(PDF, name))
    DocumentFileFactory(document=document, language="fr", url="https://www.ilo.org/fr.pdf")
    DocumentFileFactory(document=document, language="ru", url="https://docslib.org/1")
    shown = paper(document)
    assert shown["kind"] == "Note on the proceedings, TMIMF/2017/10, 42 pages"
    assert [(file["label"], file["hreflang"]) for file in shown["files"]] == [
        ("English PDF", "en"),
        ("French (ilo.org)", "fr"),
    ]
    assert [file["label"] for file in shown["earlier"]] == ["English PDF, version 1"]
    assert [shown["unlinked"], shown["missing"]] == [["Russian"], ["Spanish"]]


def test_paper_that_nobody_has_seen_says_nothing_of_languages():
    shown = paper(DocumentFactory())
    assert [shown["files"], shown["unlinked"], shown["missing"]] == [[], [], []]


def test_paper_names_its_agenda_item_unit_country():
    meeting = MeetingFactory()
    report = DocumentFactory(
        meeting=meeting,
        agenda_item=AgendaItemFactory(meeting=meeting, number="2", title="Wages"),
        author_unit=UnitFactory(code="NORMES"),
        area=AreaFactory(name="Ghana"),
    )
    assert paper(report)["notes"] == ["Agenda item: 2 Wages", "By NORMES", "Ghana"]


def test_related_papers_are_linked_both_ways_across_meetings_too(client):
    report, far = DocumentFactory(symbol="R/1"), DocumentFactory(symbol="GB.1")
    sibling = DocumentFactory(symbol="R/2", meeting=report.meeting)
    for hidden in (
        DocumentFactory(symbol="GB.2", visibility="staff"),
        DocumentFactory(symbol="GB.3", draft=True),
        DocumentFactory(symbol="GB.4", meeting=MeetingFactory(draft=True)),
    ):
        report.related.add(hidden)
    report.related.add(sibling, far)
    address = far.meeting.get_absolute_url()
    assert sorted(paper(report)["related"], key=itemgetter("text")) == [
        {"text": "GB.1", "url": f"{address}#document-{far.pk}", "where": far.meeting.title},
        {"text": "R/2", "url": f"#document-{sibling.pk}", "where": ""},
    ]
    (back,) = paper(far)["related"]
    assert back["url"] == f"{report.meeting.get_absolute_url()}#document-{report.pk}"
    assert f'id="document-{report.pk}"' in client.get(report.meeting.get_absolute_url()).text


def test_groups_come_in_their_order_with_women_and_men():
    meeting = MeetingFactory()
    for group, sex in (("workers", "f"), ("observers", ""), ("government", "m"), ("workers", "")):
        ParticipantFactory(meeting=meeting, group=group, sex=sex)
    sides = sides_of(meeting.participants.all(), None)
    assert [(side.heading, len(side.people), side.number, side.balance) for side in sides] == [
        ("Governments", 1, 1, "0 women, 1 man"),
        ("Workers", 2, 2, "1 woman, 0 men, 1 not stated"),
        ("Observers", 1, 1, ""),
    ]


@pytest.mark.parametrize(
    ("shown_to", "counts"),
    [("staff", [1, 1, 2]), ("participants", [1, 2, 2]), ("public", [2, 2, 2])],
)
def test_balance_is_told_without_names_to_whom_the_meeting_says(client_of, user_with, shown_to, counts):
    """To anyone, to somebody on the list, to who keeps it."""
    meeting = MeetingFactory(balance_visibility=shown_to)
    member, editor = user_with(), user_with("editor")
    ParticipantFactory(meeting=meeting, group="workers", sex="f", organisation="Open union")
    ParticipantFactory(
        meeting=meeting, group="workers", sex="m", name="Hidden Name", organisation="", user=member, visibility="staff"
    )
    ParticipantFactory(meeting=MeetingFactory(balance_visibility=shown_to, draft=True), user=member, group="workers")
    found = [sides_of(meeting.participants.all(), user)[0] for user in (None, member, editor)]
    assert [side.number for side in found] == counts
    assert [len(side.people) for side in found] == [1, 1, 2]
    assert "Hidden Name" not in client_of(member).get(meeting.get_absolute_url()).text


def test_record_holds_what_is_public_and_its_links_name_the_parts_that_are_there():
    meeting = MeetingFactory(series=MeetingSeriesFactory())
    other = MeetingFactory(series=meeting.series)
    MeetingFactory(series=meeting.series, draft=True)
    for draft in (True, False):
        meeting.instruments.add(InstrumentFactory(draft=draft))
        meeting.publications.add(PublicationFactory(draft=draft))
    DocumentFactory(meeting=meeting, kind="slides", title="Slides")
    DocumentFactory(meeting=meeting, kind="country-input", title="Input")
    record = record_of(meeting, None)
    assert [len(record["instruments"]), len(record["research"]), record["in_series"]] == [1, 1, [other]]
    assert [[row["title"] for row in record[name]] for name in ("documents", "inputs", "recordings")] == [
        [],
        ["Input"],
        ["Slides"],
    ]
    assert [link["anchor"] for link in links_of(record, has_outcomes=False)] == [
        *("outcomes", "inputs", "recordings", "instruments", "series")
    ]
