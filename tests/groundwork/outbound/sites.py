"""Other sites, good and bad: real servers on loopback, each connection answered by a function with its socket."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from groundwork.outbound import Network
from groundwork.outbound.addresses import is_public

HERE = "127.0.0.1"
ENDLESS = 2_000  # pieces of what never ends; a client without limits comes to its end and fails the test
DRIP_SECONDS = 0.02
TLS_HELLO = b"\x16"


@dataclass
class Site:
    port: int
    requests: list[str] = field(default_factory=list)  # heads, as they came
    over: threading.Event = field(default_factory=threading.Event)  # set when the test is
    names: list[str | None] = field(default_factory=list)  # that TLS clients asked for

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}/"

    def network(self, **other) -> Network:
        """The internet, with this site in it."""
        return Network(**{"ports": frozenset({self.port}), "permits": lambda a: is_public(a) or a == HERE} | other)


Conversation = Callable[[socket.socket, Site], None]


def _converse(connection: socket.socket, site: Site, conversation: Conversation, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), closing(connection):  # clients hang up on us: that is what is tested
        if tls:
            connection = tls.wrap_socket(connection, server_side=True)
        with closing(connection):
            head = b""
            while b"\r\n\r\n" not in head and not head.startswith(TLS_HELLO) and (data := connection.recv(65536)):
                head += data
            site.requests.append(head.decode("latin-1"))
            conversation(connection, site)


@contextmanager
def site(
    conversation: Conversation, *, host: str = HERE, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Site]:
    with socket.create_server((host, port)) as listener:
        here = Site(listener.getsockname()[1])
        if tls:
            tls.sni_callback = lambda _socket, name, _context: here.names.append(name)

        def serve() -> None:
            with suppress(OSError):  # the listener is shut when the test is over
                while True:
                    connection, _address = listener.accept()
                    threading.Thread(target=_converse, args=(connection, here, conversation, tls)).start()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield here
        finally:
            here.over.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def says(*parts: bytes) -> Conversation:
    """Sends this and hangs up."""

    def conversation(connection: socket.socket, _site: Site) -> None:
        for part in parts:
            connection.sendall(part)

    return conversation


def never_stops(beginning: bytes, piece: bytes, *, slowly: bool = False) -> Conversation:
    """Sends a beginning, then a piece again and again."""

    def conversation(connection: socket.socket, site: Site) -> None:
        connection.sendall(beginning)
        for _ in range(ENDLESS):
            if slowly and site.over.wait(DRIP_SECONDS):
                break
            connection.sendall(piece)

    return conversation


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", "Set-Cookie: a=b; Path=/", status=status)


def routes(**pages: bytes) -> Conversation:
    """Pages by the name in their path: `/name`."""

    def conversation(connection: socket.socket, site: Site) -> None:
        path = site.requests[-1].split()[1]
        connection.sendall(pages[path.strip("/")])

    return conversation
