"""What is refused while a request is still coming in (Django's upload handlers, in FILE_UPLOAD_HANDLERS)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from groundwork.cleaning import BadInputError
from groundwork.uploads.errors import NO_ROOM

MOST_BYTES = 60 * 2**20  # of one request, with all its files
logger = logging.getLogger(__name__)


class TooMuchInputError(BadInputError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class NoRoomError(BadInputError):
    status = HTTPStatus.INSUFFICIENT_STORAGE


class BoundedUploadHandler(FileUploadHandler):
    """Refuses a request by its stated length, before it fills memory or disk. Django reads no further."""

    def handle_raw_input(self, _input: Any, _meta: dict, content_length: int, *_rest: Any) -> None:
        if content_length > MOST_BYTES:
            most = filesizeformat(MOST_BYTES)
            raise TooMuchInputError(_("That is too much at once; send at most %(most)s.") % {"most": most})

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """On to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""


class DiskUploadHandler(TemporaryFileUploadHandler):
    """Django's, that says in words when the disk is full."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._room():
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        with self._room():
            return super().file_complete(file_size)

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            with suppress(OSError):  # the last bytes have no room either
                self.file.close()
            logger.exception("No room for a request’s files")
            raise NoRoomError(_("The portal has no room for files left. Try again later.")) from error
