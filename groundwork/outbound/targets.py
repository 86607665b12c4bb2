"""Addresses of other sites, read strictly: what is read here is exactly what is then asked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urljoin, urlsplit

import idna
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from groundwork.outbound.errors import MalformedError, RefusedAddressError, RefusedSchemeError

PORTS = {"http": 80, "https": 443}
LONGEST = 4_000  # characters
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")  # a name or IPv4, or IPv6 without its brackets


@dataclass(frozen=True)
class Target:
    scheme: str
    host: str  # ASCII, lower case, without a last dot; IPv6 without brackets
    port: int
    path: str  # with the query, percent-encoded

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read an http or https address. Raises OutboundError."""
        with _readable():
            if len(url) > LONGEST or CONTROLS.search(url):
                raise ValueError("too long, or with control characters")
            parts = urlsplit(url)
        if parts.scheme not in PORTS:
            raise RefusedSchemeError(_("The address must begin with https:// or http://."))
        if "@" in parts.netloc:
            raise RefusedAddressError(_("The address must not have a user name or password in it."))
        with _readable():
            host, port = _ascii(parts.hostname or ""), _port(parts)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        return cls(parts.scheme, host, port, iri_to_uri(path))

    def redirected(self, location: str) -> Self:
        """Where a `Location` header leads from here (RFC 9110 §10.2.2). Raises OutboundError."""
        with _readable():
            url = urljoin(str(self), location)
        target = type(self).parse(url)
        if self.scheme == "https" and target.scheme == "http":
            raise RefusedSchemeError(_("The other site leads from a secure address to one that is not secure."))
        return target

    @property
    def authority(self) -> str:
        """What stands in the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise MalformedError(_("The address of the other site cannot be read.")) from error


def _port(parts: SplitResult) -> int:
    """Raises ValueError, for 0 too, which libraries take for no port at all."""
    if parts.port == 0:
        raise ValueError("0 is no port")
    return parts.port or PORTS[parts.scheme]


def _ascii(host: str) -> str:
    """The name as it is asked for (IDNA 2008, mapped as browsers do by UTS 46). Raises ValueError."""
    host = host.removesuffix(".")
    if not host.isascii():
        host = idna.encode(host, uts46=True).decode("ascii")
    if not HOST.fullmatch(host):
        raise ValueError(f"{host!r} is no host")
    return host
