"""What every page of the portal knows about itself."""

from functools import partial
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info, override

from sector_portal.navigation import address_of


class LanguageLink(TypedDict):
    code: str
    name: str
    url: str
    current: bool


def languages(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """`language_links`: this page in each language. Worked out only where a template asks, so not in the admin."""
    return {"language_links": SimpleLazyObject(partial(language_links, request))}


def language_links(request: HttpRequest) -> list[LanguageLink]:
    active = get_language()
    here = request.get_full_path()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": here if code == active else _same_page(here, code),
            "current": code == active,
        }
        for code, _name in settings.LANGUAGES
    ]


def _same_page(url: str, code: str) -> str:
    """The same page in another language; home where this address leads nowhere, as on a 404 page."""
    translated = translate_url(url, code)
    if translated != url:
        return translated
    with override(code):
        return address_of("home") or url
