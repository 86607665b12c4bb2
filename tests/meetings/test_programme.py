"""The page of the programmes, biennium by biennium."""

import pytest
from django.urls import reverse

from tests.factories.meetings import MeetingFactory, ProgrammeEntryFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import GoodPracticeFactory, SectorFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("programme")


def test_latest_biennium_comes_first_with_what_was_decided_and_held(client):
    ProgrammeEntryFactory(biennium="1998-99", title="Old", decision="proposed", source_url="https://www.ilo.org/a")
    planned = ProgrammeEntryFactory(biennium="2018-19", title="New", source_url="https://docslib.org/copy")
    held = MeetingFactory(programme_entry=planned)
    MeetingFactory(programme_entry=planned, draft=True, title="Not yet public")
    response = client.get(PAGE)
    assert [entry.title for entry in response.context["entries"]] == ["New", "Old"]
    for words in ("proposed", "https://www.ilo.org/a", held.get_absolute_url()):
        assert words in response.text
    for words in ("docslib", "Not yet public"):
        assert words not in response.text


def test_proposal_says_whose_it_is_and_what_became_of_it(client):
    ProgrammeEntryFactory(
        stage="left-out",
        proposed_by="the advisory body on mining, 2015",
        is_reserve=True,
        lead_time="nine months",
        standing_orders="of technical meetings",
    )
    page = client.get(PAGE).text
    for words in (
        "Not taken into the programme",
        "Proposed by the advisory body on mining, 2015",
        "From the reserve",
        "Lead time: nine months",
        "Standing orders: of technical meetings",
    ):
        assert words in page


def test_research_and_practices_on_the_subject_are_linked_where_they_are_public(client):
    report, practice = PublicationFactory(title="On the same"), GoodPracticeFactory(title="What worked")
    hidden = PublicationFactory(title="Not yet public", draft=True)
    ProgrammeEntryFactory(publications=[report, hidden], practices=[practice])
    page = client.get(PAGE).text
    for words in ("On the same", report.get_absolute_url(), "What worked", practice.get_absolute_url()):
        assert words in page
    assert "Not yet public" not in page


def test_draft_is_shown_to_editors_only(client, client_of, user_with):
    ProgrammeEntryFactory(title="Not yet decided", draft=True)
    assert "Not yet decided" not in client.get(PAGE).text
    assert "Not yet decided" in client_of(user_with("editor")).get(PAGE).text


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_constant(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        related = {"publications": [PublicationFactory()], "practices": [GoodPracticeFactory()]}
        MeetingFactory(programme_entry=ProgrammeEntryFactory(sectors=[SectorFactory()], **related))
    with django_assert_max_num_queries(8):
        client.get(PAGE)
