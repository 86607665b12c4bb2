"""One outcome with everything on record about it: its actions, who judged it, and all of it as one timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from groundwork.partial_dates import PartialDate
from groundwork.publishing import PublishableQuerySet
from meetings.models import Answer, Deadline, Evidence, FollowUpEvent, Outcome, Pointer, ProgressUpdate, Responsibility
from meetings.models.outcomes import OutcomeQuerySet
from meetings.status import NOT_STATED, WORD, Word
from sectors.models import Theme


@dataclass(frozen=True)
class Step:
    """Something that was said or happened on a date."""

    date: PartialDate | None
    code: str  # of the status that it states of this outcome, else NOT_STATED
    kind: str | Promise
    text: str
    by: str = ""
    source: str = ""
    source_url: str = ""
    note: str | Promise = ""
    value: str = ""
    language: str = "en"  # "" = that of the page

    @property
    def word(self) -> Word | None:
        return WORD[self.code] if self.code != NOT_STATED else None


@dataclass(frozen=True)
class Verdict:
    """A judgement or the last report of an action, to be put side by side."""

    date: PartialDate
    body: str
    label: str | Promise
    code: str  # a status, or NOT_STATED
    text: str
    source: str
    source_url: str = ""


@dataclass(frozen=True)
class Action:
    """An action as the page shows it."""

    answer: Answer
    lead: list[Responsibility]
    joint: list[Responsibility]
    consulted: list[Responsibility]
    deadline: Deadline | None
    also: list[Outcome]
    pointers: list[Pointer]
    evidence: list[Evidence]

    @classmethod
    def of(cls, answer: Answer, outcome: Outcome) -> Self:
        roles = Responsibility.Role
        by_role = {role: [one for one in answer.action.responsibilities.all() if one.role == role] for role in roles}
        deadlines = list(answer.action.deadlines.all())
        evidence = [one for update in answer.action.updates.all() for one in update.evidence.all()]
        also = [other.outcome for other in answer.action.answers.all() if other.outcome_id != outcome.pk]
        return cls(
            answer,
            by_role[roles.LEAD],
            by_role[roles.JOINT],
            by_role[roles.CONSULTED],
            next(iter(deadlines), None),
            also,
            list(answer.action.pointers.all()),
            evidence,
        )

    @property
    def ended(self) -> str | Promise:
        """That the date or meeting set for it has passed, in a sentence; empty if none is known by its date."""
        if not (self.deadline and self.deadline.when):
            return ""
        if self.deadline.meeting:
            return _("Overdue: the meeting set as the date was %(period)s") % {"period": self.deadline.meeting.period}
        return _("Overdue: the date set was %(date)s") % {"date": self.deadline.when.display()}


def with_record(outcomes: OutcomeQuerySet, user: Any) -> OutcomeQuerySet:
    """With all that the user may see about them, in a constant number of queries."""
    others = Answer.objects.visible_to(user).select_related("outcome__meeting", "outcome__review")
    pointers = Pointer.objects.visible_to(user).select_related("outcome__meeting", "outcome__review")
    evidence = Evidence.objects.visible_to(user)
    answers = (
        Answer.objects.visible_to(user)
        .select_related("action")
        .prefetch_related(
            Prefetch("action__updates", ProgressUpdate.objects.visible_to(user)),
            Prefetch("action__updates__evidence", evidence.select_related("document__meeting")),
            Prefetch("action__deadlines", Deadline.objects.visible_to(user).select_related("meeting")),
            Prefetch("action__responsibilities", Responsibility.objects.visible_to(user).select_related("unit")),
            Prefetch("action__answers", others),
            Prefetch("action__pointers", pointers),
        )
    )
    judged = (
        Prefetch(name, Outcome._meta.get_field(name).related_model.objects.visible_to(user))
        for name in ("responses", "assessments", "statusoverrides")
    )
    themes = Prefetch("themes", Theme.objects.visible_to(user))
    return outcomes.prefetch_related(Prefetch("answers", answers), *judged, themes, "areas")


def referring_to(pointers: PublishableQuerySet, user: Any) -> dict[int, list[Outcome]]:
    """By outcome that the pointers lead to, the outcomes whose follow-up sends its readers there; in one query."""
    rows = Outcome.objects.visible_to(user).filter(answers__action__pointers__in=pointers)
    found: dict[int, list[Outcome]] = {}
    for row in rows.annotate(there=F("answers__action__pointers__outcome")).select_related("meeting", "review"):
        found.setdefault(row.there, []).append(row)
    return found


def around(outcome: Outcome, user: Any) -> tuple[list[Outcome], list[Outcome]]:
    """The others of its meeting or review, and those whose follow-up refers to it or to its section; in one query."""
    same_section = {f"outcome__{name}": getattr(outcome, name) for name in ("section", "meeting_id", "review_id")}
    to_section = Q(whole_section=True, **same_section) if outcome.section else Q(pk=None)
    pointers = Pointer.objects.visible_to(user).filter(Q(outcome=outcome) | to_section)
    refers = Exists(pointers.filter(action__answers__outcome=OuterRef("pk")))
    outcomes = Outcome.objects.visible_to(user).exclude(pk=outcome.pk).annotate(refers=refers)
    beside = Q(meeting=outcome.meeting_id, review=outcome.review_id)
    found = list(outcomes.filter(beside | Q(refers=True)).select_related("meeting", "review"))
    return [one for one in found if one.origin == outcome.origin], [one for one in found if one.refers]


def points_of(outcomes: OutcomeQuerySet, user: Any) -> list[Outcome]:
    """With their follow-up, and `referring`: the outcomes whose follow-up refers to the section that each opens."""
    pointers = Pointer.objects.visible_to(user).filter(whole_section=True)
    is_referred_to = Exists(pointers.filter(outcome=OuterRef("pk")))
    points = list(outcomes.with_follow_up(user).annotate(is_referred_to=is_referred_to))
    referred_to = [point for point in points if point.is_referred_to]
    by_outcome = referring_to(pointers.filter(outcome__in=referred_to), user) if referred_to else {}
    for point in points:
        point.referring = by_outcome.get(point.pk, [])
    return points


def events_of(outcome: Outcome, user: Any) -> list[FollowUpEvent]:
    """Those that name the outcome, and those of its whole meeting or review."""
    here = Q(outcome=outcome) | Q(outcome=None, meeting=outcome.meeting_id, review=outcome.review_id)
    return list(FollowUpEvent.objects.visible_to(user).filter(here))


def actions_of(outcome: Outcome) -> list[Action]:
    return [Action.of(answer, outcome) for answer in outcome.answers.all()]


def why_overdue(outcome: Outcome, actions: list[Action]) -> str | Promise:
    """Which date or meeting has passed, in a sentence; empty if the outcome is not overdue."""
    passed = [action for action in actions if action.deadline and action.deadline.when] if outcome.overdue else []
    first = min(passed, key=lambda action: str(action.deadline.when), default=None)
    return first.ended if first else ""


def verdicts_of(outcome: Outcome) -> list[Verdict]:
    """Assessments and the last report of each action, oldest first; none if nobody assessed the outcome."""
    assessments = [
        Verdict(one.date, one.body, one.verdict, one.status or NOT_STATED, one.text, one.source, one.source_url)
        for one in outcome.assessments.all()
    ]
    if not assessments:
        return []
    last = (next(iter(answer.action.updates.all()), None) for answer in outcome.answers.all())
    reports = [
        Verdict(one.date, one.reported_by or _("Report"), WORD[code].label, code, one.text, one.source)
        for one in last
        if one
        for code in [one.status or NOT_STATED]
    ]
    return sorted([*assessments, *reports], key=lambda verdict: str(verdict.date))


def contradict(verdicts: list[Verdict]) -> bool:
    """Whether they state different statuses."""
    return len({verdict.code for verdict in verdicts} - {NOT_STATED}) > 1


def timeline_of(outcome: Outcome, events: list[FollowUpEvent]) -> list[Step]:
    """Newest first, what has no date last."""
    steps = [*_reports(outcome), *_judgements(outcome), *_deadlines(outcome), *(_event(event) for event in events)]
    return sorted(steps, key=lambda step: str(step.date or ""), reverse=True)


def steps_of(outcome: Outcome) -> list[Step]:
    """What was reported and what happened about an outcome itself, newest first; after `with_follow_up`."""
    steps = [*_reports(outcome), *(_event(event) for event in outcome.events.all())]
    return sorted(steps, key=lambda step: str(step.date or ""), reverse=True)


def _reports(outcome: Outcome) -> Iterator[Step]:
    for answer in outcome.answers.all():
        for one in answer.action.updates.all():
            value = f"{one.value_of}: {one.value.normalize():f}" if one.value is not None else ""
            draft = "" if one.state == ProgressUpdate.State.PUBLISHED else one.get_state_display()
            code = one.status or NOT_STATED
            yield Step(one.date, code, _("Report"), one.text, one.reported_by, one.source, note=draft, value=value)


def _judgements(outcome: Outcome) -> Iterator[Step]:
    for one in outcome.responses.all():
        yield Step(
            one.date,
            NOT_STATED,
            _("Response"),
            one.text,
            one.body,
            one.source,
            one.source_url,
            one.get_answer_display(),
        )
    for one in outcome.assessments.all():
        yield Step(
            one.date,
            one.status or NOT_STATED,
            _("Assessment"),
            one.text,
            one.body,
            one.source,
            one.source_url,
            one.verdict,
        )
    for one in outcome.statusoverrides.all():
        yield Step(
            one.date,
            one.status or NOT_STATED,
            _("Status set, with a reason"),
            one.text,
            one.body,
            one.source,
            one.source_url,
        )


def _deadlines(outcome: Outcome) -> Iterator[Step]:
    for answer in outcome.answers.all():
        for one in answer.action.deadlines.all():
            when = one.date.display() if one.date else str(one.meeting or one.condition)
            yield Step(
                one.set_on, NOT_STATED, _("Deadline set"), when, source=one.source, language="" if one.date else "en"
            )


def _event(event: FollowUpEvent) -> Step:
    """One of a whole meeting states nothing of the outcome."""
    about = "" if event.outcome_id else _("about the whole meeting or review, not this point")
    inferred = _("the source does not name the meeting") if event.is_inferred else ""
    return Step(
        event.date,
        (event.status or NOT_STATED) if event.outcome_id else NOT_STATED,
        _("Event"),
        event.text,
        ", ".join(part for part in (event.by, event.partners) if part),
        event.source,
        event.source_url,
        "; ".join(part for part in (about, inferred) if part),
    )
