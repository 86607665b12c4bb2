import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from meetings.models import ProgressUpdate
from sector_portal.news import latest
from tests.factories.groundwork import AreaFactory
from tests.factories.meetings import (
    FollowUpActionFactory,
    MeetingFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ReviewFactory,
)
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    CountryPriorityFactory,
    CountryProgrammeFactory,
    InstrumentFactory,
    SectorFactory,
    SectorPageFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def change(row, minutes):
    """As if last changed so many minutes after now."""
    type(row).objects.filter(pk=row.pk).update(updated_at=timezone.now() + dt.timedelta(minutes=minutes))
    return row


def test_news_of_every_floor_come_newest_first():
    page = change(SectorPageFactory(), 1)
    publication = change(PublicationFactory(), 4)
    outcome = change(OutcomeFactory(), 2)
    meeting = change(outcome.meeting, 3)
    assert [news.row for news in latest()] == [publication, meeting, outcome, page]


def test_news_are_cut_to_the_newest():
    rows = [change(PublicationFactory(), minute) for minute in range(3)]
    newest = change(MeetingFactory(), 9)
    assert [news.row for news in latest(most=2)] == [newest, rows[2]]


def test_drafts_and_what_belongs_to_drafts_are_no_news():
    PublicationFactory(draft=True)
    OutcomeFactory(meeting=MeetingFactory(draft=True))
    OutcomeFactory(meeting=None, review=ReviewFactory(draft=True))
    SectorPageFactory(draft=True)
    InstrumentFactory(draft=True)
    assert latest() == []


def test_news_of_a_sector_are_its_own_and_its_branches():
    mining = SectorFactory()
    coal = BranchFactory(parent=mining)
    other = SectorFactory()
    PublicationFactory(sectors=[other])
    SectorPageFactory(sector=other)
    expected = [
        PublicationFactory(sectors=[coal]),
        PublicationFactory(sectors=[mining, coal]),
        MeetingFactory(sectors=[mining]),
        OutcomeFactory(sectors=[coal]),
        InstrumentFactory(sectors=[mining]),
        SectorPageFactory(sector=coal),
    ]
    assert {news.row for news in latest(mining)} == set(expected)
    assert len(latest(mining)) == len(expected)


def test_news_of_a_theme_or_country_are_its_records():
    theme, country = ThemeFactory(), AreaFactory()
    of_theme = PublicationFactory(themes=[theme])
    of_country = PublicationFactory(areas=[country])
    PublicationFactory(draft=True, themes=[theme], areas=[country])
    MeetingFactory()
    assert [news.row for news in latest(theme)] == [of_theme]
    assert [news.row for news in latest(country)] == [of_country]


def test_outcomes_their_reports_and_what_was_agreed_are_news_of_themes_and_countries():
    theme, country = ThemeFactory(), AreaFactory(code="per")
    outcome = OutcomeFactory(themes=[theme], areas=[country])
    report = ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[outcome]))
    agreed = [CountryProgrammeFactory(area=country), CountryPriorityFactory(area=country)]
    CountryProgrammeFactory(area=country, draft=True)
    CountryPriorityFactory()
    assert {news.row for news in latest(theme)} == {outcome, report}
    assert {news.row for news in latest(country)} == {outcome, report, *agreed}
    assert {news.url for news in latest(country) if news.row in agreed} == {"/countries/per/#priorities"}


def test_news_say_who_wrote_and_which_sectors_somebody_vouched_for():
    mining, guessed = SectorFactory(), SectorFactory()
    work = PublicationFactory(contributors=[ContributorFactory(given="Ada", family="Byron")], sectors=[mining])
    PublicationFactory(sectors=[guessed], sectors__provenance="suggested")
    announced = {news.row: news for news in latest()}
    assert announced[work].authors == ["Ada Byron"]
    assert announced[work].sectors == [mining]
    assert [news.sectors for row, news in announced.items() if row != work] == [[]]


def test_news_say_the_language_of_each_text():
    PublicationFactory(title="Sobre el polvo", language="es")
    PublicationFactory(title="?", language="")
    MeetingFactory(title_en="On dust", title_fr="", place="Genève", start="2006-05")
    with override("fr"):
        found = {news.title.text: (news.title.language, news.summary) for news in latest()}
    assert found["Sobre el polvo"][0] == "es"
    assert found["?"][0] == "und"
    language, summary = found["On dust"]
    assert (language, summary.language) == ("en", "fr")
    assert "mai 2006" in summary.text
    assert "Genève" in summary.text


def test_report_is_announced_on_the_page_of_its_outcome():
    mining = SectorFactory()
    outcome = OutcomeFactory(sectors=[mining], number="2", meeting=MeetingFactory(title="Meeting on dust"))
    report = ProgressUpdateFactory(
        action=FollowUpActionFactory(outcomes=[outcome]), text="Dust was measured.", reported_by="A unit"
    )
    for news in (latest()[0], latest(mining)[0]):
        assert (news.row, news.url, news.authors) == (report, outcome.get_absolute_url(), ["A unit"])
        assert (news.title.text, news.summary.text) == ("Meeting on dust, No. 2", "Dust was measured.")
    assert report not in {news.row for news in latest(SectorFactory())}


def test_report_is_no_news_if_it_or_what_it_is_about_is_not_public():
    action = FollowUpActionFactory(outcomes=[OutcomeFactory()])
    ProgressUpdateFactory(action=action, draft=True)
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[OutcomeFactory()], draft=True))
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[OutcomeFactory(draft=True)]))
    of_draft = OutcomeFactory(meeting=MeetingFactory(draft=True))
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[of_draft]))
    ProgressUpdateFactory(action=FollowUpActionFactory())
    known_before = ProgressUpdateFactory(action=action)
    ProgressUpdate.objects.filter(pk=known_before.pk).update(published_at=None)
    assert not [news for news in latest() if isinstance(news.row, ProgressUpdate)]


def test_report_that_answers_two_outcomes_is_one_piece_of_news():
    both = [OutcomeFactory(), OutcomeFactory(draft=True), OutcomeFactory()]
    report = ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=both))
    assert [news.url for news in latest() if news.row == report] == [both[0].get_absolute_url()]


def test_outcome_is_announced_by_its_meeting_and_number():
    OutcomeFactory(meeting=MeetingFactory(title="Meeting on dust"), number="6(a)", text="Less dust.")
    titles = {news.title.text: news.summary.text for news in latest()}
    assert titles["Meeting on dust, No. 6(a)"] == "Less dust."
