"""Fetching from other sites: one request, its redirects, and an end to everything."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import httpcore
from django.conf import settings
from django.utils.datastructures import CaseInsensitiveMapping
from django.utils.translation import gettext as _

from groundwork.outbound.connection import CheckedBackend
from groundwork.outbound.decoding import capped, decoded
from groundwork.outbound.errors import ConnectionFailedError, MalformedError, TimedOutError, TooManyRedirectsError
from groundwork.outbound.network import INTERNET, Deadline, Network
from groundwork.outbound.targets import Target

Method = Literal["GET", "HEAD"]
REDIRECTS = {301, 302, 303, 307, 308}
OURS = {"host", "connection", "accept-encoding", "content-length", "transfer-encoding", "cookie"}
FOR_ANY_SITE = {"accept", "accept-language", "user-agent", "if-none-match", "if-modified-since"}


@dataclass(frozen=True)
class Limits:
    """The most that one fetch may take, all its redirects together."""

    seconds: float = 20
    bytes: int = 10_000_000  # of the body, unpacked
    header_bytes: int = 64 * 1024  # of each answer
    redirects: int = 5


@dataclass(frozen=True)
class OpenAnswer:
    """An answer whose body is still to be read."""

    status: int
    url: str  # where it came from in the end
    headers: Mapping[str, str]  # names in any case; of several with one name, the values joined by commas
    chunks: Iterator[bytes]


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    headers: Mapping[str, str]
    body: bytes


def fetch(
    url: str,
    *,
    method: Method = "GET",
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    network: Network = INTERNET,
) -> Answer:
    """Ask another site and read its whole answer, whatever its status. Raises OutboundError.

    No cookies, no proxy or password from the environment. Headers that are for one site only, like Authorization,
    are not sent on to another by a redirect.
    """
    with stream(url, method=method, headers=headers, limits=limits, network=network) as answer:
        return Answer(answer.status, answer.url, answer.headers, b"".join(answer.chunks))


@contextmanager
def stream(
    url: str,
    *,
    method: Method = "GET",
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    network: Network = INTERNET,
) -> Iterator[OpenAnswer]:
    """`fetch` for bodies that are not to be held in memory. The seconds run on while the chunks are used."""
    headers = dict(headers or {})
    if unfit := OURS.intersection(name.lower() for name in headers):
        raise ValueError(f"These headers are set here: {', '.join(sorted(unfit))}.")
    deadline = Deadline(limits.seconds)
    target = Target.parse(url)
    for _hop in range(limits.redirects + 1):
        with _exchange(target, method, headers, limits, network, deadline) as (answer, location):
            if location is None:
                yield answer
                return
        origin, target = target.origin, target.redirected(location)
        if target.origin != origin:
            headers = {name: value for name, value in headers.items() if name.lower() in FOR_ANY_SITE}
    raise TooManyRedirectsError(_("The other site leads on and on and never to an answer."))


@contextmanager
def _exchange(
    target: Target, method: Method, headers: Mapping[str, str], limits: Limits, network: Network, deadline: Deadline
) -> Iterator[tuple[OpenAnswer, str | None]]:
    """One request on a connection of its own: the answer, and where it leads if it is a redirect."""
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    request = httpcore.Request(method, url, headers=_all_headers(target, headers))
    backend = CheckedBackend(network, deadline, limits.header_bytes)
    with httpcore.HTTPConnection(url.origin, network.certificates(), network_backend=backend) as connection:
        with _in_our_words():
            response = connection.handle_request(request)
        received = _readable(response.headers)
        response.extensions["network_stream"].allowance += 2 * limits.bytes  # small chunks have much round them
        chunks = _body(response, received.get("content-encoding", "").lower(), limits.bytes)
        location = received.get("location", "") if response.status in REDIRECTS else None
        yield OpenAnswer(response.status, str(target), received, chunks), location


def _all_headers(target: Target, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    name = f"SectorPortal/1 (+{settings.OUTBOUND_CONTACT})" if settings.OUTBOUND_CONTACT else "SectorPortal/1"
    ours = {"Host": target.authority, "Connection": "close", "Accept-Encoding": "gzip"}
    together = CaseInsensitiveMapping({"User-Agent": name, "Accept": "*/*"} | dict(headers) | ours)
    return list(together.items())


def _readable(raw: list[tuple[bytes, bytes]]) -> CaseInsensitiveMapping:
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("utf-8", "replace")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return CaseInsensitiveMapping(headers)


def _body(response: httpcore.Response, encoding: str, most: int) -> Iterator[bytes]:
    with _in_our_words():
        yield from capped(decoded(response.iter_stream(), encoding), most)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise TimedOutError from error
    except httpcore.NetworkError as error:
        raise ConnectionFailedError(_("The other site does not answer, or hung up.")) from error
    except httpcore.ProtocolError as error:
        raise MalformedError(_("The other site’s answer cannot be read.")) from error
