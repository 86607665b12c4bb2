"""Error pages in the portal's look. They ask nothing of the database."""

import logging
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from groundwork.cleaning import BadInputError
from groundwork.near import NearMissError
from groundwork.paging import PageBeyondEndError
from groundwork.request_id import request_id

API = ("/api/v1/", "/api/schema/")
PROBLEM = "application/problem+json"
RETRY_AFTER = "60"  # seconds
DATABASE_AWAY = (OperationalError, InterfaceError)
logger = logging.getLogger(__name__)


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks, which is answered as one."""
    return request.path.startswith(API)


def problem(status: int, detail: str) -> dict[str, Any]:
    """An error as RFC 9457 has it."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def _problem_response(status: int, detail: str) -> HttpResponse:
    return JsonResponse(problem(status, detail), status=status, content_type=PROBLEM)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return _problem_response(400, str(exception))
    if isinstance(exception, BadInputError):
        return render(request, "400.html", {"message": str(exception)}, status=exception.status)
    return render(request, "400.html", {"message": _("The address cannot be read as it stands.")}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"message": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_api(request):
        return _problem_response(404, _("Nothing is at this address."))
    context = {}
    if isinstance(exception, PageBeyondEndError):
        context = {
            "message": str(exception),
            "last_page_url": f"{request.path}?{exception.last_page_query}",
        }
    elif isinstance(exception, NearMissError):
        context = {"near": exception.near}
    return render(request, "404.html", context, status=404)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Without the request's context, which may be what failed."""
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The database is away, hangs, or cut a statement off."""
    logger.error("503 at %s: %s", request.path, error)
    if is_api(request):
        response = _problem_response(503, _("The database does not answer. Ask again in a minute."))
    else:
        response = HttpResponse(render_to_string("503.html", {"request_id": request_id.get()}), status=503)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response
