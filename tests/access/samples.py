"""One object of every model, in a state and a sector, for the tests that are generated from the access table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import Membership, Organisation, Registration, Unit, User
from groundwork.access import Role
from groundwork.access.table import TABLE, Scope, State
from groundwork.models import (
    Area,
    AuditEntry,
    Change,
    FailedJob,
    JobError,
    LinkCheck,
    OlderTranslation,
    OutgoingMail,
    StagedFile,
    StagedRow,
    StagedTable,
    Version,
)
from indicators.models import (
    ActivityCode,
    ActivityMapping,
    Coverage,
    DataGap,
    Indicator,
    Observation,
    Series,
    StagedStatistics,
    Vintage,
)
from meetings.models import (
    AgendaItem,
    Answer,
    Assessment,
    Deadline,
    Document,
    DocumentFile,
    Evidence,
    FollowUpAction,
    FollowUpEvent,
    Meeting,
    MeetingSeries,
    Outcome,
    Participant,
    Pointer,
    ProgrammeEntry,
    ProgressUpdate,
    Response,
    Responsibility,
    Review,
    StatusOverride,
)
from research.models import (
    AreaTag,
    Contribution,
    Contributor,
    DuplicatePair,
    FilePage,
    HarvestedRecord,
    HarvestRun,
    MatchKey,
    Merger,
    OaiProvider,
    OtherIdentifier,
    Publication,
    PublicationFile,
    RecordStamp,
    SearchChange,
    SearchEntry,
    SearchRow,
    SearchWord,
    SectorTag,
    Source,
    SourceRecord,
    StagedRecord,
    StagedRecords,
    ThemeTag,
)
from sectors.models import (
    Activity,
    CountryPriority,
    CountryProgramme,
    Enquiry,
    FocalPoint,
    GoodPractice,
    Instrument,
    KeyIssue,
    Kinship,
    Link,
    Partner,
    PracticeSource,
    Sector,
    SectorActivity,
    SectorGroup,
    SectorPage,
    Succession,
    TeamMember,
    Theme,
    Tool,
    Update,
)
from tests.factories import accounts, groundwork, indicators, meetings, research, sectors


def page(sector: Sector, draft: bool) -> SectorPage:
    """The sector's page: it has one only."""
    state = {"draft": True} if draft else {}
    return SectorPage.objects.filter(sector=sector).first() or sectors.SectorPageFactory(sector=sector, **state)


def work(sector: Sector, draft: bool, **fields: Any) -> Publication:
    return research.PublicationFactory(sectors=[sector], draft=draft, **fields)


def action(sector: Sector, draft: bool) -> FollowUpAction:
    """Led by a unit of the sector's code, in which the tests' people of the own sector work."""
    outcome = meetings.OutcomeFactory(sectors=[sector])
    return meetings.FollowUpActionFactory(outcomes=[outcome], draft=draft, lead=unit_of(sector))


def unit_of(sector: Sector) -> Unit:
    return Unit.objects.filter(code=sector.slug).first() or accounts.UnitFactory(code=sector.slug)


def meeting(sector: Sector, draft: bool) -> Meeting:
    return meetings.MeetingFactory(sectors=[sector], draft=draft)


def document(sector: Sector, draft: bool) -> Document:
    return meetings.DocumentFactory(meeting=meeting(sector, False), draft=draft)


