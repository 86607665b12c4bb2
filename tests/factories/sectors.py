import factory

from groundwork.models import Version
from groundwork.versions.keeping import keep
from groundwork.versions.snapshots import take
from sectors.models import (
    Activity,
    CountryPriority,
    CountryProgramme,
    Enquiry,
    FocalPoint,
    GoodPractice,
    Instrument,
    KeyIssue,
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
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.groundwork import AreaFactory, ModelFactory, PublishableFactory
from tests.factories.relations import related


class SectorGroupFactory(ModelFactory):
    class Meta:
        model = SectorGroup

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    order = factory.Sequence(lambda n: n)


class SectorFactory(ModelFactory):
    class Meta:
        model = Sector

    slug = factory.Sequence(lambda n: f"sector-{n}")
    tag = factory.SelfAttribute("slug")
    name = factory.Sequence(lambda n: f"Sector {n}")
    group = factory.SubFactory(SectorGroupFactory)


class BranchFactory(SectorFactory):
    """A branch; `BranchFactory(parent=mining)`."""

    slug = factory.Sequence(lambda n: f"branch-{n}")
    name = factory.Sequence(lambda n: f"Branch {n}")
    group = None
    parent = factory.SubFactory(SectorFactory)


class SuccessionFactory(ModelFactory):
    class Meta:
        model = Succession

    earlier = factory.SubFactory(SectorFactory, valid_to="2019")
    later = factory.SubFactory(SectorFactory)
    kind = Succession.Kind.RENAMED
    date = "2019"


class ActivityFactory(ModelFactory):
    class Meta:
        model = Activity

    code = factory.Sequence(lambda n: f"{n:04}")
    level = Activity.Level.CLASS
    title = factory.Sequence(lambda n: f"Activity {n}")


class SectorActivityFactory(ModelFactory):
    class Meta:
        model = SectorActivity

    sector = factory.SubFactory(SectorFactory)
    activity = factory.SubFactory(ActivityFactory)


class TeamMemberFactory(PublishableFactory):
    """In the team of a sector; of a whole group with `TeamMemberFactory(sector=None, group=…)`."""

    class Meta:
        model = TeamMember

    person = factory.SubFactory(UserFactory)
    sector = factory.SubFactory(SectorFactory)


class FocalPointFactory(PublishableFactory):
    """In a unit; of an organisation with `FocalPointFactory(unit=None, organisation=…)`."""

    class Meta:
        model = FocalPoint

    unit = factory.SubFactory(UnitFactory)
    function = factory.Sequence(lambda n: f"Function {n}")
    sectors = related("sectors")


class EnquiryFactory(ModelFactory):
    class Meta:
        model = Enquiry

    kind = Enquiry.Kind.MISTAKE
    language = "en"
    text = factory.Sequence(lambda n: f"Text of enquiry {n}.")
    email = factory.Sequence(lambda n: f"sender{n}@portal.test")
    form_nonce = factory.Sequence(lambda n: f"nonce {n}")
    sectors = related("sectors")


class ThemeFactory(PublishableFactory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"theme-{n}")
    name = factory.Sequence(lambda n: f"Theme {n}")


def version_of(item, state=Version.State.DRAFT, by=None, **fields):
    """A version of an item, as it is but for some fields."""
    words = take(item)
    return keep(item, {**words, "fields": words["fields"] | fields}, state=state, by=by)


class InstrumentFactory(PublishableFactory):
    class Meta:
        model = Instrument

    slug = factory.Sequence(lambda n: f"instrument-{n}")
    kind = Instrument.Kind.CODE_OF_PRACTICE
    title = factory.Sequence(lambda n: f"Instrument {n}")
    sectors = related("sectors")


class GoodPracticeFactory(PublishableFactory):
    class Meta:
        model = GoodPractice

    slug = factory.Sequence(lambda n: f"practice-{n}")
    title = factory.Sequence(lambda n: f"Practice {n}")
    text = factory.Sequence(lambda n: f"What was tried in practice {n}.")
    outcome = GoodPractice.Outcome.WORKS
    sectors = related("sectors")
    themes = related("themes")
    areas = related("areas")
    organisations = related("organisations")
    instruments = related("instruments")


class PracticeSourceFactory(ModelFactory):
    class Meta:
        model = PracticeSource

    practice = factory.SubFactory(GoodPracticeFactory)
    citation = factory.Sequence(lambda n: f"Source {n}")


class CountryProgrammeFactory(PublishableFactory):
    class Meta:
        model = CountryProgramme

    area = factory.SubFactory(AreaFactory)
    title = factory.Sequence(lambda n: f"Country programme {n}")
    start = "2022"
    end = "2026"


class CountryPriorityFactory(PublishableFactory):
    class Meta:
        model = CountryPriority

    area = factory.SubFactory(AreaFactory)
    text = factory.Sequence(lambda n: f"Priority {n}")
    date = "2024"
    source = "Test"
    sectors = related("sectors")


class SectorPageFactory(PublishableFactory):
    class Meta:
        model = SectorPage

    sector = factory.SubFactory(SectorFactory)
    summary = factory.Sequence(lambda n: f"Summary of page {n}.")
    overview = factory.Sequence(lambda n: f"Overview of page {n}.")


class KeyIssueFactory(ModelFactory):
    class Meta:
        model = KeyIssue

    page = factory.SubFactory(SectorPageFactory)
    title = factory.Sequence(lambda n: f"Key issue {n}")
    text = factory.Sequence(lambda n: f"Text of key issue {n}.")
    order = factory.Sequence(lambda n: n)


class LinkFactory(ModelFactory):
    class Meta:
        model = Link

    page = factory.SubFactory(SectorPageFactory)
    title = factory.Sequence(lambda n: f"Link {n}")
    url = factory.Sequence(lambda n: f"https://www.example.org/{n}/")
    order = factory.Sequence(lambda n: n)


class ToolFactory(ModelFactory):
    class Meta:
        model = Tool

    page = factory.SubFactory(SectorPageFactory)
    title = factory.Sequence(lambda n: f"Tool {n}")
    url = factory.Sequence(lambda n: f"https://www.example.org/tools/{n}/")
    how_to_use = factory.Sequence(lambda n: f"How to use tool {n}.")
    order = factory.Sequence(lambda n: n)


class UpdateFactory(ModelFactory):
    class Meta:
        model = Update

    page = factory.SubFactory(SectorPageFactory)
    date = "2026-10"
    title = factory.Sequence(lambda n: f"Update {n}")


class PartnerFactory(PublishableFactory):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partner {n}")
    kind = Partner.Kind.NETWORK
    url = factory.Sequence(lambda n: f"https://www.example.org/partners/{n}/")
    sectors = related("sectors")
