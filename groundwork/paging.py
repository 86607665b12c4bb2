"""Numbered pages of public lists."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from groundwork.cleaning import BadInputError, whole_number

PER_PAGE = 20
DEEPEST = 1_000_000


class PageBeyondEndError(Http404):
    """A page number past the last page. `last_page_query` is the query string that leads to the last one."""

    def __init__(self, message: str, last_page_query: str) -> None:
        super().__init__(message)
        self.last_page_query = last_page_query


class CountedPaginator(Paginator):
    """A paginator over rows whose number is known already."""

    def __init__(self, rows: Sequence[Any] | Any, per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count


def page_number(request: HttpRequest) -> int:
    """The `page` of the query string, 1 if there is none. Raises BadInputError."""
    try:
        return whole_number(request.GET.get("page", "1") or "1", 1, DEEPEST)
    except ValueError as error:
        raise BadInputError(
            _("“%(value)s” is not a page number. Write a whole number, like page=2.")
            % {"value": request.GET["page"][:40]}
        ) from error


def page_of(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE, count: int | None = None) -> Page:
    """The asked page of rows. Raises BadInputError, or PageBeyondEndError past the last page."""
    paginator = Paginator(rows, per_page) if count is None else CountedPaginator(rows, per_page, count=count)
    number = page_number(request)
    if number > paginator.num_pages:
        query = request.GET.copy()
        query["page"] = str(paginator.num_pages)
        raise PageBeyondEndError(_("There is no page %(number)d.") % {"number": number}, query.urlencode())
    return paginator.page(number)
