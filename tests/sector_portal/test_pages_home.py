import pytest

from tests.factories.meetings import FollowUpActionFactory, MeetingFactory, OutcomeFactory, ProgressUpdateFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory, SectorGroupFactory

pytestmark = pytest.mark.django_db


def test_home_shows_the_sectors_of_each_group(client):
    group = SectorGroupFactory(name="Energy and mining", order=3)
    mining = SectorFactory(name="Mining", group=group)
    body = client.get("/").text
    assert "Energy and mining" in body
    assert f'href="{mining.get_absolute_url()}"' in body


def test_home_counts_what_is_published(client):
    PublicationFactory(indexed=True)
    PublicationFactory(draft=True, indexed=True)
    MeetingFactory(draft=True)
    context = client.get("/").context
    assert (context["record_count"], context["meeting_count"], context["outcome_count"]) == (1, 0, 0)


def test_home_tells_how_follow_up_stands(client):
    done = FollowUpActionFactory(outcomes=[OutcomeFactory()])
    ProgressUpdateFactory(action=done, status="completed")
    OutcomeFactory()
    counts = {segment["code"]: segment["count"] for segment in client.get("/").context["bar"]}
    assert counts["completed"] == counts["no_report"] == 1
    assert sum(counts.values()) == 2


def test_home_names_the_next_meeting_or_says_there_is_none(client):
    past = MeetingFactory(start="2001-05-07", end="2001-05-11")
    body = client.get("/").text
    assert "No meeting is announced" in body
    assert past.title in body
    coming = MeetingFactory(start="2999-05")
    body = client.get("/").text
    assert "No meeting is announced" not in body
    assert coming.title in body


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_a_constant_number_of_queries(client, rows, django_assert_max_num_queries):
    group = SectorGroupFactory()
    for _ in range(rows):
        sector = SectorFactory(group=group)
        SectorFactory(parent=sector, group=None)
        MeetingFactory(sectors=[sector])
        PublicationFactory(in_house=True, sectors=[sector], indexed=True)
        OutcomeFactory(sectors=[sector])
    with django_assert_max_num_queries(16):
        client.get("/")


@pytest.mark.parametrize(("address", "words"), [("/", "22 sectors"), ("/fr/", "22 secteurs"), ("/es/", "22 sectores")])
def test_home_speaks_three_languages(client, address, words):
    assert words in client.get(address).text.replace("\xa0", " ").replace("&nbsp;", " ")
