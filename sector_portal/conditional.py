"""Conditional requests: an unchanged page costs one small query, a changed one shows in the next request.

Anonymous pages may be kept by anybody but are asked for again each time (RFC 9111 `no-cache`), so that what is
withdrawn is gone at once. All other answers are private and not kept.
"""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from groundwork.data_version import data_version
from sector_portal.errors import DATABASE_AWAY, unavailable

PUBLIC, PRIVATE = "public, no-cache", "private, no-store"
SOURCES = (
    "groundwork",
    "accounts",
    "sectors",
    "research",
    "indicators",
    "meetings",
    "sector_portal",
    "templates",
    "locale",
    "staticfiles",
)
SUFFIXES = {".py", ".html", ".mo", ".json"}


def asks_no_database(view: Callable) -> Callable:
    """Marks a view that must answer even when the database is away: it is never conditional."""
    view.asks_no_database = True
    return view


@cache
def release() -> str:
    """Changes with the code: the newest source file. Looked at once in a process."""
    files = (file for folder in SOURCES for file in (settings.BASE_DIR / folder).rglob("*"))
    return str(max((file.stat().st_mtime_ns for file in files if file.suffix in SUFFIXES), default=0))


class ConditionalPagesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.page_etag = None
        response = self.get_response(request)
        return finish(request, response)

    def process_view(self, request: HttpRequest, view: Callable, *_arguments: Any) -> HttpResponse | None:
        """304 before the view runs, if the visitor has this very version."""
        is_read = request.method in {"GET", "HEAD"}
        if not is_read or settings.SESSION_COOKIE_NAME in request.COOKIES or hasattr(view, "asks_no_database"):
            return None
        try:
            request.page_etag = etag_of(request)
        except DATABASE_AWAY as error:
            return unavailable(request, error)
        asked = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
        return HttpResponseNotModified() if request.page_etag in asked else None


def etag_of(request: HttpRequest) -> str:
    """Of the page as it is now: the content, the code, the day, and the address it is asked under."""
    parts = (data_version(), release(), timezone.localdate().isoformat(), request.build_absolute_uri())
    return quote_etag(blake2b("\n".join(parts).encode(), digest_size=12).hexdigest())


def finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.has_header("Cache-Control"):
        return response
    is_public = request.page_etag and response.status_code in {200, 304} and not response.cookies
    response["Cache-Control"] = PUBLIC if is_public else PRIVATE
    if is_public:
        response["ETag"] = request.page_etag
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
