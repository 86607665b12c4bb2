"""The data folder: placed where its account reaches it, made whole or not at all, checked before a start."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from .account import Account
from .binaries import MAJOR
from .errors import EmbeddedPostgresError
from .layout import DATABASE, ROLE, Layout

INITDB = [
    f"--username={ROLE}",  # a superuser of this private server: the tests make databases of their own
    "--auth=trust",  # whoever can enter the socket's 0700 folder
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",  # sorts the same on every machine, whatever its C library
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
]


def settle(layout: Layout, account: Account) -> None:
    """Make the server's folder where the account can reach it, give it to the account, and sweep it."""
    if layout.signpost.is_symlink() or not account.can_enter(layout.state_folder):
        if layout.signpost.is_dir() and not layout.signpost.is_symlink():
            raise EmbeddedPostgresError(
                f"The embedded database in {layout.signpost} is shut off from the account that owns it: open the "
                'folders above it again, or run "make demo-reset" to begin with new data elsewhere.'
            )
        layout.signpost.unlink(missing_ok=True)
        layout.signpost.symlink_to(layout.private_folder)
    account.own(layout.folder)
    for unfinished in layout.folder.glob("new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def create(layout: Layout, account: Account, programs: Path) -> None:
    """Make the data folder with the portal's role and database, beside its place, then move it there.

    Each attempt has a folder of its own: the `initdb` of an attempt that was killed may still be writing.
    """
    new = Path(tempfile.mkdtemp(prefix="new-", dir=layout.folder))
    account.own(new)
    _run([programs / "initdb", "-D", new, *INITDB], account)
    _run(
        [programs / "postgres", "--single", "-D", new, "-c", "exit_on_error=true", "postgres"],
        account,
        f"CREATE DATABASE {DATABASE}\n",
    )
    new.rename(layout.data)


def _run(command: list[str | Path], account: Account, statements: str = "") -> None:
    done = subprocess.run(
        command, check=False, cwd="/", input=statements, capture_output=True, text=True, **account.popen
    )
    if done.returncode:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise EmbeddedPostgresError(f"The embedded database could not be made ({reason}): solve this and try again.")


def check_version(layout: Layout) -> None:
    """Refuse data that these programs cannot read. PostgreSQL writes its major version in PG_VERSION."""
    try:
        made_by = (layout.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        made_by = ""
    if made_by != str(MAJOR):
        what = f"was made by PostgreSQL {made_by}, not {MAJOR}" if made_by else "is broken (it has no PG_VERSION)"
        raise EmbeddedPostgresError(
            f'The embedded database in {layout.data} {what}: run "make demo-reset" to begin with new data.'
        )
