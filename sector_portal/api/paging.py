"""Pages of the API: a cursor, so that no page is slower than another and none is met twice while rows are added."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from groundwork.cleaning import BadInputError, whole_number

NOT_OURS = gettext_lazy("This cursor was not given here. Begin with the first page.")
KEY = re.compile(r"\((\d{1,9}(?:, \d{1,9})*)\)", re.ASCII)


class CursorPages(CursorPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "limit"
    ordering = "pk"

    def get_page_size(self, request: Request) -> int:
        """Raises BadInputError: what is no number of rows is not taken for fifty."""
        asked = request.query_params.get(self.page_size_query_param, str(self.page_size))
        try:
            return whole_number(asked, 1, self.max_page_size)
        except ValueError as error:
            raise BadInputError(
                _("“%(value)s” is not a number of rows. Write a whole number from 1 to %(most)d.")
                % {"value": asked[:40], "most": self.max_page_size}
            ) from error

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound as error:
            raise BadInputError(NOT_OURS) from error


class CompositeCursorPages(CursorPages):
    """Of rows whose key is `columns` numbers: a cursor holds them as Python prints them, "(1, 2, 3)"."""

    columns = 5

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor is None or cursor.position is None:
            return cursor
        printed = KEY.fullmatch(cursor.position)
        key = tuple(map(int, printed[1].split(", "))) if printed else ()
        if len(key) != self.columns:
            raise BadInputError(NOT_OURS)
        return cursor._replace(position=key)
