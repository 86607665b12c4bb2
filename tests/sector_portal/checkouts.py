"""Folders that stand for a checkout."""

import tempfile
from pathlib import Path


def open_folder() -> Path:
    """A folder that every account can enter, as a database server of root needs it; pytest's tmp_path is shut."""
    folder = Path(tempfile.mkdtemp(prefix="portal-checkout-"))
    folder.chmod(0o755)
    return folder
