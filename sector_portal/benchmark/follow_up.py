"""What the list of follow-up costs over many outcomes, against a thousand: a ratio within one run.

The outcomes are made in a transaction that is undone, beside those that are there. Their texts come from a file or are
made up; one in ten has an action with a lead, a deadline and a report.
"""

import time
from collections.abc import Iterator
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit
from groundwork.partial_dates import PartialDate
from groundwork.places import Area
from groundwork.tabular import read_csv
from meetings.models import (
    Answer,
    Deadline,
    FollowUpAction,
    Meeting,
    Outcome,
    ProgressUpdate,
    Responsibility,
)
from meetings.status import Status
from meetings.wording import FollowUpType, WorkCategory
from sector_portal.page_costs import visitor
from sectors.models import Sector, Theme

FEW = 1_000
MANY = 27_722  # as many as the Universal Periodic Review made until 2015
REPORTED = 10  # one in so many has a report
PER_MEETING = 100
TIMES = 5
TEXT = "recommendation"  # the column of a file
ASKED = {
    "everything": "",
    "status": "?status=ongoing",
    "no report": "?status=no_report",
    "unit": "?unit=BENCH",
    "meeting": "?meeting=bench-3",
    "sector": "?sector=mining",
    "theme": "?theme={theme}",
    "country": "?country={country}",
    "type": "?type=research",
    "kind of work": "?category=coherence",
    "gender": "?gender=1",
    "overdue": "?overdue=1",
    "due within": "?due_within=30",
    "as at": "?as_at=2026-01-01",
    "changed since": "?changed_since=2026",
    "due soonest": "?sort=due",
    "later page": "?page=3",
}


def follow_up(file: Path | None = None, number: int = MANY) -> dict[str, Any]:
    """Cost by filter: seconds of the many to those of the few, and the queries of each."""
    texts = texts_of(file, number)
    client = visitor()
    with transaction.atomic():
        maker = Maker()
        maker.make(islice(texts, FEW))
        few = _costs(client, maker.subjects)
        maker.make(texts)
        many = _costs(client, maker.subjects)
        transaction.set_rollback(True)
    return {
        "about": f"seconds of {maker.made:,} outcomes to those of {FEW:,}, in one run; queries of each",
        "outcomes": maker.made,
        "cost_to_few": {name: round(many[name][0] / few[name][0], 2) for name in ASKED},
        "queries": {name: [few[name][1], many[name][1]] for name in ASKED},
        "slowest_seconds_on_this_machine_only": round(max(seconds for seconds, _queries in many.values()), 2),
        "milliseconds_on_this_machine_only": {name: round(many[name][0] * 1000) for name in ASKED},
    }


def texts_of(file: Path | None, number: int) -> Iterator[str]:
    """The texts of a CSV file, or as many made-up ones."""
    if file:
        return iter([row[TEXT] for row in read_csv(file, [TEXT])])
    return (
        f"Recommendation {n} of the load test, about what governments and the Office should do." for n in range(number)
    )


class Maker:
    """Makes outcomes a batch at a time."""

    def __init__(self) -> None:
        self.made = self.meetings = 0
        self.published = {"state": "published", "published_at": timezone.now()}
        self.unit, _made = Unit.objects.get_or_create(code="BENCH", defaults={"name": "Bench"})
        self.sector = Sector.objects.filter(slug="mining").first()
        self.theme = Theme.objects.visible_to(None).first()
        self.area = Area.objects.countries().first()

    @property
    def subjects(self) -> dict[str, str]:
        """What the addresses of ASKED name; a database without themes or countries is asked for none."""
        return {"theme": self.theme.slug if self.theme else "", "country": self.area.code if self.area else ""}

    def make(self, texts: Iterator[str]) -> None:
        while batch := list(islice(texts, PER_MEETING)):
            number = self.meetings = self.meetings + 1
            meeting = Meeting.objects.create(
                slug=f"bench-{number}",
                title=f"Load test {number}",
                kind=Meeting.Kind.EVENT,
                start=PartialDate(1990 + number % 36, 1 + number % 12),
                **self.published,
            )
            made = Outcome.objects.bulk_create(
                Outcome(
                    meeting=meeting,
                    text_en=text,
                    text=text,
                    order=place,
                    number=str(place + 1),
                    follow_up_types=[FollowUpType.values[place % len(FollowUpType)]],
                    work_category=WorkCategory.values[place % len(WorkCategory)],
                    gender_marker=place % 3,
                    **self.published,
                )
                for place, text in enumerate(batch)
            )
            self.link(made[::3])
            self.report(made[::REPORTED])
            self.made += len(made)

    def link(self, outcomes: list[Outcome]) -> None:
        for relation, name, subject in (
            (Outcome.sectors, "sector", self.sector),
            (Outcome.themes, "theme", self.theme),
            (Outcome.areas, "area", self.area),
        ):
            if subject:
                through = relation.through
                through.objects.bulk_create(through(outcome=outcome, **{name: subject}) for outcome in outcomes)

    def report(self, outcomes: list[Outcome]) -> None:
        actions = FollowUpAction.objects.bulk_create(FollowUpAction(**self.published) for _outcome in outcomes)
        Responsibility.objects.bulk_create(Responsibility(action=action, unit=self.unit) for action in actions)
        Answer.objects.bulk_create(
            Answer(action=action, outcome=outcome) for action, outcome in zip(actions, outcomes, strict=True)
        )
        states = list(Status)
        ProgressUpdate.objects.bulk_create(
            ProgressUpdate(
                action=action,
                date=PartialDate(2020 + place % 7, 1 + place % 11),
                text="What was reported in the load test.",
                status=states[place % len(states)],
                source="Load test",
                state="published",
            )
            for place, action in enumerate(actions)
        )
        Deadline.objects.bulk_create(
            Deadline(action=action, date=PartialDate(2019 + place % 12), set_on=PartialDate(2019))
            for place, action in enumerate(actions)
        )


def _costs(client: Client, subjects: dict[str, str]) -> dict[str, tuple[float, int]]:
    """By filter; the database first looks at what was made, as it does by itself within minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: _asked(client, query.format(**subjects)) for name, query in ASKED.items()}


def _asked(client: Client, query: str) -> tuple[float, int]:
    """The least seconds of several requests, which others on the machine disturb least, and the queries of one."""
    address, https = reverse("follow-up") + query, settings.SECURE_SSL_REDIRECT
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, secure=https)
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answers {answer.status_code}: nothing was measured.")
    queries = len(asked)  # now, as the next request begins a new count
    seconds = []
    for _time in range(TIMES):
        began = time.perf_counter()
        client.get(address, secure=https)
        seconds.append(time.perf_counter() - began)
    return min(seconds), queries
