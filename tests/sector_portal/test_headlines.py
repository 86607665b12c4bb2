import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from meetings.models import ProgressUpdate
from sector_portal.headlines import headlines
from sector_portal.news import latest
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import FollowUpActionFactory, MeetingFactory, OutcomeFactory, ProgressUpdateFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    CountryPriorityFactory,
    CountryProgrammeFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    SectorFactory,
    SectorPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def one_of_each(sector, theme, country, **state):
    about = {"sectors": [sector], "themes": [theme], "areas": [country]}
    PublicationFactory(title="On dust", kind="report", language="en", **about, **state)
    GoodPracticeFactory(title="Masks", **about, **state)
    meeting = MeetingFactory(title_en="Meeting on dust", title_fr="", sectors=[sector], **state)
    outcome = OutcomeFactory(meeting=meeting, number="7", **about, **state)
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome], **state), **state)
    InstrumentFactory(number="C176", title="Safety in Mines", sectors=[sector], **state)
    SectorPageFactory(sector=sector, **state)
    CountryProgrammeFactory(area=country, title="Programme", **state)
    CountryPriorityFactory(area=country, text="Less dust", sectors=[sector], **state)


@pytest.fixture
def subjects():
    return SectorFactory(slug="mining", name="Mining"), ThemeFactory(), AreaFactory(code="per")


def told(news):
    return {(one.title.text, str(one.kind)) for one in news}


def test_headlines_are_those_of_the_feeds_in_one_query(subjects, django_assert_num_queries):
    one_of_each(*subjects)
    for subject in (None, *subjects):
        with django_assert_num_queries(1):
            shown = headlines(subject, most=50)
        announced = latest(subject)
        assert told(shown) == {(news.title.text, str(news.kind[1])) for news in announced}
        assert {(one.url, one.title.language) for one in shown} == {
            (news.url, news.title.language) for news in announced
        }
        assert len(shown) == len(announced) > 2


def test_drafts_make_no_headlines(subjects):
    sector, theme, country = subjects
    before = [headlines(subject) for subject in (None, sector, theme, country)]
    theme_before = before[0]
    one_of_each(sector, theme, country, draft=True)
    assert [headlines(subject) for subject in (None, sector, theme, country)] == before
    assert theme_before == []


def test_headlines_come_newest_first_and_are_few(subjects):
    for minute in range(6):
        row = PublicationFactory(title=f"No. {minute}")
        type(row).objects.filter(pk=row.pk).update(updated_at=timezone.now() + dt.timedelta(minutes=minute))
    assert [one.title.text for one in headlines()] == ["No. 5", "No. 4", "No. 3", "No. 2"]


def test_outcomes_of_one_meeting_are_told_once(subjects):
    meeting = MeetingFactory(title="Meeting on dust", slug="dust")
    for number in range(3):
        OutcomeFactory(meeting=meeting, number=str(number))
    shown = [(one.title.text, str(one.kind), one.url) for one in headlines()]
    assert ("Meeting on dust", "Outcomes", "/follow-up/?meeting=dust") in shown
    assert len(shown) == 2


def test_headline_is_in_the_language_of_the_reader_or_says_its_own(subjects):
    MeetingFactory(title_en="On dust", title_fr="")
    SectorPageFactory(sector=BranchFactory(name_en="Coal", name_fr="Charbon"))
    with override("fr"):
        assert {one.title for one in headlines()} == {("On dust", "en"), ("Charbon", "fr")}


def test_report_on_what_is_not_public_makes_no_headline():
    action = FollowUpActionFactory(outcomes=[OutcomeFactory(draft=True)])
    ProgressUpdateFactory(action=action)
    assert ProgressUpdate.objects.exists()
    assert "Follow-up report" not in {str(one.kind) for one in headlines()}
