"""The network as an outbound request may see it: which ports, which addresses, and how names become addresses."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import certifi
from django.utils.translation import gettext as _

from groundwork.outbound.addresses import is_public
from groundwork.outbound.errors import DnsError, RefusedAddressError, TimedOutError


class Deadline:
    """One end for everything that a request does, however often it waits."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than 0. Raises TimedOutError."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimedOutError
        return left


def system_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order of preference. Raises OSError or ValueError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(address[0] for *_kind, address in found))


@cache
def public_certificates() -> ssl.SSLContext:
    """Mozilla's list alone, whatever the machine or its environment trusts besides."""
    return ssl.create_default_context(cafile=certifi.where())


@dataclass(frozen=True)
class Network:
    """`INTERNET` is the only one outside tests. It is an argument, never a setting that could reach production."""

    ports: frozenset[int] = frozenset({80, 443})
    permits: Callable[[str], bool] = is_public
    addresses: Callable[[str, int], Sequence[str]] = system_addresses
    certificates: Callable[[], ssl.SSLContext] = public_certificates

    def checked_addresses(self, host: str, port: int, deadline: Deadline) -> Sequence[str]:
        """The addresses of a host, asked for once, if each of them may be connected to. Raises OutboundError."""
        if port not in self.ports:
            raise RefusedAddressError(_("The address must not name a port of its own."))
        addresses = self._resolve(host, port, deadline)
        if not all(self.permits(address) for address in addresses):
            raise RefusedAddressError(_("“%(host)s” is not a site of the public internet.") % {"host": host})
        return addresses

    def _resolve(self, host: str, port: int, deadline: Deadline) -> Sequence[str]:
        """In a thread, as the system's resolver cannot be told how long it may take."""
        answers: queue.SimpleQueue = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self.addresses(host, port))
            except (OSError, ValueError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=deadline.left())
        except queue.Empty:
            raise TimedOutError from None
        if isinstance(answer, Exception) or not answer:
            raise DnsError(_("There is no site named “%(host)s”.") % {"host": host}) from (answer or None)
        return answer


INTERNET = Network()
