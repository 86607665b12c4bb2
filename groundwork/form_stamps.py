"""A signed stamp in a public form: that the form came from here, when, and to whom (docs/decisions/0016).

It does the work of a CSRF cookie without a cookie. A stamp is good for the person it was made for, so that no other
site can have a signed-in person send what it wrote; and it says how long the form was open, which tells machines.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

LEAST = 3  # seconds: nobody reads and fills a form in less
MOST = 24 * 60 * 60  # seconds
NONCE_BYTES = 12


class StampError(Exception):
    """A stamp that does not hold. Its text says to the sender what to do; nothing is lost by sending again."""


@dataclass(frozen=True)
class Stamp:
    """`nonce` is different in each form that was shown, so that what is sent twice is known."""

    nonce: str


def new_stamp(form: str, user: Any) -> str:
    """For a named form, shown to somebody now."""
    content = {"user": user.pk, "at": int(time.time()), "nonce": secrets.token_urlsafe(NONCE_BYTES)}
    return _signer(form).sign_object(content)


def read_stamp(text: str, form: str, user: Any) -> Stamp:
    """Raises StampError if it was not made here for this person and form, or too long or too short a time ago."""
    try:
        content = _signer(form).unsign_object(text)
    except (BadSignature, ValueError) as error:
        raise StampError(_("The form was not sent from this page. Look it over and send it again.")) from error
    if content["user"] != user.pk:
        raise StampError(_("You have signed in or out meanwhile. Look the form over and send it again."))
    age = time.time() - content["at"]
    if age > MOST:
        raise StampError(_("The form was open for more than a day. Look it over and send it again."))
    if age < LEAST:
        raise StampError(_("That was very quick. Look the form over and send it again."))
    return Stamp(content["nonce"])


def _signer(form: str) -> Signer:
    return Signer(salt=f"groundwork.form_stamps {form}")
