from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import isolate_apps

from groundwork.uploads import StoredFile


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """The private folder, not made yet."""
    settings.PRIVATE_ROOT = tmp_path / "files"
    return settings.PRIVATE_ROOT


@pytest.fixture
def paper(db) -> Iterator[type[StoredFile]]:
    """A model with files, with a real table, known to no other test."""
    with isolate_apps("groundwork"):

        class Paper(StoredFile):
            class Meta:
                app_label = "groundwork"

        with connection.schema_editor() as editor:
            editor.create_model(Paper)
        yield Paper
        with connection.schema_editor() as editor:
            editor.delete_model(Paper)
