"""Writing search rows."""

from collections.abc import Iterable


def reindex(publication_ids: Iterable[int]) -> int:
    raise NotImplementedError
