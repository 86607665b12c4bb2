import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from sector_portal.bootstrap import venv_works

NEEDED = ("__init__.py", "background_process.py", "bootstrap.py")  # what runs before any package is there


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    place = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    return place


def test_virtual_environment_works_where_it_was_made(venv):
    assert venv_works(venv)


def test_virtual_environment_does_not_work_where_it_was_copied_to(venv, tmp_path):
    shutil.copytree(venv, tmp_path / "copy" / ".venv", symlinks=True)

    assert not venv_works(tmp_path / "copy" / ".venv")


def test_virtual_environment_does_not_work_without_its_python(venv):
    (venv / "bin" / "python").unlink()

    assert not venv_works(venv)


def test_missing_virtual_environment_does_not_work(tmp_path):
    assert not venv_works(tmp_path / ".venv")


def test_packages_out_of_reach_are_told_in_one_sentence(venv):
    checkout = venv.parent
    (checkout / "sector_portal").mkdir()
    for name in NEEDED:
        shutil.copy(settings.BASE_DIR / "sector_portal" / name, checkout / "sector_portal")
    (checkout / "requirements").mkdir()
    for name in ("bootstrap", "base"):
        (checkout / "requirements" / f"{name}.txt").write_text(f"--no-index\nuv==0 --hash=sha256:{'0' * 64}\n")

    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, '.'); {MAIN}"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.defpath},
    )

    assert (done.returncode, done.stdout) == (1, "Installing the Python packages …\n")
    assert done.stderr == (
        "The Python packages could not be fetched: check the network connection and try again "
        f"(details in {checkout}/.portal/bootstrap.log).\n"
    )
    assert "pip" in (checkout / ".portal" / "bootstrap.log").read_text()


MAIN = "from sector_portal.bootstrap import main; main('base')"
