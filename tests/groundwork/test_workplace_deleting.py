"""What stands in the way of a deletion is told by its number, with names that lead to where it is mended."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundwork.workplace.deleting import NAMED
from tests.factories.meetings import DocumentFactory, MeetingFactory
from tests.factories.research import ThemeTagFactory
from tests.factories.sectors import ThemeFactory


def test_what_protects_a_row_is_counted_and_named_in_as_many_queries_as_ever(db, user_with, client_of):
    client = client_of(user_with("administrator"))
    asked = []
    for number in (1, NAMED + 2):
        meeting = MeetingFactory()
        DocumentFactory.create_batch(number, meeting=meeting, title="Report <one>")
        address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).text
        asked.append(len(queries))
        assert f"Documents: {number}" in page
        assert page.count("Report &lt;one&gt;</a>") == min(number, NAMED)
        client.post(address, {"post": "yes"})
        meeting.refresh_from_db()
    assert asked[0] == asked[1]


def test_theme_of_many_publications_is_not_deleted_and_none_of_them_is_read(db, user_with, client_of):
    theme = ThemeFactory()
    ThemeTagFactory.create_batch(3, theme=theme)
    address = reverse("admin:sectors_theme_delete", args=[theme.pk])
    page = client_of(user_with("administrator")).post(address, {"post": "yes"}).text
    assert "tags: 3" in page
    assert "ThemeTag object" not in page
    theme.refresh_from_db()
