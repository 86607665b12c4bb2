"""Real servers in folders of their own, beside the one that the other tests use."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import sector_portal
from sector_portal import background_process, embedded_postgres
from sector_portal.embedded_postgres import EmbeddedPostgresError, binaries
from sector_portal.embedded_postgres.account import Account
from sector_portal.embedded_postgres.layout import Layout
from tests.sector_portal.checkouts import open_folder

SOURCE = Path(sector_portal.__file__).parent.parent
SITE_PACKAGES = Path(psycopg.__file__).parent.parent
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="needs root, to become another user")
ENSURE = "import sys; from sector_portal import embedded_postgres as e; e.ensure_running(sys.argv[1])"


@pytest.fixture(scope="session")
def checkout() -> Iterator[Path]:
    """One for all tests of a process, since making one takes a second: each leaves it as sound as it found it."""
    folder = open_folder()
    embedded_postgres.ensure_running(folder)
    yield folder
    embedded_postgres.remove(folder)
    shutil.rmtree(folder)


@pytest.fixture
def kept(checkout: Path) -> Iterator[str]:
    """A statement that reads what is in a running server's table: one row."""
    embedded_postgres.ensure_running(checkout)
    execute(checkout, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 'before' AS word")
    return "SELECT word FROM kept"


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
    """Also true of a zombie that nobody has waited for yet: its files and sockets are closed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def swept_by_restart(checkout: Path) -> bool:
    """Not at once: the killed caller's initdb goes on for a while, in a folder that nobody needs."""
    embedded_postgres.stop(checkout)
    embedded_postgres.ensure_running(checkout)
    return {path.name for path in Layout.of(checkout).folder.iterdir()} == {"alive", "data"}


def refusal(checkout: Path) -> str:
    with pytest.raises(EmbeddedPostgresError) as refused:
        embedded_postgres.ensure_running(checkout)
    return str(refused.value)


def test_settings_are_found_without_touching_anything(tmp_path):
    settings = embedded_postgres.database_settings(tmp_path)

    assert len(f"{settings['HOST']}/.s.PGSQL.{settings['PORT']}.lock") < 100
    assert not Path(settings["HOST"]).exists()
    assert list(tmp_path.iterdir()) == []


def test_server_has_no_network_port_and_folds_case_in_any_language(checkout, kept):
    assert execute(checkout, "SELECT current_setting('listen_addresses'), current_setting('jit')") == [("", "off")]
    assert execute(checkout, "SELECT lower('ÉCOLE'), to_tsvector('simple', 'ÉCOLE')::text") == [("école", "'école':1")]
    assert execute(checkout, "SELECT DISTINCT pg_encoding_to_char(encoding), datlocale FROM pg_database") == [
        ("UTF8", "C.UTF-8")
    ]


def test_second_call_finds_the_same_server_and_starts_no_process(checkout, kept, monkeypatch):
    first = postmaster(checkout)

    monkeypatch.delattr(subprocess, "Popen")  # what starts a process would fail
    embedded_postgres.ensure_running(checkout)

    assert postmaster(checkout) == first


def test_start_keeps_no_pipe_and_no_terminal_of_the_caller(checkout):
    """`make demo | cat` ends: run() returns only when every holder of the pipes is gone."""
    embedded_postgres.stop(checkout)

    done = subprocess.run([sys.executable, "-c", ENSURE, checkout], capture_output=True, timeout=120, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert os.getsid(postmaster(checkout)) != os.getsid(0)


def test_data_outlive_a_stop(checkout, kept):
    embedded_postgres.stop(checkout)
    embedded_postgres.stop(checkout)
    embedded_postgres.ensure_running(checkout)

    assert execute(checkout, kept) == [("before",)]


def test_killed_server_comes_back_with_its_data(checkout, kept):
    killed = postmaster(checkout)

    os.kill(killed, signal.SIGKILL)
    assert background_process.wait_until(lambda: has_ended(killed), seconds=60)
    embedded_postgres.ensure_running(checkout)

    assert postmaster(checkout) != killed
    assert execute(checkout, kept) == [("before",)]


def test_left_over_number_of_a_living_stranger_is_not_taken_for_a_server(checkout):
    embedded_postgres.stop(checkout)
    (Layout.of(checkout).data / "postmaster.pid").write_text(f"{os.getpid()}\n{checkout}\n1\n5432\n/tmp\n\n\nready\n")

    embedded_postgres.ensure_running(checkout)

    assert postmaster(checkout) != os.getpid()


def test_many_processes_finish_one_start_that_was_killed_half_way():
    checkout = open_folder()
    layout = Layout.of(checkout)
    try:
        killed = subprocess.Popen([sys.executable, "-c", ENSURE, checkout])
        assert background_process.wait_until(lambda: any(layout.folder.glob("new-*/base")), seconds=60)
        killed.kill()
        killed.wait()
        assert not layout.data.exists()

        callers = [subprocess.Popen([sys.executable, "-c", ENSURE, checkout]) for _ in range(6)]
        assert [caller.wait(timeout=60) for caller in callers] == [0] * 6
        assert execute(checkout, "SELECT 1") == [(1,)]
        assert not layout.log.with_suffix(".log.old").exists()  # a second start would have put the log aside
        assert background_process.wait_until(lambda: swept_by_restart(checkout), seconds=60)
        server = postmaster(checkout)
    finally:
        embedded_postgres.remove(checkout)
        assert [path.name for path in checkout.rglob("*/postgres")] == []
        shutil.rmtree(checkout)
    assert has_ended(server)
    assert not layout.socket_folder.exists()


def test_copy_of_a_running_checkout_has_its_own_server(checkout, kept):
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
    assert execute(checkout, kept) == [("before",)]


def test_checkout_moved_while_its_server_runs_keeps_its_data(checkout, kept):
    moved = checkout.with_name(f"{checkout.name}-moved")
    checkout.rename(moved)
    try:
        embedded_postgres.ensure_running(moved)
        assert execute(moved, kept) == [("before",)]
    finally:
        embedded_postgres.stop(moved)
        moved.rename(checkout)
        shutil.rmtree(Layout.of(moved).socket_folder)


def test_server_whose_socket_was_swept_away_is_restarted(checkout, kept):
    shutil.rmtree(Layout.of(checkout).socket_folder)

    embedded_postgres.ensure_running(checkout)

    assert execute(checkout, kept) == [("before",)]


def test_server_started_by_hand_is_left_alone(checkout, kept):
    layout = Layout.of(checkout)
    by_hand = postmaster(checkout)
    layout.life_lock.unlink()
    layout.socket.unlink()
    try:
        assert "started by hand" in refusal(checkout)
        assert postmaster(checkout) == by_hand
    finally:
        os.kill(by_hand, signal.SIGINT)
        assert background_process.wait_until(lambda: has_ended(by_hand), seconds=60)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("PG_VERSION", b"14\n", "was made by PostgreSQL 14, not 18"),
        ("PG_VERSION", None, "is broken"),
        ("global/pg_control", b"", "does not work (could not read file"),
        ("base", None, 'does not work (database "portal" does not exist'),
    ],
)
def test_broken_data_folder_is_told_in_one_sentence(checkout, name, content, sentence):
    embedded_postgres.stop(checkout)
    sound = Layout.of(checkout).data / name
    sound.rename(sound.with_name("sound"))
    if content is not None:
        sound.write_bytes(content)
        shutil.chown(sound, sound.parent.owner())
    try:
        told = refusal(checkout)
    finally:
        embedded_postgres.stop(checkout)
        sound.with_name("sound").replace(sound)

    assert sentence in told
    assert told.endswith('run "make demo-reset" to begin with new data.')
    assert "\n" not in told


@as_root
def test_socket_folder_of_another_account_is_refused(checkout):
    embedded_postgres.stop(checkout)
    folder = Layout.of(checkout).socket_folder
    owner = folder.stat().st_uid
    os.chown(folder, 12345, 12345)
    try:
        assert "belongs to somebody else" in refusal(checkout)
    finally:
        os.chown(folder, owner, -1)


@as_root
def test_server_of_root_runs_unprivileged(checkout, kept):
    allowed = {pwd.getpwnam(name).pw_uid for name in ("postgres", "nobody")}

    assert Path(f"/proc/{postmaster(checkout)}").stat().st_uid in allowed


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
