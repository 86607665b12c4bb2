"""The `.env` of a checkout that has none."""

import secrets
from pathlib import Path

TEXT = """\
# Written by "make demo" for this machine only, and not touched by it again. .env.example explains every variable.
SECRET_KEY={secret_key}
ALLOWED_HOSTS=localhost,127.0.0.1,[::1]
DEBUG=false
HTTPS=false
DEMO=true
STAFF_SECOND_FACTOR=false
"""


def write_if_missing(path: Path) -> None:
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return
    path.write_text(TEXT.format(secret_key=secrets.token_urlsafe(50)))
