"""A version that is not public, on the real page of what it is a version of, for whoever has a good link."""

from copy import copy
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from groundwork.cleaning import BadInputError
from groundwork.versions.previews import PreviewError, links_of, version_and_item
from groundwork.versions.trials import shown_as


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """As everybody would see it if it were published now. Kept by no cache, found by no search engine."""
    try:
        version, item = version_and_item(token)
        asked = _as_anybody(request, item.get_absolute_url())
        asked.previewed, asked.preview_links = version, links_of(token)
        with shown_as(item, version):
            response = _page(asked)
    except PreviewError as error:
        raise BadInputError(str(error)) from error
    except DatabaseError as error:
        raise BadInputError(gettext("This version cannot be shown as a whole any more.")) from error
    if response.status_code != 200:
        raise BadInputError(gettext("What this link showed has no page of its own any more."))
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _as_anybody(request: HttpRequest, address: str) -> HttpRequest:
    """The request that somebody who is not signed in would send for the page at an address."""
    asked = copy(request)
    asked.path = asked.path_info = urlsplit(address).path
    asked.resolver_match = resolve(asked.path)
    asked.user, asked.GET = AnonymousUser(), QueryDict()
    asked.META = request.META | {"QUERY_STRING": ""}
    return asked


def _page(asked: HttpRequest) -> HttpResponse:
    view = asked.resolver_match
    response = view.func(asked, *view.args, **view.kwargs)
    return response.render() if hasattr(response, "render") else response
