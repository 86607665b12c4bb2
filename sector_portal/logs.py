"""Logs: one JSON object a line, on stderr, each with the id of its request.

A line never holds a body, a query string, a cookie or an e-mail address: what is logged is picked here by name, and
what messages and tracebacks quote is blotted out.
"""

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from groundwork.request_id import request_id

HEADER = "X-Request-ID"
TOKEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
E_MAIL = re.compile(r"[^\s<>\"(),;:=/]{1,64}@[\w-]+(?:\.[\w-]+)+")
QUERY_STRING = re.compile(r"(?<=[\w/])\?\S+")
logger = logging.getLogger(__name__)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; what a request adds to it is in its attribute `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and is_our_fault(record):
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({name: blot(value) for name, value in line.items() if value not in (None, "")})


def is_our_fault(record: logging.LogRecord) -> bool:
    """Not a visitor's slip, for which Django logs a traceback too (a strange host, a form without its token)."""
    return getattr(record, "status_code", 500) >= 500


def blot(value: Any) -> Any:
    """Text without what looks like an e-mail address or a query string."""
    return E_MAIL.sub("<e-mail>", QUERY_STRING.sub("?<query>", value)) if isinstance(value, str) else value


class RequestLogMiddleware:
    """Gives each request its id, tells the visitor, and logs a line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun, id_before = time.perf_counter(), request_id.set(id_for(request))
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            logger.info("answered", extra={"fields": fields_of(request, response, time.perf_counter() - begun)})
        finally:
            request_id.reset(id_before)
        return response


def id_for(request: HttpRequest) -> str:
    """The proxy's, where there is a proxy to trust and it is a short token; else a new one."""
    given = request.headers.get(HEADER, "") if settings.BEHIND_PROXY else ""
    return given if TOKEN.fullmatch(given) else secrets.token_hex(8)


def fields_of(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:
    return {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "user_id": _known_user_id(request),
    }


def _known_user_id(request: HttpRequest) -> int | None:
    """Of the person signed in, if the page asked who it is; a log line asks nothing of the database."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)  # where Django keeps whom it found
    return getattr(user, "pk", None)
