"""A PostgreSQL server for one checkout, run from the wheel's programs, reached by a socket only it has.

`docs/decisions/0002-embedded-postgresql.md` says why. Needs no Django: `manage.py` starts it first.
"""

import shutil
from pathlib import Path
from typing import Any

from sector_portal import background_process

from . import binaries, cluster, server
from .account import Account
from .errors import EmbeddedPostgresError
from .layout import DATABASE, PORT, ROLE, Layout

__all__ = ["EmbeddedPostgresError", "database_settings", "ensure_running", "remove", "stop"]


def database_settings(base_dir: Path) -> dict[str, Any]:
    """Django's DATABASES entry for the checkout's server. Starts nothing, touches nothing."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": ROLE,
        "PASSWORD": "",
        "HOST": str(Layout.of(base_dir).socket_folder),
        "PORT": str(PORT),  # said, or libpq would take PGPORT from the environment
    }


def ensure_running(base_dir: Path) -> None:
    """Return when the checkout's server takes connections; make and start it where needed.

    Safe from many processes at once, and quick when it runs: they all call it.
    Raises EmbeddedPostgresError with a sentence that says what to do.
    """
    layout = Layout.of(base_dir)
    try:
        if not server.is_ready(layout):
            _start(layout)
    except OSError as error:
        raise _refused(error) from error


def stop(base_dir: Path) -> None:
    """Stop the checkout's server, if it runs."""
    layout = Layout.of(base_dir)
    if not layout.folder.exists():
        return
    try:
        with background_process.one_at_a_time(layout.start_lock):
            server.stop(layout)
    except OSError as error:
        raise _refused(error) from error


def remove(base_dir: Path) -> None:
    """Stop the checkout's server and remove its data; never another checkout's."""
    stop(base_dir)
    layout = Layout.of(base_dir)
    try:
        if layout.signpost.is_symlink():
            layout.signpost.unlink()
        for folder in (layout.signpost, layout.private_folder, layout.socket_folder):
            if folder.exists():
                shutil.rmtree(folder)
    except OSError as error:
        raise _refused(error) from error


def _start(layout: Layout) -> None:
    layout.state_folder.mkdir(exist_ok=True)
    layout.state_folder.chmod(0o755)  # the server's account passes through it, whatever the caller's umask
    with background_process.one_at_a_time(layout.start_lock):
        if server.is_ready(layout):  # started while we waited
            return
        account = Account.for_folder(layout.folder)
        cluster.settle(layout, account)
        programs = binaries.programs(layout, account)
        if not layout.data.exists():
            cluster.create(layout, account, programs)
        cluster.check_version(layout)
        server.start(layout, account, programs)


def _refused(error: OSError) -> EmbeddedPostgresError:
    return EmbeddedPostgresError(
        f"The embedded database cannot be used ({error.strerror}: {error.filename}): "
        "make this possible for the present user, or set DATABASE_URL."
    )
