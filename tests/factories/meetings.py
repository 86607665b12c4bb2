import factory

from groundwork.publishing import PublishingState, Visibility
from meetings.models import (
    AgendaItem,
    Answer,
    Document,
    DocumentFile,
    FollowUpAction,
    Meeting,
    MeetingSeries,
    Outcome,
    Participant,
    ProgrammeEntry,
    ProgressUpdate,
    Review,
)
from meetings.models.participants import Group
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


class FollowUpActionFactory(PublishableFactory):
    """`FollowUpActionFactory(outcomes=[outcome])`; `outcomes__certainty="probable"` is said of every pairing."""

    class Meta:
        model = FollowUpAction

    title = factory.Sequence(lambda n: f"Action {n}")
    outcomes = related_through(
        lambda action, outcome, **fields: AnswerFactory(action=action, outcome=outcome, **fields)
    )


class AnswerFactory(ModelFactory):
    class Meta:
        model = Answer

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
