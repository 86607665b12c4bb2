"""The system account that the server runs as: the caller's own, or for root, whom PostgreSQL refuses, another."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EmbeddedPostgresError

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int
    switch: bool

    @classmethod
    def for_folder(cls, folder: Path) -> "Account":
        """The account of a server in this folder: an unprivileged owner stays the owner."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), switch=False)
        if folder.exists() and (owner := folder.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid, switch=True)
        for name in UNPRIVILEGED:
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(user.pw_uid, user.pw_gid, switch=True)
        raise EmbeddedPostgresError(
            'PostgreSQL does not run as root: add a system user "postgres", or set DATABASE_URL.'
        )

    @property
    def popen(self) -> dict[str, Any]:
        """How a subprocess becomes this account, without the caller's environment (PGPORT, LANG …)."""
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        switch = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return {"env": environment, "umask": 0o077, **switch}

    def can_enter(self, path: Path) -> bool:
        """Whether the account may enter the folder (run the file), every folder above it included."""
        if not self.switch:
            return True
        tried = subprocess.run(["/bin/sh", "-c", 'test -x "$0"', path], check=False, **self.popen)
        return tried.returncode == 0

    def own(self, folder: Path) -> None:
        """Make a folder where there is none, give it to the account and shut it to everybody else."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.switch and folder.stat().st_uid != self.uid:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, self.uid, self.gid, follow_symlinks=False)
