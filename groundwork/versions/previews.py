"""Links by which somebody without an account reads a version before it is public, for some days."""

import datetime as dt
from typing import TypedDict

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from groundwork.versions.version import Version

GOOD_FOR = dt.timedelta(days=7)
SIGNER = TimestampSigner(salt="groundwork.versions.previews")


class PreviewLink(TypedDict):
    code: str
    label: str
    url: str


class PreviewError(Exception):
    """A link that does not hold. Its text says so to whoever followed it."""


def new_token(version: Version) -> str:
    """Good from now on, for one version: a later one needs a link of its own."""
    return SIGNER.sign_object(version.pk)


def links_of(token: str) -> list[PreviewLink]:
    """The preview in each language."""
    links = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            name = get_language_info(code)["name_local"].capitalize()
            links.append(PreviewLink(code=code, label=name, url=reverse("preview", args=[token])))
    return links


def version_and_item(token: str) -> tuple[Version, models.Model]:
    """Raises PreviewError for a link that was altered or is over, or leads to what is no longer there."""
    try:
        key = SIGNER.unsign_object(token, max_age=GOOD_FOR)
    except SignatureExpired as error:
        raise PreviewError(
            _("This link to a preview is no longer good. Ask whoever sent it to you for a new one.")
        ) from error
    except (BadSignature, ValueError) as error:
        raise PreviewError(_("This link to a preview is not whole. Copy it once more, to its very end.")) from error
    version = Version.objects.filter(pk=key).select_related("base").first()
    item = version and version.item()
    if item is None or version.state == Version.State.DISCARDED:
        raise PreviewError(_("What this link showed is no longer there."))
    return version, item
