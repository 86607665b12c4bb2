"""What there is on a sector, theme or country, in numbers that lead to the parts of its page."""

from typing import TypedDict

from django.utils.translation import npgettext_lazy

ONE_OR_MORE = {
    "research": npgettext_lazy("after a number", "research record", "research records"),
    "instruments": npgettext_lazy("after a number", "instrument", "instruments"),
    "practices": npgettext_lazy("after a number", "good practice", "good practices"),
    "meetings": npgettext_lazy("after a number", "meeting", "meetings"),
    "outcomes": npgettext_lazy("after a number", "outcome of meetings", "outcomes of meetings"),
    "statistics": npgettext_lazy("after a number", "statistical indicator", "statistical indicators"),
}


class Figure(TypedDict):
    """As parts/_glance.html takes it."""

    number: int
    words: str
    anchor: str


def at_a_glance(**numbers: int) -> list[Figure]:
    """In the order given, without what there is none of; one alone is no strip. The names are those of the parts."""
    figures = [
        Figure(number=number, words=ONE_OR_MORE[name] % number, anchor=name)
        for name, number in numbers.items()
        if number
    ]
    return figures if len(figures) > 1 else []
