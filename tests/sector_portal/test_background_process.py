"""Real processes: `sleep`, and shells that leave children behind."""

import os
import signal
import subprocess
import sys
import threading

from sector_portal import background_process
from sector_portal.background_process import is_alive, wait_until


def start(tmp_path, *command):
    background_process.start(command, life_lock=tmp_path / "alive", log=tmp_path / "log")


def test_process_is_alive_from_its_start_to_its_end(tmp_path):
    assert not is_alive(tmp_path / "alive")

    start(tmp_path, "sh", "-c", "echo $$; exec sleep 60")

    assert wait_until(lambda: (tmp_path / "log").read_text().endswith("\n"), seconds=60)
    assert is_alive(tmp_path / "alive")
    os.kill(int((tmp_path / "log").read_text()), signal.SIGKILL)
    assert wait_until(lambda: not is_alive(tmp_path / "alive"), seconds=60)


def test_pid_file_has_the_number_of_the_process(tmp_path):
    paths = {"life_lock": tmp_path / "alive", "log": tmp_path / "log", "pid_file": tmp_path / "pid"}
    background_process.start(["sh", "-c", "echo $$; exec sleep 60"], **paths)

    os.kill(int(paths["pid_file"].read_text()), signal.SIGKILL)

    assert wait_until(lambda: not is_alive(tmp_path / "alive"), seconds=60)


def test_process_is_alive_while_a_child_of_it_is(tmp_path):
    start(tmp_path, "sh", "-c", "sleep 60 & echo $!")

    assert wait_until(lambda: (tmp_path / "log").read_text().endswith("\n"), seconds=60)
    assert is_alive(tmp_path / "alive")
    os.kill(int((tmp_path / "log").read_text()), signal.SIGKILL)
    assert wait_until(lambda: not is_alive(tmp_path / "alive"), seconds=60)


def test_copied_lock_is_nobody_s(tmp_path):
    start(tmp_path, "sleep", "1")

    (tmp_path / "copy").write_bytes((tmp_path / "alive").read_bytes())

    assert is_alive(tmp_path / "alive")
    assert not is_alive(tmp_path / "copy")


def test_log_of_the_last_run_is_put_aside(tmp_path):
    start(tmp_path, "echo", "first")
    assert wait_until(lambda: not is_alive(tmp_path / "alive"), seconds=60)
    start(tmp_path, "echo", "second")
    assert wait_until(lambda: not is_alive(tmp_path / "alive"), seconds=60)

    assert (tmp_path / "log").read_text() == "second\n"
    assert (tmp_path / "log.old").read_text() == "first\n"


def test_caller_in_a_pipe_need_not_wait(tmp_path):
    script = (
        "import sys; from pathlib import Path; from sector_portal import background_process as b; "
        "b.start(['sleep', '5'], life_lock=Path(sys.argv[1], 'alive'), log=Path(sys.argv[1], 'log'))"
    )

    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, timeout=120, check=True)

    assert (done.stdout, done.stderr) == (b"", b"")
    assert is_alive(tmp_path / "alive")


def test_one_at_a_time_lets_the_second_wait(tmp_path):
    order = []

    def second():
        with background_process.one_at_a_time(tmp_path / "lock"):
            order.append("second")

    with background_process.one_at_a_time(tmp_path / "lock"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(timeout=0.2)
        order.append("first")
    waiting.join(timeout=60)

    assert order == ["first", "second"]


def test_wait_until_gives_up():
    assert not wait_until(lambda: False, seconds=0.05)
