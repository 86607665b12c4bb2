"""Wherever a number stands on a way to the list of follow-up, the list has exactly that many rows."""

import re

import pytest
from lxml import html

from tests.factories.accounts import UnitFactory
from tests.factories.meetings import (
    DeadlineFactory,
    FollowUpActionFactory,
    OutcomeFactory,
    ProgressUpdateFactory,
    ReviewFactory,
)
from tests.factories.sectors import BranchFactory

ROWS = re.compile(r"\d+")


@pytest.fixture
def many_states(filled):
    """Outcomes of a sector, of its branch, of a theme and a country and of a review, in every state, some overdue."""
    review = ReviewFactory(slug="review", date="2015")
    unit = UnitFactory(code="LEADING")
    subjects = {"themes": [filled.theme], "areas": [filled.country]}
    for number, status in enumerate(("completed", "ongoing", "ongoing", "not_started", "not_pursued", "", None)):
        here = {"meeting": None, "review": review} if number % 2 else {}
        outcome = OutcomeFactory(sectors=[BranchFactory(parent=filled.sector)], **subjects, **here)
        OutcomeFactory(draft=True, sectors=[filled.sector], **subjects, **here)
        if status is not None:
            action = FollowUpActionFactory(outcomes=[outcome], lead=unit)
            ProgressUpdateFactory(action=action, status=status, date=f"201{number}")
            DeadlineFactory(action=action, date="2018", set_on="2017")
    return {"meeting": OutcomeFactory().meeting.get_absolute_url(), "review": review.get_absolute_url()}


def numbers_on(client, address: str) -> dict[str, int]:
    """Address of a list of follow-up: the number that stands on the way there."""
    page = html.fromstring(client.get(address).content)
    links = page.xpath('//main//a[contains(@href, "/follow-up/?")][b or contains(., "outcome")]')
    found = {link.get("href"): ROWS.search(link.text_content()) for link in links}
    return {href: int(number[0]) for href, number in found.items() if number}


def rows_at(client, address: str) -> int:
    """Counted one by one, on every page of the list."""
    page = client.get(address).context["page"]
    others = (client.get(f"{address}&page={number}") for number in page.paginator.page_range if number > 1)
    return len(page.object_list) + sum(len(other.context["page"].object_list) for other in others)


def test_every_number_on_a_bar_lists_exactly_that_many_rows(client, many_states):
    bars = ["/", *many_states.values(), "/follow-up/", "/fr/follow-up/?sector=mining", "/follow-up/?theme=skills"]
    bars += ["/follow-up/?country=tha&overdue=1", "/follow-up/?as_at=2014", "/follow-up/?status=ongoing&review=review"]
    bars += ["/follow-up/?unit=LEADING", "/follow-up/?silent_since=2012"]
    for address in (*bars, "/themes/skills/", "/countries/tha/", "/sectors/mining/"):
        numbers = numbers_on(client, address)
        assert len(numbers) >= (8 if "follow-up" in address else 1), address
        for href, number in numbers.items():
            assert rows_at(client, href) == number, (address, href)
