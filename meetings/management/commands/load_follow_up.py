"""What became of outcomes: events after meetings and reviews, deadlines, assessments and responses."""

from groundwork.loading import LoadCommand, by_key, progress
from groundwork.publishing import PublishingState, enter_state
from meetings.imports.follow_up import (
    EventRow,
    JudgementRow,
    PointerRow,
    read_deadlines,
    read_events,
    read_judgements,
    read_pointers,
    read_review_events,
)
from meetings.models import (
    Assessment,
    Deadline,
    FollowUpAction,
    FollowUpEvent,
    Meeting,
    Outcome,
    Pointer,
    Response,
    Review,
)

PUBLISHED = PublishingState.PUBLISHED


class Command(LoadCommand):
    help = "Load events, deadlines, assessments, responses and references from demo/; adds only what is missing."
    title = "Follow-up"
    files = (
        *("meetings/follow_up.csv", "reviews/events.csv"),
        *("reviews/deadlines.csv", "reviews/judgements.csv", "reviews/pointers.csv"),
    )

    def load(self) -> None:
        after_meetings, after_reviews, deadlines, judgements, pointers = (self.folder / name for name in self.files)
        self.meetings, self.reviews = by_key(Meeting, "source_key"), by_key(Review, "slug")
        self.add_events([*read_events(after_meetings), *read_review_events(after_reviews)])
        self.add_deadlines(read_deadlines(deadlines))
        for row in read_judgements(judgements):
            self.add_judgements(row)
        self.add_pointers(read_pointers(pointers))

    def add_events(self, rows: list[EventRow]) -> None:
        outcomes = by_key(Outcome, "source_key")
        events = [
            self.event(row, outcomes.get(row.outcome) if row.outcome else None) for row in progress(rows, self.title)
        ]
        self.add(events, "source_key", "events")
        self.counts["events that name one point"] = sum(event.outcome is not None for event in events)

    def event(self, row: EventRow, outcome: Outcome | None) -> FollowUpEvent:
        event = FollowUpEvent(
            source_key=row.key,
            meeting=self.meetings[row.meeting] if row.meeting else None,
            review=self.reviews[row.review] if row.review else None,
            outcome=outcome,
            points=row.points,
            date=row.date,
            text=row.text,
            status=row.status,
            by=row.by,
            partners=row.partners,
            source=row.source,
            source_url=row.source_url,
            is_inferred=row.is_inferred,
        )
        enter_state(event, PUBLISHED)
        return event

    def add_deadlines(self, rows: list) -> None:
        """Of actions that have none yet."""
        actions = by_key(FollowUpAction, "key")
        due = set(Deadline.objects.values_list("action__key", flat=True))
        added = [
            Deadline(
                action=actions[row.follow_up],
                date=row.date,
                meeting=self.meetings[row.meeting] if row.meeting else None,
                condition=row.condition,
                interim_measure=row.interim_measure,
                set_on=row.set_on,
                source=row.source,
            )
            for row in rows
            if row.follow_up not in due
        ]
        self.counts["deadlines loaded"] = len(Deadline.objects.bulk_create(added))

    def add_pointers(self, rows: list[PointerRow]) -> None:
        """Of actions that have none yet, to the first outcome under a heading."""
        actions = by_key(FollowUpAction, "key")
        pointing = set(Pointer.objects.values_list("action__key", flat=True))
        for row in rows:
            if row.follow_up not in pointing:
                outcome = Outcome.objects.filter(review=self.reviews[row.review], section_en=row.section)[0]
                Pointer.objects.create(action=actions[row.follow_up], outcome=outcome, whole_section=True)
                self.counts["references to a section"] += 1

    def add_judgements(self, row: JudgementRow) -> None:
        """Of each outcome of the review, unless the body has judged it on that date."""
        model = Assessment if row.kind == "assessment" else Response
        words = {"verdict": row.verdict, "status": row.status} if model is Assessment else {"answer": row.verdict}
        judged = model.objects.filter(body=row.body, date=row.date)
        outcomes = Outcome.objects.filter(review=self.reviews[row.review]).exclude(pk__in=judged.values("outcome"))
        added = model.objects.bulk_create(
            model(
                outcome=outcome,
                body=row.body,
                date=row.date,
                text=row.text,
                source=row.source,
                state=PUBLISHED,
                **words,
            )
            for outcome in outcomes
        )
        self.counts[f"{row.kind}s loaded"] += len(added)
