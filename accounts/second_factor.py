"""Who works in the portal proves it twice: by a password, and by a code of an authenticator app."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings


def is_missing(user: Any) -> bool:
    """Whether this person must set one up first. Whoever has one was asked for it on signing in."""
    if not (settings.STAFF_SECOND_FACTOR and user.is_authenticated and user.is_staff):
        return False
    return not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
