"""Keeping files in tests, on a disk with room and without."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from groundwork.uploads import StoredFile, storing
from tests.groundwork.uploads.documents import PDF, upload


def store(model: type[StoredFile], content: bytes = PDF, name: str = "paper.pdf") -> StoredFile:
    with storing(upload(content, name)) as fields:
        return model.objects.create(**fields)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*"))


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """No file of this process may grow past a size: writing fails in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
