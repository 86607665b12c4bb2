import factory
from django.utils import timezone

from groundwork.publishing import PublishingState, Visibility
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
from meetings.models.participants import Group
from tests.factories.accounts import UnitFactory
from tests.factories.groundwork import ModelFactory, PublishableFactory
from tests.factories.relations import related, related_through


class MeetingFactory(PublishableFactory):
    class Meta:
        model = Meeting

    slug = factory.Sequence(lambda n: f"meeting-{n}")
    title = factory.Sequence(lambda n: f"Meeting {n}")
    kind = Meeting.Kind.TECHNICAL_MEETING
    start = "2024-05-06"
    sectors = related("sectors")
    instruments = related("instruments")


class ReviewFactory(PublishableFactory):
    class Meta:
        model = Review

    slug = factory.Sequence(lambda n: f"review-{n}")
    kind = Review.Kind.EVALUATION
    title = factory.Sequence(lambda n: f"Review {n}")
    date = "2016"


class OutcomeFactory(PublishableFactory):
    """Of a meeting; of a review with `OutcomeFactory(meeting=None, review=…)` or `of_review=True`."""

    class Meta:
        model = Outcome

    class Params:
        of_review = factory.Trait(meeting=None, review=factory.SubFactory(ReviewFactory))

    meeting = factory.SubFactory(MeetingFactory)
    number = factory.Sequence(lambda n: str(n + 1))
    order = factory.Sequence(lambda n: n)
    text = factory.Sequence(lambda n: f"Text of outcome {n}.")
    sectors = related("sectors")
    themes = related("themes")
    areas = related("areas")


class FollowUpActionFactory(PublishableFactory):
    """`FollowUpActionFactory(outcomes=[outcome])`; `outcomes__certainty="probable"` is said of every pairing.

    A published one has a lead: `lead=unit`, or a new unit; `lead=False` for none.
    """

    class Meta:
        model = FollowUpAction

    title = factory.Sequence(lambda n: f"Action {n}")
    outcomes = related_through(
        lambda action, outcome, **fields: AnswerFactory(action=action, outcome=outcome, **fields)
    )

    @factory.post_generation
    def lead(action, _create, unit, **_no_more):  # noqa: N805 - factory_boy gives the action made
        if unit or (unit is None and action.state == PublishingState.PUBLISHED):
            ResponsibilityFactory(action=action, **({"unit": unit} if unit else {}))


class ResponsibilityFactory(ModelFactory):
    class Meta:
        model = Responsibility

    action = factory.SubFactory(FollowUpActionFactory, lead=False)
    unit = factory.SubFactory(UnitFactory)
    role = Responsibility.Role.LEAD


class DeadlineFactory(ModelFactory):
    """A date; or `meeting=…, date=None`, or `condition="…", date=None`."""

    class Meta:
        model = Deadline

    action = factory.SubFactory(FollowUpActionFactory)
    date = "2030-06"
    set_on = "2024-01-15"


class AnswerFactory(ModelFactory):
    class Meta:
        model = Answer

    action = factory.SubFactory(FollowUpActionFactory)
    outcome = factory.SubFactory(OutcomeFactory)


class PointerFactory(ModelFactory):
    class Meta:
        model = Pointer

    action = factory.SubFactory(FollowUpActionFactory)
    outcome = factory.SubFactory(OutcomeFactory)


class ProgressUpdateFactory(ModelFactory):
    class Meta:
        model = ProgressUpdate

    class Params:
        draft = factory.Trait(state=PublishingState.DRAFT)

    action = factory.SubFactory(FollowUpActionFactory)
    date = "2024-06"
    text = factory.Sequence(lambda n: f"Report {n}.")
    state = PublishingState.PUBLISHED

    @factory.lazy_attribute
    def cleared_at(self):
        return timezone.now() if self.state == PublishingState.PUBLISHED else None

    @factory.lazy_attribute
    def withdrawn_because(self):
        return "It was mistaken." if self.state == PublishingState.ARCHIVED else ""


class EvidenceFactory(ModelFactory):
    """An address that is public with its report; a kept file is made by `services.add_evidence`."""

    class Meta:
        model = Evidence

    update = factory.SubFactory(ProgressUpdateFactory)
    title = factory.Sequence(lambda n: f"Evidence {n}")
    url = factory.Sequence(lambda n: f"https://www.ilo.org/evidence/{n}")
    visibility = Visibility.PUBLIC


class JudgementFactory(ModelFactory):
    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(state=PublishingState.DRAFT)

    outcome = factory.SubFactory(OutcomeFactory)
    body = "Governing Body"
    date = "2024-03"
    text = "As it was said."
    state = PublishingState.PUBLISHED


class ResponseFactory(JudgementFactory):
    class Meta:
        model = Response

    answer = Response.Answer.ACCEPTED


class AssessmentFactory(JudgementFactory):
    class Meta:
        model = Assessment

    verdict = "All implemented"


class StatusOverrideFactory(JudgementFactory):
    class Meta:
        model = StatusOverride

    status = "not_pursued"


class FollowUpEventFactory(PublishableFactory):
    """Of a whole meeting; `FollowUpEventFactory(outcome=outcome)` names one point of its meeting or review."""

    class Meta:
        model = FollowUpEvent

    meeting = factory.LazyAttribute(lambda event: event.outcome.meeting if event.outcome else MeetingFactory())
    review = factory.LazyAttribute(lambda event: event.outcome.review if event.outcome else None)
    outcome = None
    date = "2024-03"
    text = factory.Sequence(lambda n: f"Event {n}.")


class MeetingSeriesFactory(ModelFactory):
    class Meta:
        model = MeetingSeries

    slug = factory.Sequence(lambda n: f"series-{n}")
    name = factory.Sequence(lambda n: f"Series {n}")


class ProgrammeEntryFactory(PublishableFactory):
    class Meta:
        model = ProgrammeEntry

    biennium = "2016-17"
    title = factory.Sequence(lambda n: f"Proposed meeting {n}")
    sectors = related("sectors")
    publications = related("publications")
    practices = related("practices")


class AgendaItemFactory(ModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    order = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Agenda item {n}")


class DocumentFactory(PublishableFactory):
    """Public unless said: `DocumentFactory(visibility="staff")`."""

    class Meta:
        model = Document

    meeting = factory.SubFactory(MeetingFactory)
    kind = Document.Kind.REPORT
    title = factory.Sequence(lambda n: f"Paper {n}")
    visibility = Visibility.PUBLIC


class DocumentFileFactory(ModelFactory):
    """An address elsewhere; a kept file is made by `services.add_version`."""

    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    language = "en"
    url = factory.Sequence(lambda n: f"https://www.ilo.org/papers/{n}.pdf")


class ParticipantFactory(ModelFactory):
    """Shown to all unless said."""

    class Meta:
        model = Participant

    meeting = factory.SubFactory(MeetingFactory)
    group = Group.WORKERS
    organisation = factory.Sequence(lambda n: f"Union {n}")
    visibility = Visibility.PUBLIC
