"""The one address of a page, whatever else it is asked with, and the same page in the other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.urls import translate_url
from django.utils.translation import get_language

from groundwork.filtering import PublicFilterSet

LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES"}  # as Open Graph writes them


@dataclass(frozen=True)
class PageAddresses:
    canonical: str
    by_language: dict[str, str]  # language code: absolute address; the default language first
    locale: str
    other_locales: list[str]

    @property
    def default(self) -> str:
        """For readers of any other language."""
        return self.by_language[settings.LANGUAGE_CODE]


def addresses_of(request: HttpRequest, *, filters: Any = None, page: Any = None) -> PageAddresses:
    """Absolute. Keeps what the page understands: the filters in use and a page after the first; drops the rest."""
    query = _understood(filters, page).urlencode()
    path = request.path + (f"?{query}" if query else "")
    active = get_language()
    addresses = {
        code: request.build_absolute_uri(path if code == active else translate_url(path, code))
        for code, _name in settings.LANGUAGES
    }
    others = [LOCALES[code] for code in addresses if code != active]
    return PageAddresses(addresses[active], addresses, LOCALES[active], others)


def _understood(filters: Any, page: Any) -> QueryDict:
    query = QueryDict(mutable=True)
    if isinstance(filters, PublicFilterSet):
        unknown = {item.value for item in filters.unknown}
        for name in filters.filters:
            if name in filters.chosen:
                query.setlist(name, [value for value in filters.data.getlist(name) if value and value not in unknown])
    if isinstance(page, Page) and page.number > 1:
        query["page"] = str(page.number)
    return query
