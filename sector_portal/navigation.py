"""The main navigation: only what works, in the order of the mock-ups."""

from collections.abc import Iterable
from typing import TypedDict

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: tuple[tuple[str | Promise, str], ...] = (
    (_("Sectors"), "sectors"),
    (_("Research"), "research"),
    (_("Meetings"), "meetings"),
    (_("Follow-up"), "follow-up"),
    (_("Statistics"), "statistics"),
    (_("What works"), "practices"),
    (_("Search"), "search"),
)

# The ways across the sectors: in the footer, as the head of a page has no room for them
CROSS_CUTS: tuple[tuple[str | Promise, str], ...] = (
    (_("Themes"), "themes"),
    (_("Instruments and tools"), "instruments"),
    (_("Countries"), "countries"),
)

# The ways to people
CONTACTS: tuple[tuple[str | Promise, str], ...] = (
    (_("Teams and focal points"), "people"),
    (_("Write to us"), "contact"),
)

PAPERS: tuple[tuple[str | Promise, str], ...] = (
    (_("About this portal"), "about"),
    (_("Accessibility"), "accessibility"),
    (_("Privacy"), "privacy"),
)
OPEN_DATA: tuple[tuple[str | Promise, str], ...] = ((_("Open data and API"), "api-docs"),)


class Crumb(TypedDict):
    label: str | Promise
    url: str


class Section(TypedDict):
    label: str | Promise
    url: str
    current: bool  # the request stands at it or below it
    exact: bool  # it stands at it


def sections(request: HttpRequest | None) -> list[Section]:
    """Each section that has an address, marked where the request stands.

    Needs neither request nor database, because the error pages show it too.
    """
    return _links(request, SECTIONS)


def cross_cuts(request: HttpRequest | None) -> list[Section]:
    """The ways across the sectors, in the same shape."""
    return _links(request, CROSS_CUTS)


def contacts(request: HttpRequest | None) -> list[Section]:
    """The ways to people, in the same shape."""
    return _links(request, CONTACTS)


def papers(request: HttpRequest | None) -> list[Section]:
    """The papers of the footer, in the same shape."""
    return _links(request, PAPERS + OPEN_DATA)


def trail(request: HttpRequest | None, crumbs: Iterable[Crumb] | None = None) -> list[Crumb]:
    """The way back: home, the section or cross-cut the request stands below, then the page's own crumbs."""
    above = [link for link in (*sections(request), *cross_cuts(request)) if link["current"] and not link["exact"]]
    home = Crumb(label=_("Home"), url=address_of("home") or "/")
    return [home, *(Crumb(label=link["label"], url=link["url"]) for link in above), *(crumbs or ())]


def _links(request: HttpRequest | None, pages: tuple[tuple[str | Promise, str], ...]) -> list[Section]:
    here = request.path if request else ""
    found = [(label, address_of(name)) for label, name in pages]
    return [
        {"label": label, "url": url, "current": here.startswith(url), "exact": here == url}
        for label, url in found
        if url
    ]


def address_of(name: str) -> str:
    """The address of a named page in the active language, or nothing where there is no such page yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
