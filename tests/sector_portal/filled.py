"""A sector, a theme and a country of which every part of a page has content, in any number of rows."""

from types import SimpleNamespace

import pytest

from groundwork.places import Area
from tests.factories.accounts import OrganisationFactory
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import ActivityCodeFactory, ActivityMappingFactory, SeriesFactory, observed
from tests.factories.meetings import FollowUpActionFactory, MeetingFactory, OutcomeFactory, ProgressUpdateFactory
from tests.factories.research import ContributorFactory, PublicationFactory
from tests.factories.sectors import (
    BranchFactory,
    CountryPriorityFactory,
    CountryProgrammeFactory,
    FocalPointFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    KeyIssueFactory,
    LinkFactory,
    PartnerFactory,
    PracticeSourceFactory,
    SectorActivityFactory,
    SectorFactory,
    SectorPageFactory,
    SuccessionFactory,
    TeamMemberFactory,
    ThemeFactory,
    ToolFactory,
    UpdateFactory,
)


@pytest.fixture
def filled(db) -> SimpleNamespace:
    """Three subjects and one row of everything about them; `filled.more(8)` adds eight of each."""
    region = AreaFactory(region=True, code="142", name="Asia", parent=AreaFactory(code="001", kind=Area.Kind.WORLD))
    there = SimpleNamespace(
        world=region.parent,
        country=AreaFactory(code="tha", name="Thailand", parent=region),
        sector=SectorFactory(slug="mining", name="Mining"),
        theme=ThemeFactory(slug="skills", name="Skills", sdg_goals=[4, 8]),
    )
    there.page = SectorPageFactory(sector=there.sector)
    there.total = ActivityCodeFactory(code="TOTAL", title="Total")
    there.c188 = InstrumentFactory(
        slug="c188", kind="convention", number="C188", title="Fishing Convention", sectors=[there.sector]
    )
    there.more = lambda rows: [_one_more_of_everything(there) for _ in range(rows)]
    there.more(1)
    return there


def _one_more_of_everything(there: SimpleNamespace) -> None:
    branch, other = BranchFactory(parent=there.sector), SectorFactory()
    BranchFactory(parent=branch)
    SuccessionFactory(later=there.sector)
    for part in (KeyIssueFactory, LinkFactory, ToolFactory, UpdateFactory):
        part(page=there.page)
    SectorActivityFactory(sector=there.sector)
    subjects = {
        "sectors": [there.sector, branch],
        "themes": [there.theme, ThemeFactory()],
        "areas": [there.country, AreaFactory()],
    }
    sectors = subjects["sectors"]
    standard = InstrumentFactory(kind="convention", sectors=sectors)
    InstrumentFactory(sectors=sectors)
    for _ in range(7):  # as many as are shown as the newest and as the most relevant
        PublicationFactory(**subjects, title="On C188", contributors=[ContributorFactory()], indexed=True)
    practice = GoodPracticeFactory(**subjects, instruments=[there.c188, standard])
    PracticeSourceFactory(practice=practice, year=2020)
    meeting = MeetingFactory(sectors=sectors, instruments=[there.c188])
    reported = OutcomeFactory(meeting=meeting, **subjects)
    OutcomeFactory(meeting=meeting, **subjects)
    ProgressUpdateFactory(action=FollowUpActionFactory(outcomes=[reported]), status="completed")
    TeamMemberFactory(sector=there.sector)
    FocalPointFactory(sectors=sectors, area=there.country)
    FocalPointFactory(sectors=sectors, unit=None, organisation=OrganisationFactory())
    PartnerFactory(sectors=sectors)
    CountryPriorityFactory(area=there.country, sectors=sectors, programme=CountryProgrammeFactory(area=there.country))
    _figures(there, other)


def _figures(there: SimpleNamespace, other) -> None:
    """Of a new indicator: the sector's and another's in the country and the world, and women's and men's."""
    series = SeriesFactory()
    series.vintage.indicator.themes.add(there.theme)
    for sector in (there.sector, other):
        activity = ActivityMappingFactory(sector=sector).activity
        for place in (there.country, there.world):
            observed(series, place, activity, {2023: 1.5, 2024: 2.5})
    for sex in (1, 2):
        observed(series, there.world, there.total, {2023: 1.5, 2024: 2.5}, sex=sex)
