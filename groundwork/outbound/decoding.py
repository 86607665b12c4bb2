"""Bodies of answers, unpacked in small pieces so that no bomb goes off in memory."""

import zlib
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from groundwork.outbound.errors import MalformedError, TooLargeError

PIECE = 64 * 1024  # bytes unpacked at once
GZIP = 31  # zlib's number for gzip with its header and checksum


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The body as it was before `Content-Encoding`. Only what we ask for is taken. Raises MalformedError."""
    if encoding in {"", "identity"}:
        return iter(chunks)
    if encoding in {"gzip", "x-gzip"}:
        return gunzipped(chunks)
    raise MalformedError(_("The other site’s answer is packed in a way that was not asked for."))


def gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip (RFC 1952), also of several members. Raises MalformedError if it is damaged or cut off."""
    member = zlib.decompressobj(GZIP)
    begun = False
    try:
        for packed in chunks:
            while packed:
                if member.eof:
                    member = zlib.decompressobj(GZIP)
                yield member.decompress(packed, PIECE)
                packed = member.unused_data if member.eof else member.unconsumed_tail  # noqa: PLW2901 - what is left of it
                begun = True
        yield member.flush()
    except zlib.error as error:
        raise MalformedError(_("The other site’s answer is damaged.")) from error
    if begun and not member.eof:
        raise MalformedError(_("The other site’s answer was cut off."))


def capped(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The same chunks, of at most `most` bytes together. Raises TooLargeError."""
    for chunk in chunks:
        most -= len(chunk)
        if most < 0:
            raise TooLargeError
        yield chunk
