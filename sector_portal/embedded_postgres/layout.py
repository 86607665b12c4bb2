"""Where the embedded server of a checkout keeps its things."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

PORT = 5432  # names the socket file; nothing listens on a network port
ROLE = DATABASE = "portal"


@dataclass(frozen=True)
class Layout:
    """The paths of one checkout's server. Finding them touches nothing.

    What must not be shared with another checkout, moved or copied, or with another user, is named by `key`.
    """

    checkout: Path
    key: str

    @classmethod
    def of(cls, base_dir: Path) -> "Layout":
        checkout = Path(base_dir).resolve()
        return cls(checkout, hashlib.sha256(b"%d:%b" % (os.geteuid(), os.fsencode(checkout))).hexdigest()[:16])

    @property
    def state_folder(self) -> Path:
        return self.checkout / ".portal"

    @property
    def signpost(self) -> Path:
        """The server's folder, or a link that shows a person where it is."""
        return self.state_folder / "postgres"

    @property
    def private_folder(self) -> Path:
        """Where folder and binaries go when root's server account cannot reach the checkout."""
        return Path("/var/lib") / f"sector-portal-{self.key}"

    @property
    def folder(self) -> Path:
        """The server's folder. The link is not followed: in a copied checkout it leads to the original's."""
        return self.private_folder if self.signpost.is_symlink() else self.signpost

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def life_lock(self) -> Path:
        return self.folder / "alive"

    @property
    def start_lock(self) -> Path:
        return self.state_folder / "postgres.lock"

    @property
    def log(self) -> Path:
        return self.state_folder / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Short, since a socket's path has about 100 bytes; not in TMPDIR, which differs between sessions."""
        return Path("/tmp") / f"sector-portal-{self.key}"  # noqa: S108  (made 0700, its owner checked)

    @property
    def socket(self) -> Path:
        return self.socket_folder / f".s.PGSQL.{PORT}"
