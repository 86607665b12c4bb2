import factory

from groundwork.publishing import PublishingState
from meetings.models import Answer, FollowUpAction, Meeting, Outcome, ProgressUpdate, Review
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
