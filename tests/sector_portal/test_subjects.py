import pytest
from django.contrib.auth.models import AnonymousUser

from groundwork.cleaning import BadInputError
from groundwork.permanent_ids import id_of
from sector_portal.subjects import subject_of
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import FocalPointFactory, GoodPracticeFactory, SectorFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
ANYBODY = AnonymousUser()


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining")


def test_page_is_named_with_its_sectors_in_any_language_and_with_any_filters(mining):
    PublicationFactory(pk=7, title="On coal", sectors=[mining])
    MeetingFactory(slug="coal", title="Meeting on coal", sectors=[mining])
    GoodPracticeFactory(slug="dust", title="Less dust", sectors=[mining])
    for about, title in (
        ("/sectors/mining/", "Mining"),
        ("/fr/sectors/mining/?page=2", "Mining"),
        ("/research/7/", "On coal"),
        ("/es/meetings/coal/", "Meeting on coal"),
        ("/practices/dust/", "Less dust"),
        ("/statistics/gaps/mining/HOW_NB/?window=5", "Mining"),
    ):
        subject = subject_of(about, ANYBODY)
        assert (subject.title, subject.sectors) == (title, [mining]), about
        assert subject.about == about


def test_country_is_of_no_sector():
    AreaFactory(code="tha", name="Thailand")
    assert subject_of("/countries/tha/", ANYBODY).title == "Thailand"
    assert subject_of("/countries/tha/", ANYBODY).sectors == []


@pytest.mark.parametrize(
    "about", ["/practices/hidden/", "/practices/none/", "/sectors/", "/no/such/page/", "/admin/", "/"]
)
def test_what_the_sender_may_not_see_or_is_not_there_has_no_title(mining, about):
    GoodPracticeFactory(slug="hidden", title="Hidden", sectors=[mining], draft=True)
    subject = subject_of(about, ANYBODY)
    assert (subject.about, subject.title, subject.sectors) == (about, "", [])


def test_draft_is_named_to_those_who_see_it(mining, user_with):
    GoodPracticeFactory(slug="hidden", title="Hidden", sectors=[mining], draft=True)
    assert subject_of("/practices/hidden/", user_with("specialist", teams=[mining])).title == "Hidden"


def test_somebody_of_the_directory_is_found_by_id(mining):
    point, member = FocalPointFactory(sectors=[mining]), TeamMemberFactory(sector=mining)
    of_point, of_member = (subject_of(id_of(row).urn, ANYBODY) for row in (point, member))
    assert (of_point.title, of_point.sectors, of_point.unit) == (str(point), [mining], point.unit)
    assert (of_member.sectors, of_member.person) == ([mining], member.person)


def test_who_is_not_in_the_directory_is_not_found_by_id(mining):
    for row in (FocalPointFactory(draft=True), TeamMemberFactory(sector=mining, draft=True)):
        subject = subject_of(id_of(row).urn, ANYBODY)
        assert (subject.title, subject.person, subject.unit) == ("", None, None)


@pytest.mark.parametrize(
    "about",
    ["javascript:alert(1)", "https://elsewhere.org/", "//elsewhere.org/", "/\\elsewhere.org", "x", "/" + "a" * 500],
)
def test_what_is_no_address_of_the_portal_is_refused(about):
    with pytest.raises(BadInputError, match="is no page of this portal"):
        subject_of(about, ANYBODY)
