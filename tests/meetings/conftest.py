from pathlib import Path

import pytest


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """The private folder, not made yet."""
    settings.PRIVATE_ROOT = tmp_path / "files"
    return settings.PRIVATE_ROOT
