"""What holds for every request: bad input is refused in words, an absent database is said."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware import gzip
from django.shortcuts import redirect

from accounts import second_factor
from groundwork.cleaning import check_query
from sector_portal.errors import DATABASE_AWAY, is_api, unavailable

Answer = Callable[[HttpRequest], HttpResponse]


class DatabaseAwayMiddleware:
    """Answers 503 in the page's look when the database is away or cut a statement off."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if isinstance(exception, DATABASE_AWAY) else None


class GzipMiddleware(gzip.GZipMiddleware):
    """Packs pages. Files that can be asked for in parts go as they are, or they could not be resumed."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return response if response.has_header("Accept-Ranges") else super().process_response(request, response)


class SecondFactorMiddleware:
    """Who works here, and has no second factor yet, sets one up before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, *_arguments: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if name.startswith(("account_", "mfa_")) or hasattr(view, "asks_no_database"):
            return None
        try:
            return redirect("mfa_activate_totp") if second_factor.is_missing(request.user) else None
        except DATABASE_AWAY as error:  # who it is stands there; Django asks process_exception about views only
            return unavailable(request, error)


def allow_other_sites(get_response: Answer) -> Answer:
    """Lets scripts of any site read the API (Fetch standard, CORS): nobody is signed in to it."""
    allowed = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, If-None-Match",
        "Access-Control-Expose-Headers": "ETag, Retry-After",
    }

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return get_response(request)
        response = HttpResponse(status=HTTPStatus.NO_CONTENT) if request.method == "OPTIONS" else get_response(request)
        for name, value in allowed.items():
            response[name] = value
        return response

    return middleware


def refuse_malformed_input(get_response: Answer) -> Answer:
    """Raises BadInputError, which becomes the 400 page, before any view reads the query string."""

    def middleware(request: HttpRequest) -> HttpResponse:
        check_query(request.GET)
        return get_response(request)

    return middleware
