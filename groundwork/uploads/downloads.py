"""Giving out kept files. Who may have one is asked by the view, on each request, before it calls this."""

import logging
import os
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils.http import content_disposition_header, quote_etag

from groundwork.uploads.stored_file import StoredFile
from groundwork.uploads.storing import path_of

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)
PIECE = 64 * 1024  # bytes sent at once
logger = logging.getLogger(__name__)


class Part:
    """`length` bytes of an open file from where it stands. The server closes it after the last, or when it is left."""

    def __init__(self, file: BinaryIO, length: int) -> None:
        self._file = file
        self._left = length

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(min(PIECE, self._left)):
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        self._file.close()


def private_file_response(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """The file as a download that no browser opens inside the portal and no cache keeps; whole, or the range asked for.

    A row whose file is not there, or not as it was, is a 404 and an error in the log.
    """
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    span = _asked_range(request, stored)
    if span is not None and not span:
        response = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{stored.size}"
    else:
        response = _sent(request, stored, span or range(stored.size))
        if span:
            response.status_code = HTTPStatus.PARTIAL_CONTENT
            response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{stored.size}"
    for name, value in _headers(stored).items():
        response[name] = value
    return response


def _sent(request: HttpRequest, stored: StoredFile, span: range) -> HttpResponse:
    file = _opened(stored)
    if request.method == "HEAD":
        file.close()
        response = HttpResponse()
    else:
        file.seek(span.start)
        response = StreamingHttpResponse(Part(file, len(span)))
    response["Content-Type"] = stored.content_type
    response["Content-Length"] = len(span)
    return response


def _opened(stored: StoredFile) -> BinaryIO:
    try:
        file = path_of(stored.stored_as).open("rb")
    except FileNotFoundError:
        logger.error("The file of %s %s is missing", stored._meta.label, stored.pk)  # noqa: TRY400 - the traceback says no more
        raise Http404 from None
    if (size := os.fstat(file.fileno()).st_size) != stored.size:
        file.close()
        logger.error("The file of %s %s has %d bytes, not %d", stored._meta.label, stored.pk, size, stored.size)
        raise Http404
    return file


def _headers(stored: StoredFile) -> dict[str, str]:
    return {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=stored.name),  # RFC 6266
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "ETag": quote_etag(stored.sha256),
    }


def _asked_range(request: HttpRequest, stored: StoredFile) -> range | None:
    """The bytes asked for (RFC 9110 §14.2): None for all of them, empty for none that there are.

    Several ranges at once are answered with the whole, which the RFC allows and which nobody can use to overload us.
    """
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    etag = quote_etag(stored.sha256)
    if request.method != "GET" or not found or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, stored.size - int(last)), stored.size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last or stored.size), stored.size - 1) + 1)
