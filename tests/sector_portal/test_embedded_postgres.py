"""Real servers in folders of their own. Every checkout here is a copy of one that was made once (`template`)."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import sector_portal
from sector_portal import background_process, embedded_postgres
from sector_portal.embedded_postgres import EmbeddedPostgresError, binaries
from sector_portal.embedded_postgres.account import Account
from sector_portal.embedded_postgres.layout import Layout

SOURCE = Path(sector_portal.__file__).parent.parent
SITE_PACKAGES = Path(psycopg.__file__).parent.parent
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="needs root, to become another user")
ENSURE = "import sys; from sector_portal import embedded_postgres as e; e.ensure_running(sys.argv[1])"


def open_folder() -> Path:
    """A folder that every account can enter, unlike pytest's tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="portal-checkout-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    folder = open_folder()
    embedded_postgres.ensure_running(folder)
    execute(folder, "CREATE TABLE kept (word text)")
    embedded_postgres.stop(folder)
    yield folder
    embedded_postgres.remove(folder)
    shutil.rmtree(folder)


@pytest.fixture
def checkout(template: Path) -> Iterator[Path]:
    folder = open_folder()
    shutil.copytree(template, folder, dirs_exist_ok=True)
    yield folder
    embedded_postgres.remove(folder)
    shutil.rmtree(folder)


def execute(checkout: Path, statement: str) -> list:
    settings = embedded_postgres.database_settings(checkout)
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
    ) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def postmaster(checkout: Path) -> int:
    return int((Layout.of(checkout).data / "postmaster.pid").read_text().splitlines()[0])


def has_ended(process: int) -> bool:
    """Also true of a zombie that nobody has waited for yet."""
    return not Path(f"/proc/{process}/exe").exists()


def refusal(checkout: Path) -> str:
    with pytest.raises(EmbeddedPostgresError) as refused:
        embedded_postgres.ensure_running(checkout)
    return str(refused.value)


def test_settings_are_found_without_touching_anything(tmp_path):
    settings = embedded_postgres.database_settings(tmp_path)

    assert len(f"{settings['HOST']}/.s.PGSQL.{settings['PORT']}.lock") < 100
    assert not Path(settings["HOST"]).exists()
    assert list(tmp_path.iterdir()) == []


def test_server_has_no_network_port_and_folds_accents_in_any_language(checkout):
    embedded_postgres.ensure_running(checkout)

    assert execute(checkout, "SELECT current_setting('listen_addresses'), current_setting('jit')") == [("", "off")]
    assert execute(checkout, "SELECT lower('ÉCOLE'), to_tsvector('simple', 'ÉCOLE')::text") == [("école", "'école':1")]
    assert (
        execute(checkout, "SELECT pg_encoding_to_char(encoding), datlocale FROM pg_database")
        == [("UTF8", "C.UTF-8")] * 4
    )


def test_second_call_finds_the_same_server_in_a_moment(checkout):
    embedded_postgres.ensure_running(checkout)
    first = postmaster(checkout)

    started = time.perf_counter()
    for _ in range(20):
        embedded_postgres.ensure_running(checkout)

    assert (time.perf_counter() - started) / 20 < 0.02
    assert postmaster(checkout) == first


