"""Start and stop the server, and ask whether it is ready."""

import os
import re
import signal
import socket
import stat
from contextlib import suppress
from pathlib import Path

import psycopg

from sector_portal import background_process

from .account import Account
from .errors import EmbeddedPostgresError
from .layout import DATABASE, PORT, ROLE, Layout

START_SECONDS = 120  # the replay of the log after a crash included
STOP_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "max_connections": 100,  # parallel tests, two gunicorn workers with their threads, a background worker
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": 1.1,  # a solid-state disk
    "jit": "off",  # compiling costs more than our queries take
    "dynamic_shared_memory_type": "mmap",  # /dev/shm: 64 MB in containers, emptied when its user logs out
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
# Lines of postmaster.pid, counted from 0 (PostgreSQL, src/include/utils/pidfile.h)
PID, SOCKET_FOLDER, STATUS = 0, 4, 7


def is_ready(layout: Layout) -> bool:
    """Whether the checkout's own server takes connections. A tenth of a millisecond."""
    return _pid_file(layout, STATUS) == "ready" and _answers(layout)


def start(layout: Layout, account: Account, programs: Path) -> None:
    """Start a server on data that are in place. The caller holds the start lock."""
    if background_process.is_alive(layout.life_lock):
        if _pid_file(layout, SOCKET_FOLDER) in ("", str(layout.socket_folder)) and _becomes_ready(layout):
            return  # started by a process that was killed before it could see this
        stop(layout)  # its socket is elsewhere or lost: the checkout was moved, or /tmp was swept
    _forget_last_server(layout)
    _make_socket_folder(layout, account)
    settings = {**SETTINGS, "unix_socket_directories": layout.socket_folder}
    background_process.start(
        [programs / "postgres", "-D", layout.data, *(f"--{name}={settings[name]}" for name in settings)],
        life_lock=layout.life_lock,
        log=layout.log,
        cwd="/",
        **account.popen,
    )
    if not (_becomes_ready(layout) and _lets_in(layout)):
        raise EmbeddedPostgresError(
            f"The embedded database does not work ({_last_words(layout)}): see {layout.log}, "
            'or run "make demo-reset" to begin with new data.'
        )


def stop(layout: Layout) -> None:
    """Stop the server if one runs; open transactions are rolled back. The caller holds the start lock."""
    if not background_process.is_alive(layout.life_lock):
        return
    if pid := _pid_file(layout, PID):
        with suppress(ProcessLookupError):  # killed, and its children are about to notice
            os.kill(int(pid), signal.SIGINT)  # PostgreSQL's "fast shutdown"
    if not background_process.wait_until(
        lambda: not background_process.is_alive(layout.life_lock), seconds=STOP_SECONDS
    ):
        raise EmbeddedPostgresError(
            f"The embedded database (process {pid}) does not stop: see {layout.log}, end it and try again."
        )


def _pid_file(layout: Layout, line: int) -> str:
    """A line of the server's own postmaster.pid, empty where there is none (yet)."""
    try:
        return (layout.data / "postmaster.pid").read_text().splitlines()[line].strip()
    except (FileNotFoundError, IndexError):
        return ""


def _answers(layout: Layout) -> bool:
    try:
        folder = layout.socket_folder.lstat()
        if not _is_private(folder, layout.data.stat().st_uid):
            return False
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(layout.socket))
    except OSError:
        return False
    return True


def _lets_in(layout: Layout) -> bool:
    """Whether a session opens. A server starts on a damaged folder too, and refuses only then."""
    try:
        psycopg.connect(host=str(layout.socket_folder), port=PORT, user=ROLE, dbname=DATABASE).close()
    except psycopg.OperationalError:
        return False
    return True


def _is_private(folder: os.stat_result, owner: int) -> bool:
    return stat.S_ISDIR(folder.st_mode) and folder.st_uid == owner and not folder.st_mode & 0o077


def _becomes_ready(layout: Layout) -> bool:
    """Wait for a server that lives: until it is ready, gone, or ready where we cannot reach it."""
    background_process.wait_until(
        lambda: _pid_file(layout, STATUS) == "ready" or not background_process.is_alive(layout.life_lock),
        seconds=START_SECONDS,
    )
    return is_ready(layout)


def _forget_last_server(layout: Layout) -> None:
    """Remove what a server left that is gone, or that runs on the folder this one was copied from.

    The life lock is free, so no server of ours is alive here, nor a child of one; one started by hand may be.
    """
    pid = _pid_file(layout, PID)
    try:
        by_hand = Path(f"/proc/{pid}/cwd").samefile(layout.data)
    except OSError:
        by_hand = False
    if by_hand:
        raise EmbeddedPostgresError(
            f"A server started by hand (process {pid}) uses {layout.data}: end it and try again."
        )
    for left_over in (layout.data / "postmaster.pid", layout.socket, Path(f"{layout.socket}.lock")):
        left_over.unlink(missing_ok=True)


def _make_socket_folder(layout: Layout, account: Account) -> None:
    folder = layout.socket_folder
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid == os.geteuid():
        account.own(folder)
    if not _is_private(folder.lstat(), account.uid):
        raise EmbeddedPostgresError(f"{folder} belongs to somebody else: remove it and try again.")


def _last_words(layout: Layout) -> str:
    words = re.findall(r"(?:FATAL|PANIC): +(.+)", layout.log.read_text(errors="replace"))
    return words[-1] if words else "it said nothing"
