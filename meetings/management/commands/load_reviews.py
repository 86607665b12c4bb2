"""Reviews, their recommendations, and the follow-up that was reported."""

from accounts.models import Unit
from groundwork.loading import LoadCommand, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from meetings.imports.reviews import OutcomeRow, ReviewRow, read_reviews
from meetings.models import Answer, FollowUpAction, Outcome, ProgressUpdate, Responsibility, Review
from meetings.wording import SourceKind

PUBLISHED = PublishingState.PUBLISHED


class Command(LoadCommand):
    help = "Load reviews with recommendations and follow-up from demo/; adds only the reviews that are missing."
    title = "Reviews"
    files = ("reviews/reviews.csv", "reviews/evaluation_recommendations.csv", "reviews/strategy_elements.csv")

    def load(self) -> None:
        rows = {row.slug: row for row in read_reviews(*(self.folder / name for name in self.files))}
        reviews = [_review(row) for row in progress(rows.values(), self.title)]
        for review in self.add(reviews, "slug"):
            self.add_outcomes(review, rows[review.slug])

    def add_outcomes(self, review: Review, row: ReviewRow) -> None:
        outcomes = Outcome.objects.bulk_create(
            _outcome(review, row, order, outcome) for order, outcome in enumerate(row.outcomes, start=1)
        )
        actions = self.add_actions(row)
        Answer.objects.bulk_create(
            Answer(outcome=outcome, action=actions[answer.action], certainty=answer.certainty, note=answer.note)
            for outcome, outcome_row in zip(outcomes, row.outcomes, strict=True)
            for answer in outcome_row.answers
        )
        if row.appendix:
            self.counts[f"recommendations, Appendix {row.appendix}"] = len(outcomes)
            self.counts[f"follow-ups, Appendix {row.appendix}"] = len(actions)
        else:
            self.counts["elements of the strategy"] = len(outcomes)

    def add_actions(self, row: ReviewRow) -> dict[str, FollowUpAction]:
        """Each with its one report."""
        answers = {answer.action: answer for outcome in row.outcomes for answer in outcome.answers}
        actions = [FollowUpAction(key=key) for key in answers]
        for action in actions:
            enter_state(action, PUBLISHED)
        added = {action.key: action for action in FollowUpAction.objects.bulk_create(actions)}
        if added:
            lead, _made = Unit.objects.get_or_create(code=row.lead_unit, defaults={"name": row.lead_unit})
            Responsibility.objects.bulk_create(
                Responsibility(action=action, unit=lead, basis=row.lead_basis) for action in added.values()
            )
        ProgressUpdate.objects.bulk_create(
            ProgressUpdate(
                action=added[key],
                date=row.reported_on,
                text=answer.text,
                status=answer.status,
                reported_by=row.reported_by,
                source=row.source,
                state=PUBLISHED,
            )
            for key, answer in answers.items()
        )
        return added


def _review(row: ReviewRow) -> Review:
    review = Review(
        slug=row.slug,
        kind=row.kind,
        date=row.date,
        symbol=row.symbol,
        note=row.note,
        **in_languages("title", row.titles),
    )
    enter_state(review, PUBLISHED)
    return review


def _outcome(review: Review, row: ReviewRow, order: int, outcome: OutcomeRow) -> Outcome:
    made = Outcome(
        review=review,
        number=outcome.number,
        order=order,
        wording=Outcome.Wording.VERBATIM,
        source=row.source,
        source_kind=SourceKind.OFFICIAL,
        kind=outcome.kind,
        all_sectors=True,
        **in_languages("text", {"en": outcome.text}),
        **in_languages("section", {"en": outcome.section}),
    )
    enter_state(made, PUBLISHED)
    return made