# By model: the maker of an object, from its sector and whether it is a draft
OF_SECTORS: dict[type[models.Model], Callable[[Sector, bool], models.Model]] = {
    SectorPage: page,
    KeyIssue: lambda sector, draft: sectors.KeyIssueFactory(page=page(sector, draft)),
    Link: lambda sector, draft: sectors.LinkFactory(page=page(sector, draft)),
    GoodPractice: lambda sector, draft: sectors.GoodPracticeFactory(sectors=[sector], draft=draft),
    PracticeSource: lambda sector, draft: sectors.PracticeSourceFactory(
        practice=sectors.GoodPracticeFactory(sectors=[sector], draft=draft)
    ),
    Tool: lambda sector, draft: sectors.ToolFactory(page=page(sector, draft)),
    Update: lambda sector, draft: sectors.UpdateFactory(page=page(sector, draft)),
    Partner: lambda sector, draft: sectors.PartnerFactory(sectors=[sector], draft=draft),
    Publication: work,
    PublicationFile: lambda sector, draft: research.PublicationFileFactory(publication=work(sector, draft)),
    Contribution: lambda sector, draft: research.ContributionFactory(publication=work(sector, draft)),
    SourceRecord: lambda sector, draft: research.SourceRecordFactory(publication=work(sector, draft)),
    OtherIdentifier: lambda sector, draft: research.OtherIdentifierFactory(publication=work(sector, draft)),
    DuplicatePair: lambda sector, draft: research.DuplicatePairFactory(first=work(sector, draft)),
    SectorTag: lambda sector, draft: work(sector, draft).sector_tags.get(),
    ThemeTag: lambda sector, draft: research.ThemeTagFactory(publication=work(sector, draft)),
    AreaTag: lambda sector, draft: research.AreaTagFactory(publication=work(sector, draft)),
    Meeting: meeting,
    AgendaItem: lambda sector, draft: meetings.AgendaItemFactory(meeting=meeting(sector, draft)),
    Document: document,
    DocumentFile: lambda sector, draft: meetings.DocumentFileFactory(document=document(sector, draft)),
    Participant: lambda sector, draft: meetings.ParticipantFactory(meeting=meeting(sector, draft)),
    ProgrammeEntry: lambda sector, draft: meetings.ProgrammeEntryFactory(sectors=[sector], draft=draft),
    Outcome: lambda sector, draft: meetings.OutcomeFactory(sectors=[sector], draft=draft),
    FollowUpAction: action,
    Answer: lambda sector, draft: action(sector, draft).answers.get(),
    Pointer: lambda sector, draft: meetings.PointerFactory(action=action(sector, draft)),
    Responsibility: lambda sector, draft: action(sector, draft).responsibilities.get(),
    Deadline: lambda sector, draft: meetings.DeadlineFactory(action=action(sector, draft)),
    ProgressUpdate: lambda sector, draft: meetings.ProgressUpdateFactory(action=action(sector, False), draft=draft),
    DataGap: lambda sector, _draft: indicators.DataGapFactory(sector=sector),
    Evidence: lambda sector, draft: meetings.EvidenceFactory(
        update=meetings.ProgressUpdateFactory(action=action(sector, False), draft=draft)
    ),
    Response: lambda sector, draft: meetings.ResponseFactory(outcome__sectors=[sector], draft=draft),
    Assessment: lambda sector, draft: meetings.AssessmentFactory(outcome__sectors=[sector], draft=draft),
    StatusOverride: lambda sector, draft: meetings.StatusOverrideFactory(outcome__sectors=[sector], draft=draft),
    FollowUpEvent: lambda sector, draft: meetings.FollowUpEventFactory(
        meeting=meetings.MeetingFactory(sectors=[sector]), draft=draft
    ),
    Instrument: lambda sector, draft: sectors.InstrumentFactory(sectors=[sector], draft=draft),
    TeamMember: lambda sector, draft: sectors.TeamMemberFactory(sector=sector, draft=draft),
    FocalPoint: lambda sector, draft: sectors.FocalPointFactory(sectors=[sector], draft=draft),
    Enquiry: lambda sector, _draft: sectors.EnquiryFactory(sectors=[sector], unit=unit_of(sector)),
    CountryPriority: lambda sector, draft: sectors.CountryPriorityFactory(sectors=[sector], draft=draft),
    CountryProgramme: lambda _sector, draft: sectors.CountryProgrammeFactory(draft=draft),
    Theme: lambda _sector, draft: sectors.ThemeFactory(draft=draft),
    Review: lambda _sector, draft: meetings.ReviewFactory(draft=draft),
}
STATELESS: dict[type[models.Model], Callable[[], models.Model]] = {
    Area: groundwork.AreaFactory,
    AuditEntry: groundwork.AuditEntryFactory,
    Change: lambda: Change.objects.create(transaction=1),
    FailedJob: groundwork.failed_job,
    LinkCheck: groundwork.LinkCheckFactory,
    OlderTranslation: groundwork.OlderTranslationFactory,
    JobError: lambda: groundwork.failed_job().error,
    OutgoingMail: groundwork.OutgoingMailFactory,
    StagedFile: groundwork.StagedFileFactory,
    StagedRow: groundwork.StagedRowFactory,
    StagedTable: groundwork.StagedTableFactory,
    Version: lambda: sectors.version_of(sectors.ThemeFactory()),
    User: accounts.UserFactory,
    Unit: accounts.UnitFactory,
    Organisation: accounts.OrganisationFactory,
    Membership: accounts.MembershipFactory,
    Registration: accounts.RegistrationFactory,
    SectorGroup: sectors.SectorGroupFactory,
    Sector: sectors.SectorFactory,
    Succession: sectors.SuccessionFactory,
    Kinship: lambda: Kinship.objects.get(part=sectors.SectorFactory()),
    Activity: sectors.ActivityFactory,
    SectorActivity: sectors.SectorActivityFactory,
    Indicator: indicators.IndicatorFactory,
    Vintage: indicators.VintageFactory,
    Series: indicators.SeriesFactory,
    StagedStatistics: indicators.StagedStatisticsFactory,
    ActivityCode: indicators.ActivityCodeFactory,
    ActivityMapping: indicators.ActivityMappingFactory,
    Observation: indicators.ObservationFactory,
    Coverage: indicators.CoverageFactory,
    Source: research.SourceFactory,
    Contributor: research.ContributorFactory,
    MatchKey: lambda: research.PublicationFactory(indexed=True).match_key,
    Merger: research.MergerFactory,
    StagedRecords: research.StagedRecordsFactory,
    StagedRecord: research.StagedRecordFactory,
    MeetingSeries: meetings.MeetingSeriesFactory,
    FilePage: research.FilePageFactory,
    OaiProvider: research.OaiProviderFactory,
    HarvestRun: research.HarvestRunFactory,
    HarvestedRecord: research.HarvestedRecordFactory,
    RecordStamp: lambda: RecordStamp.objects.get(number=research.PublicationFactory(indexed=True).pk),
    SearchRow: lambda: research.PublicationFactory(indexed=True).search_row,
    SearchEntry: research.search_entry,
    SearchChange: lambda: SearchChange.objects.create(transaction=1, keys=[1]),
    SearchWord: lambda: SearchWord.objects.create(word="securite", spelling="sécurité"),
}
MODELS = [*OF_SECTORS, *STATELESS]


