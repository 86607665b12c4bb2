"""What `make` says before there is any Python to say it."""

import subprocess
from pathlib import Path

from django.conf import settings


def make(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_missing_python_is_told():
    assert make("demo", "PYTHON=no-such-python") == (2, "No no-such-python here: install Python 3.11 or later.\n")


def test_old_python_is_told(tmp_path: Path):
    (old := tmp_path / "python3.9").write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    assert make("demo", f"PYTHON={old}") == (2, "The portal needs Python 3.11 or later: name one with PYTHON=.\n")


def test_help_is_the_default_and_names_every_command():
    code, said = make()

    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == [
        "help",
        "demo",
        "stop",
        "demo-reset",
        "test",
        "check",
        "lint",
        "bench",
        "pictures",
        "lock",
    ]
