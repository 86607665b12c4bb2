"""Visitors: threads that keep their connection and ask one address after another."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle

from sector_portal.benchmark.web_server import HOST

NO_ANSWER = 0  # in the place of a status
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Page:
    """An address, and the tag of the version that the visitor has of it already, if any."""

    address: str
    tag: str = ""
    encoding: str = "gzip"

    @property
    def headers(self) -> dict[str, str]:
        return {"Accept-Encoding": self.encoding} | ({"If-None-Match": self.tag} if self.tag else {})


@dataclass(frozen=True)
class Answer:
    status: int
    seconds: float
    tag: str = ""
    retry_after: str = ""
    body: bytes = field(default=b"", repr=False)


class Visitor:
    """One connection to the web server, opened again when it was lost."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection(HOST, port, timeout=PATIENCE)

    def ask(self, page: Page) -> Answer:
        begun = time.perf_counter()
        try:
            self.connection.request("GET", page.address, headers=page.headers)
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            self.close()
            return Answer(NO_ANSWER, time.perf_counter() - begun)
        seconds, headers = time.perf_counter() - begun, response.headers
        return Answer(response.status, seconds, headers.get("ETag", ""), headers.get("Retry-After", ""), body)

    def close(self) -> None:
        self.connection.close()


def ask_until(over: Callable[[], bool], port: int, pages: Iterable[Page]) -> Iterator[Answer]:
    """One visitor's answers, page after page and round again."""
    with closing(Visitor(port)) as visitor:
        for page in cycle(pages):
            if over():
                break
            yield visitor.ask(page)


def ask_for(seconds: float, port: int, page: Page, *, visitors: int) -> tuple[list[Answer], float]:
    """The answers that so many visitors get to one page in so many seconds, and the time it took."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(visitors) as threads:
        over = lambda: time.perf_counter() - begun > seconds  # noqa: E731 - the shortest way to say it
        asked = [threads.submit(lambda: list(ask_until(over, port, [page]))) for _ in range(visitors)]
        answers = [answer for thread in asked for answer in thread.result()]
    return answers, time.perf_counter() - begun