PUBLIC = {State.PUBLISHED, State.OPEN, State.SHARED}  # what samples are for everybody: tests/access/test_shown_to.py


@dataclass(frozen=True)
class Sample:
    item: models.Model
    published: bool
    own: bool


def samples(model: type[models.Model], own: Sector, other: Sector) -> list[Sample]:
    """One object without a state; or four: published and draft, in one's own sector and in another's."""
    if model in STATELESS:
        return [Sample(STATELESS[model](), published=False, own=False)]
    sets = [(own, False), (other, False), (own, True), (other, True)]
    if model in {SectorPage, KeyIssue, Tool, Link, Update}:  # a sector has one page: the drafts stand in branches
        sets[2:] = [(sectors.BranchFactory(parent=own), True), (sectors.BranchFactory(parent=other), True)]
    mine = {own.pk, *own.branches.values_list("pk", flat=True)}
    return [Sample(OF_SECTORS[model](sector, draft), not draft, sector.pk in mine) for sector, draft in sets]


def granted(role: Role, verb: str, sample: Sample) -> bool:
    """What the access table says, read row by row."""
    label = sample.item._meta.label_lower
    states = {State.ANY, *(PUBLIC if sample.published else {State.UNPUBLISHED})}
    for row in TABLE:
        if label in row.models and verb in row.verbs and row.state in states:
            scopes = {row.grants.get(Role.ANYONE), row.grants.get(role)}
            if Scope.ALL in scopes or (scopes & {Scope.SECTORS, Scope.UNIT} and sample.own):
                return True
    return False


def roles_that_differ(model: type[models.Model], roles: Iterable[Role]) -> list[Role]:
    """Of roles with the same grants on a model, one: pages are slow to ask and would answer the same."""
    rows = [row for row in TABLE if model._meta.label_lower in row.models]
    by_grants = {tuple(row.grants.get(role) for row in rows): role for role in sorted(roles, reverse=True)}
    return sorted(by_grants.values())
