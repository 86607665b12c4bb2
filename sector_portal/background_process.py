"""Background processes that say whether they live by a lock.

A process started here inherits an open, locked file, and so does every process that it forks. The kernel
lets go of the lock when the last of them is gone, however it ended. A number in a pid file can be left over,
belong to another program by now, or have been copied with its folder; the lock cannot.
"""

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold the lock file for the length of a block; wait for whoever holds it."""
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_alive(life_lock: Path) -> bool:
    """Whether the process started with this lock, or a child of it, still runs."""
    try:
        file = life_lock.open("r+")
    except FileNotFoundError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start(
    command: Sequence[str | Path], *, life_lock: Path, log: Path, pid_file: Path | None = None, **popen: Any
) -> None:
    """Start a command that outlives its caller and the terminal, its output in a log file of its own.

    The shell forks once more and leaves, so that the caller has no child to wait for and no zombie to keep. It
    writes the pid file, whose number is right for as long as the process lives.
    """
    if log.exists():
        log.replace(log.with_name(f"{log.name}.old"))
    with life_lock.open("a") as lock, log.open("wb") as output:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        subprocess.run(
            ["/bin/sh", "-c", '"$@" & echo $! > "$0"', *map(os.fspath, (pid_file or os.devnull, *command))],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=(lock.fileno(),),
            **popen,
        )


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Whether the condition came true within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
