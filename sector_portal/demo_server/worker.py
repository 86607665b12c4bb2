"""The worker in the background: it does what web processes leave for later."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from sector_portal import background_process
from sector_portal.background_process import is_alive, wait_until

STOP_SECONDS = 10


class WorkerError(Exception):
    """Its text is one sentence that says what to do."""


class Worker:
    """The checkout's worker and the files by which it is known."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        state = checkout / ".portal"
        self.life_lock = state / "worker.alive"
        self.pid_file = state / "worker.pid"
        self.log = state / "worker.log"

    def start(self) -> None:
        """Start it, with the present code."""
        self.stop()
        background_process.start(
            [sys.executable, "manage.py", "procrastinate", "worker"],
            life_lock=self.life_lock,
            log=self.log,
            pid_file=self.pid_file,
            cwd=self.checkout,
        )

    def ensure_alive(self) -> None:
        """Say so if it ended, as it does at once where something is wrong."""
        if not is_alive(self.life_lock):
            raise WorkerError(f"The worker does not run: its log {self.log} says why.")

    def stop(self) -> None:
        """Let it finish what it does; what takes too long is cut off and done again by the next worker."""
        for end in (signal.SIGTERM, signal.SIGKILL):
            if not is_alive(self.life_lock):
                return
            with suppress(ProcessLookupError):  # it ended in this moment
                os.kill(int(self.pid_file.read_text()), end)
            wait_until(lambda: not is_alive(self.life_lock), seconds=STOP_SECONDS)
        if is_alive(self.life_lock):
            raise WorkerError(f"The worker does not stop: end the process in {self.pid_file} and try again.")
