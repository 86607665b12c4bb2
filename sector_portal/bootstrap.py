"""Make `.venv` with the pinned packages: `python3 -m sector_portal.bootstrap base` (or `dev`).

Runs on the machine's own python3, before any package is there: the standard library only.
"""

import hashlib
import shutil
import ssl
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from sector_portal.background_process import one_at_a_time

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"


def main(kind: str) -> None:
    wanted = _fingerprint(kind)
    done = VENV / f"installed-{kind}"
    state = CHECKOUT / ".portal"
    state.mkdir(exist_ok=True)
    with one_at_a_time(state / "bootstrap.lock"):
        if not venv_works(VENV):
            _make_venv()
        if not done.exists() or done.read_text() != wanted:
            _say("Installing the Python packages")
            _install(kind)
            done.write_text(wanted)


def _fingerprint(kind: str) -> str:
    """What an installation depends on; another text means that it must be done again."""
    pins = b"".join((CHECKOUT / "requirements" / f"{name}.txt").read_bytes() for name in ("bootstrap", kind))
    return hashlib.sha256(pins).hexdigest()


def venv_works(venv: Path) -> bool:
    """Whether it was made for this place (a copied one runs the original's packages) and its Python is still there."""
    try:
        made_by = [line for line in (venv / "pyvenv.cfg").read_text().splitlines() if line.startswith("command = ")]
        runs = subprocess.run([venv / "bin" / "python", "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False
    return runs and any(line.endswith(f" {venv}") for line in made_by)


def _make_venv() -> None:
    if find_spec("venv") is None or find_spec("ensurepip") is None:
        sys.exit("Python cannot make virtual environments here: install the package python3-venv and try again.")
    _say("Making the virtual environment .venv")
    if VENV.is_symlink():
        VENV.unlink()  # what it leads to is somebody else's
    shutil.rmtree(VENV, ignore_errors=True)
    _run([sys.executable, "-m", "venv", VENV], "The virtual environment could not be made")


def _install(kind: str) -> None:
    """uv, checked by its hash, then everything else by uv, checked likewise."""
    failure = "The Python packages could not be fetched: check the network connection and try again"
    pins = CHECKOUT / "requirements"
    _run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", pins / "bootstrap.txt"], failure)
    # Like pip, trust what the system trusts, where it trusts anything: a company's proxy is not in uv's own list.
    certificates = ["--system-certs"] if ssl.get_default_verify_paths().cafile else []
    uv = [VENV / "bin" / "uv", "pip", "install", "-q", *certificates, "--python", PYTHON]
    _run([*uv, "--require-hashes", "-r", pins / f"{kind}.txt"], failure)


def _run(command: Sequence[str | Path], failure: str) -> None:
    """Quietly; what it said goes to a file if it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        log = CHECKOUT / ".portal" / "bootstrap.log"
        log.write_text(f"{done.stdout}{done.stderr}")
        sys.exit(f"{failure} (details in {log}).")


def _say(what: str) -> None:
    sys.stdout.write(f"{what} …\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
