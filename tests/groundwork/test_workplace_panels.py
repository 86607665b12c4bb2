"""The dashboard's lists: my sectors, what is due for review, what my unit is to do, recent changes."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.access.forms import form_data
from tests.access.samples import action, unit_of
from tests.factories.meetings import DeadlineFactory
from tests.factories.sectors import BranchFactory, InstrumentFactory, SectorFactory, SectorPageFactory

INDEX = reverse("admin:index")
pytestmark = pytest.mark.django_db
LATE = dt.date(2020, 1, 1)


@pytest.fixture
def mining():
    return SectorFactory(name="Mining")


@pytest.fixture
def specialist(user_with, client_of, mining):
    return client_of(user_with("specialist", teams=[mining], unit=unit_of(mining), name="Ana"))


def lines(client, name):
    return [line for panel in client.get(INDEX).context["panels"] if panel.name == name for line in panel.lines]


def at(item):
    return reverse(f"admin:{item._meta.app_label}_{item._meta.model_name}_change", args=[item.pk])


def test_my_sectors_are_those_of_my_teams(specialist, mining):
    page = SectorPageFactory(sector=mining)
    SectorPageFactory()
    assert [(line.text, line.url) for line in lines(specialist, "sectors")] == [("Mining", at(page))]


def test_what_is_due_for_review_is_reviewed_in_one_click(specialist, mining):
    page = SectorPageFactory(sector=mining, review_by=LATE)
    SectorPageFactory(review_by=LATE)
    InstrumentFactory(sectors=[mining], review_by=LATE)  # a specialist may not change it
    soon = timezone.localdate() + dt.timedelta(days=400)
    SectorPageFactory(sector=BranchFactory(parent=mining), review_by=soon)
    (line,) = lines(specialist, "reviews")
    assert (line.text, line.late) == ("Mining", True)
    assert line.note == "sector page, overdue since 2020-01-01"
    assert specialist.post(line.review_url, {"_reviewed": "index"}).url == INDEX
    page.refresh_from_db()
    assert page.reviewed_on == timezone.localdate()
    assert lines(specialist, "reviews") == []


def test_what_my_unit_is_to_do_leads_to_the_report(specialist, mining):
    due = action(mining, draft=False)
    DeadlineFactory(action=due, date="2020-01")
    (line,) = lines(specialist, "unit")
    assert (line.url, line.late) == (reverse("admin:meetings_report", args=[due.pk]), True)


def test_recent_changes_are_those_of_rows_that_one_may_change(specialist, client_of, user_with, mining):
    page, other = SectorPageFactory(sector=mining), SectorPageFactory()
    editor = client_of(user_with("editor", name="Ed"))
    for one in (page, other):
        editor.post(at(one), form_data(editor.get(at(one))) | {"summary_en": "Changed"})
    recent = specialist.get(INDEX).context["recent"]
    assert [(change["name"], change["by"], change["url"]) for change in recent] == [("Mining", "Ed", at(page))]
    assert len(editor.get(INDEX).context["recent"]) == 2


def test_number_of_queries_does_not_grow(specialist, mining, django_assert_num_queries):
    def more() -> None:
        for _ in range(2):
            SectorPageFactory(sector=BranchFactory(parent=mining), review_by=LATE)
            DeadlineFactory(action=action(mining, draft=False), date="2020-01")

    more()
    page = SectorPageFactory(sector=mining)
    specialist.post(at(page), form_data(specialist.get(at(page))) | {"summary_en": "Changed"})
    specialist.get(INDEX)
    with CaptureQueriesContext(connection) as few:
        specialist.get(INDEX)
    more()
    with django_assert_num_queries(len(few)):
        specialist.get(INDEX)