def test_start_keeps_no_pipe_of_the_caller_open(checkout):
    """`make demo | cat` ends: run() with captured output returns only when every holder of the pipes is gone."""
    done = subprocess.run([sys.executable, "-c", ENSURE, checkout], capture_output=True, timeout=30, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert os.getsid(postmaster(checkout)) != os.getsid(0)


def test_data_outlive_a_stop(checkout):
    embedded_postgres.ensure_running(checkout)
    execute(checkout, "INSERT INTO kept VALUES ('before')")

    embedded_postgres.stop(checkout)
    embedded_postgres.stop(checkout)
    embedded_postgres.ensure_running(checkout)

    assert execute(checkout, "SELECT word FROM kept") == [("before",)]


def test_killed_server_comes_back_with_its_data(checkout):
    embedded_postgres.ensure_running(checkout)
    execute(checkout, "INSERT INTO kept VALUES ('before')")
    killed = postmaster(checkout)

    os.kill(killed, signal.SIGKILL)
    assert background_process.wait_until(lambda: has_ended(killed), seconds=10)
    embedded_postgres.ensure_running(checkout)

    assert postmaster(checkout) != killed
    assert execute(checkout, "SELECT word FROM kept") == [("before",)]


def test_stale_pid_of_a_living_stranger_is_not_taken_for_a_server(checkout):
    (Layout.of(checkout).data / "postmaster.pid").write_text(f"{os.getpid()}\n{checkout}\n1\n5432\n/tmp\n\n\nready\n")

    embedded_postgres.ensure_running(checkout)

    assert postmaster(checkout) != os.getpid()


def test_many_processes_start_one_server():
    checkout = open_folder()
    try:
        callers = [subprocess.Popen([sys.executable, "-c", ENSURE, checkout]) for _ in range(6)]
        assert [caller.wait(timeout=60) for caller in callers] == [0] * 6
        assert execute(checkout, "SELECT 1") == [(1,)]
        assert Layout.of(checkout).log.with_suffix(".log.old").exists() is False  # a second start would move the log
    finally:
        embedded_postgres.remove(checkout)
        shutil.rmtree(checkout)


def test_start_that_was_killed_half_way_is_done_again():
    checkout = open_folder()
    folder = Layout.of(checkout).folder
    try:
        caller = subprocess.Popen([sys.executable, "-c", ENSURE, checkout])
        assert background_process.wait_until(lambda: any(folder.glob("new-*/base")), seconds=30)
        caller.kill()
        caller.wait()
        assert not Layout.of(checkout).data.exists()

        embedded_postgres.ensure_running(checkout)

        assert execute(checkout, "SELECT 1") == [(1,)]
        assert sorted(path.name for path in folder.iterdir()) == ["alive", "data"]
    finally:
        embedded_postgres.remove(checkout)
        shutil.rmtree(checkout)


def test_copy_of_a_running_checkout_has_its_own_server(checkout):
    embedded_postgres.ensure_running(checkout)
    original = postmaster(checkout)
    copy = open_folder()
    try:
        execute(checkout, "CHECKPOINT")
        shutil.copytree(checkout, copy, dirs_exist_ok=True)
        embedded_postgres.stop(copy)
        embedded_postgres.ensure_running(copy)
        execute(copy, "INSERT INTO kept VALUES ('copy')")
        assert postmaster(copy) != original
    finally:
        embedded_postgres.remove(copy)
        shutil.rmtree(copy)

    assert postmaster(checkout) == original
    assert execute(checkout, "SELECT word FROM kept") == []


def test_checkout_moved_while_its_server_runs_keeps_its_data(checkout):
    embedded_postgres.ensure_running(checkout)
    execute(checkout, "INSERT INTO kept VALUES ('before')")
    moved = checkout.with_name(f"{checkout.name}-moved")
    checkout.rename(moved)
    try:
        embedded_postgres.ensure_running(moved)
        assert execute(moved, "SELECT word FROM kept") == [("before",)]
    finally:
        embedded_postgres.remove(moved)
        moved.rename(checkout)


def test_server_whose_socket_was_swept_away_is_restarted(checkout):
    embedded_postgres.ensure_running(checkout)
    shutil.rmtree(Layout.of(checkout).socket_folder)

    embedded_postgres.ensure_running(checkout)

    assert execute(checkout, "SELECT 1") == [(1,)]


def test_server_started_by_hand_is_left_alone(checkout):
    layout = Layout.of(checkout)
    embedded_postgres.ensure_running(checkout)
    by_hand = postmaster(checkout)
    layout.life_lock.unlink()
    layout.socket.unlink()
    try:
        assert "started by hand" in refusal(checkout)
        assert postmaster(checkout) == by_hand
    finally:
        os.kill(by_hand, signal.SIGQUIT)
        assert background_process.wait_until(lambda: not (layout.data / "postmaster.pid").exists(), seconds=30)


@pytest.mark.parametrize(
    ("file", "content", "sentence"),
    [
        ("PG_VERSION", b"14\n", "was made by PostgreSQL 14, not 18"),
        ("PG_VERSION", None, "is broken"),
        ("global/pg_control", b"", "does not work (could not read file"),
        ("base", None, 'does not work (database "portal" does not exist'),
    ],
)
def test_broken_data_folder_is_told_in_one_sentence(checkout, file, content, sentence):
    path = Layout.of(checkout).data / file
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    if content is not None:
        path.write_bytes(content)

    told = refusal(checkout)

    assert sentence in told
    assert told.endswith('run "make demo-reset" to begin with new data.')
    assert "\n" not in told


def test_socket_folder_open_to_others_is_refused(checkout):
    folder = Layout.of(checkout).socket_folder
    folder.mkdir()
    if ROOT:
        os.chown(folder, 12345, 12345)
        assert "belongs to somebody else" in refusal(checkout)
    else:  # our own is shut, not refused
        embedded_postgres.ensure_running(checkout)
        assert folder.stat().st_mode & 0o077 == 0


def test_remove_leaves_nothing(checkout):
    layout = Layout.of(checkout)
    embedded_postgres.ensure_running(checkout)
    server = postmaster(checkout)

    embedded_postgres.remove(checkout)

    assert has_ended(server)
    assert not layout.signpost.exists()
    assert not layout.socket_folder.exists()


@as_root
def test_server_of_root_runs_unprivileged(checkout):
    embedded_postgres.ensure_running(checkout)

    assert Path(f"/proc/{postmaster(checkout)}").stat().st_uid in {
        pwd.getpwnam(n).pw_uid for n in ("postgres", "nobody")
    }


@as_root
def test_checkout_and_programs_that_only_root_can_enter_are_served_from_elsewhere(tmp_path):
    tmp_path.chmod(0o700)
    for name in (binaries.PACKAGE, f"{binaries.PACKAGE}.libs"):
        (tmp_path / name).symlink_to(SITE_PACKAGES / name)
    layout = Layout.of(tmp_path)
    search_first = {**os.environ, "PYTHONPATH": f"{tmp_path}:{SOURCE}"}
    try:
        subprocess.run([sys.executable, "-c", ENSURE, tmp_path], check=True, env=search_first)
        assert execute(tmp_path, "SELECT 1") == [(1,)]
        assert layout.signpost.readlink() == layout.private_folder
        assert len(list(layout.private_folder.glob(f"*/{binaries.PROGRAMS}/postgres"))) == 1
    finally:
        embedded_postgres.remove(tmp_path)
    assert not layout.private_folder.exists()
    assert not layout.signpost.is_symlink()


@as_root
def test_ordinary_user_runs_the_server_as_itself():
    nobody = pwd.getpwnam("nobody")
    user = Account(nobody.pw_uid, nobody.pw_gid, switch=True)
    python = sys.executable if user.can_enter(Path(sys.executable)) else f"/usr/bin/python3.{sys.version_info.minor}"
    if not (user.can_enter(Path(python)) and user.can_enter(SOURCE) and user.can_enter(Path(psycopg.__file__).parent)):
        pytest.skip("Python or this checkout is in a folder that an ordinary user cannot enter")
    checkout = open_folder()
    user.own(checkout)
    how = {**user.popen, "env": {"PYTHONPATH": f"{SOURCE}:{SITE_PACKAGES}"}}
    script = f"{ENSURE}; e.ensure_running(sys.argv[1]); e.remove(sys.argv[1]); print('removed')"
    try:
        done = subprocess.run(
            [python, "-B", "-c", script, checkout], check=False, capture_output=True, text=True, **how
        )
        assert (done.stdout, done.stderr) == ("removed\n", "")
    finally:
        shutil.rmtree(checkout)
