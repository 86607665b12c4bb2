"""Resumption tokens (section 3.5): all that the next page needs stands in the token itself, signed.

So they outlive restarts, need no table and never expire. A list is in the order of the records' numbers, which do not
change: however records change meanwhile, each is met once.
"""

from typing import NamedTuple, Self

from django.core import signing

from research.oai.errors import OaiError

SALT = "research.oai"


class Place(NamedTuple):
    """Where in a list: what was asked, the number of the last record given, how many were given, and of how many."""

    verb: str
    arguments: dict[str, str]
    after: int = 0
    cursor: int = 0
    size: int | None = None

    @property
    def token(self) -> str:
        return signing.dumps(list(self), salt=SALT, compress=True)

    @classmethod
    def read(cls, token: str, verb: str) -> Self:
        """Raises OaiError for what this portal did not write, or wrote for another verb."""
        try:
            place = cls(*signing.loads(token, salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            place = None
        if place is None or place.verb != verb:
            raise OaiError("badResumptionToken", "This token was not given here for this verb. Begin the list anew.")
        return place

    def next(self, *, after: int, cursor: int, size: int) -> Self:
        return self._replace(after=after, cursor=cursor, size=size)
