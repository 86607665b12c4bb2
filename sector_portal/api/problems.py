"""Errors as problem+json (RFC 9457)."""

from typing import Any

from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from groundwork.cleaning import BadInputError
from sector_portal.errors import PROBLEM, problem


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """What went wrong, in words; None for a fault of ours, which is answered as anywhere."""
    if isinstance(error, BadInputError):
        error = exceptions.ParseError(str(error))
    elif isinstance(error, Http404):
        error = exceptions.NotFound()
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data.get("detail", "") if isinstance(response.data, dict) else ""
    response.data = problem(response.status_code, str(detail))
    response.content_type = PROBLEM
    return response
