"""Connections to addresses that were checked, with an end to their time and bytes (httpcore's network interface)."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
from django.utils.translation import gettext as _

from groundwork.outbound.errors import TlsError, TooLargeError
from groundwork.outbound.network import Deadline, Network


class BoundedStream(httpcore.NetworkStream):
    """A connection that ends with the deadline and gives no more bytes than allowed.

    The allowance covers what the HTTP library reads without telling: headers, interim answers, trailers.
    """

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline, allowance: int) -> None:
        self._inner = inner
        self._deadline = deadline
        self.allowance = allowance  # bytes that may still be read

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - httpcore's signature
        if self.allowance <= 0:
            raise TooLargeError
        data = self._inner.read(min(max_bytes, self.allowance), self._deadline.left())
        self.allowance -= len(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the same
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        try:
            inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        except httpcore.ConnectError as error:
            raise TlsError(_("The other site’s certificate or encryption is not in order.")) from error
        return BoundedStream(inner, self._deadline, self.allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name once, checks every address, and connects to one of exactly these.

    A name that changes its mind between check and connection (DNS rebinding) changes nothing.
    """

    def __init__(self, network: Network, deadline: Deadline, allowance: int) -> None:
        self._network = network
        self._deadline = deadline
        self._allowance = allowance
        self._tcp = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        local_address: str | None = None,  # noqa: ARG002 - the same
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        addresses = list(self._network.checked_addresses(host, port, self._deadline))
        while True:
            share = self._deadline.left() / len(addresses)  # a dead address leaves time for the next
            try:
                inner = self._tcp.connect_tcp(addresses.pop(0), port, share)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not addresses:
                    raise
            else:
                return BoundedStream(inner, self._deadline, self._allowance)
