"""The demo's passwords, as `manage.py demo` keeps them."""

import json

from django.conf import settings


def password_of(email: str) -> str:
    return json.loads((settings.BASE_DIR / ".portal" / "demo-passwords.json").read_text())[email]
