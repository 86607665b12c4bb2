"""Files that no row knows: left by a kill, by a commit that failed, or by a row that was deleted."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.utils import timezone

from groundwork.uploads.stored_file import StoredFile
from groundwork.uploads.storing import STORED_NAME, UNFINISHED

SETTLED = dt.timedelta(days=1)  # by then every transaction that could still write the row is over


def remove_orphans(*, older_than: dt.timedelta = SETTLED, registry: Apps = apps) -> int:
    """Delete files without a row, and unfinished ones. Returns how many. Touches nothing that was not made here."""
    files = list(_files_until(timezone.now() - older_than))
    known = {name for model in _models(registry) for name in model._base_manager.values_list("stored_as", flat=True)}
    orphans = [path for path in files if path.name not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _files_until(latest: dt.datetime) -> Iterator[Path]:
    for path in settings.PRIVATE_ROOT.glob("*"):
        ours = STORED_NAME.fullmatch(path.name.removesuffix(UNFINISHED))
        with suppress(FileNotFoundError):  # an upload gave it its name just now
            if ours and path.stat().st_mtime < latest.timestamp():
                yield path


def _models(registry: Apps) -> list[type[StoredFile]]:
    return [model for model in registry.get_models() if issubclass(model, StoredFile)]
