"""How factories fill relations that need the object first."""

from collections.abc import Callable, Iterable
from typing import Any

import factory


def related(name: str) -> factory.post_generation:
    """A many-to-many given as a list: `MeetingFactory(sectors=[mining])`."""

    def fill(created: Any, create: bool, items: Iterable[Any] | None, **_no_more: Any) -> None:
        if items is not None:
            getattr(created, name).set(items)

    return factory.post_generation(fill)


def related_through(join: Callable[..., Any]) -> factory.post_generation:
    """A list of objects, each joined by a row of its own, which `join(created, item, **fields)` makes.

    `sectors__provenance="suggested"` gives the field to every row of `sectors`.
    """

    def fill(created: Any, create: bool, items: Iterable[Any] | None, **fields: Any) -> None:
        for item in items or []:
            join(created, item, **fields)

    return factory.post_generation(fill)
