"""Asking one address whether it still leads somewhere: by HEAD, which sends no body, then by GET where that fails.

GET is also asked where HEAD does not tell how much would come: what sends without end is no page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from groundwork.outbound import INTERNET, Limits, Network, OpenAnswer, OutboundError, stream
from groundwork.outbound.errors import TooLargeError

LIMITS = Limits(seconds=10, bytes=25_000_000)  # bytes: what may come unannounced
GIGABYTE = 1_000_000_000  # bytes: no page or paper announces so many
TO_ANOTHER_METHOD = {"timed-out", "connection", "malformed", "too-large"}  # reasons why GET may do what HEAD did not
SHUT_TO_PROGRAMS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN}
OVERRUN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
NOT_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


@dataclass(frozen=True)
class Finding:
    url: str
    outcome: str  # of LinkCheck.Outcome
    status: int | None = None
    reason: str = ""  # why there was no answer: of groundwork.outbound's errors
    leads_to: str = ""  # the last address, if it is another
    asks_for_rest: bool = False  # the site asks to be left alone for a while (RFC 6585 §4, RFC 9110 §15.6.4)


def ask(url: str, *, network: Network = INTERNET, limits: Limits = LIMITS) -> Finding:
    """Raises nothing: what goes wrong is what is found."""
    finding = Finding(url, "silent")
    for finding in _answers(url, network, limits):
        if finding.asks_for_rest:
            break
    return finding


def _answers(url: str, network: Network, limits: Limits) -> Iterator[Finding]:
    for method in ("HEAD", "GET"):
        try:
            with stream(url, method=method, network=network, limits=limits) as answer:
                yield _judged(url, answer)
                if answer.status < HTTPStatus.BAD_REQUEST and _announced(answer) is not None:
                    return
        except OutboundError as error:
            yield Finding(url, "silent", reason=error.reason)
            if error.reason not in TO_ANOTHER_METHOD:
                return


def _judged(url: str, answer: OpenAnswer) -> Finding:
    """A status of the 400s or 500s other than those named is no page, but no site away either: it did not answer."""
    status = answer.status
    moved = answer.url if answer.url.rstrip("/") != url.rstrip("/") else ""
    if status < HTTPStatus.BAD_REQUEST:
        outcome = "oversize" if _is_oversize(answer) else "answered"
        return Finding(url, outcome, status, leads_to=moved)
    if status in SHUT_TO_PROGRAMS or status == HTTPStatus.TOO_MANY_REQUESTS:
        return Finding(url, "refused", status, leads_to=moved, asks_for_rest=status in OVERRUN)
    outcome = "gone" if status in NOT_THERE else "silent"
    return Finding(url, outcome, status, leads_to=moved, asks_for_rest=status in OVERRUN)


def _is_oversize(answer: OpenAnswer) -> bool:
    """Whether it announces a gigabyte or, where it announces nothing, sends more than it may."""
    announced = _announced(answer)
    if announced is not None:
        return announced >= GIGABYTE
    try:
        for _chunk in answer.chunks:
            pass  # nothing is kept
    except TooLargeError:
        return True
    except OutboundError:
        pass  # it did answer: a body that is slow or damaged may still show people a page
    return False


def _announced(answer: OpenAnswer) -> int | None:
    """How many bytes it says its body has; None if it says nothing that is a number."""
    length = answer.headers.get("content-length", "")
    return int(length) if length.isdecimal() else None
