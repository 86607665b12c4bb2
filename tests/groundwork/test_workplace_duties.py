"""What waits for a person in the workplace: each number is that of the list it leads to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundwork.publishing import PublishingState
from tests.factories.accounts import RegistrationFactory
from tests.factories.groundwork import LinkCheckFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.sectors import EnquiryFactory, InstrumentFactory, PartnerFactory, SectorFactory, SectorPageFactory

INDEX = reverse("admin:index")
pytestmark = pytest.mark.django_db


def tiles(client) -> dict[tuple[str, str], dict]:
    return {(tile["kind"], tile["name"]): tile for tile in client.get(INDEX).context["waiting"]}


@pytest.fixture
def mining():
    return SectorFactory()


@pytest.fixture
def drafts(mining):
    """A draft and a text to review in a sector, and the same in another."""
    for sector in (mining, SectorFactory()):
        MeetingFactory(sectors=[sector], draft=True)
        SectorPageFactory(sector=sector, state=PublishingState.IN_REVIEW, published_at=None)


@pytest.mark.parametrize("role", ["specialist", "editor", "administrator", "contributor", "assessor"])
@pytest.mark.usefixtures("drafts")
def test_each_number_is_that_of_its_list(user_with, client_of, mining, role):
    RegistrationFactory.create_batch(2)
    EnquiryFactory.create_batch(3)
    SectorPageFactory(sector=SectorFactory(), review_by="2020-01-01")
    PartnerFactory(url="https://www.example.org/gone", sectors=[mining])
    LinkCheckFactory(url="https://www.example.org/gone", broken=True)
    PartnerFactory(url="https://www.example.org/endless", sectors=[mining])
    LinkCheckFactory(url="https://www.example.org/endless", outcome="oversize")
    client = client_of(user_with(role, teams=[mining]))
    for tile in client.get(INDEX).context["waiting"]:
        assert client.get(tile["url"]).context["cl"].result_count == tile["count"], tile


@pytest.mark.usefixtures("drafts")
def test_specialists_see_the_drafts_of_their_sectors(user_with, client_of, mining):
    waiting = tiles(client_of(user_with("specialist", teams=[mining])))
    assert {key: tile["count"] for key, tile in waiting.items()} == {("meeting", "drafts"): 1}


@pytest.mark.usefixtures("drafts")
def test_editors_see_what_is_to_be_reviewed_anywhere(user_with, client_of):
    waiting = tiles(client_of(user_with("editor")))
    assert waiting["sector pages", "to-review"]["count"] == 2
    assert waiting["meetings", "drafts"]["count"] == 2


def test_registrations_wait_for_editors_only(user_with, client_of):
    RegistrationFactory()
    assert ("registration", "waiting") in tiles(client_of(user_with("editor")))
    assert tiles(client_of(user_with("specialist"))) == {}


def test_nothing_waiting_is_said(user_with, client_of):
    assert "Nothing: all is done." in client_of(user_with("editor")).get(INDEX).text


def test_number_of_queries_does_not_grow(user_with, client_of, django_assert_num_queries):
    client = client_of(user_with("editor"))
    InstrumentFactory(draft=True)
    client.get(INDEX)
    with CaptureQueriesContext(connection) as one:
        client.get(INDEX)
    InstrumentFactory.create_batch(3, draft=True)
    with django_assert_num_queries(len(one)):
        client.get(INDEX)
