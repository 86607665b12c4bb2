"""A provider of OAI-PMH on loopback, whose pages a test writes."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from tests.groundwork.outbound.sites import Site, site

AT = "2026-11-20T08:00:00Z"
HEAD = '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
DC = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
)
IDENTIFY = "<Identify><protocolVersion>2.0</protocolVersion><granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
Asked = dict[str, str]
Pages = Callable[[Asked], str]


def record(number: int | str, title: str = "", **elements: str | list[str]) -> str:
    """A record of oai_dc; deleted without a title."""
    header = f"<identifier>oai:other:{number}</identifier><datestamp>{AT}</datestamp>"
    if not title:
        return f'<record><header status="deleted">{header}</header></record>'
    texts = {"title": title} | elements
    given = "".join(
        f"<dc:{name}>{text}</dc:{name}>"
        for name, value in texts.items()
        for text in ([value] if isinstance(value, str) else value)
    )
    return f"<record><header>{header}</header><metadata>{DC}{given}</oai_dc:dc></metadata></record>"


def page(*records: str, token: str = "", size: int | None = None) -> str:
    if not records and not token:
        return '<error code="noRecordsMatch">None</error>'
    stated = f' completeListSize="{size}"' if size else ""
    return f"<ListRecords>{''.join(records)}<resumptionToken{stated}>{token}</resumptionToken></ListRecords>"


@contextmanager
def provider_of(pages: Pages) -> Iterator[Site]:
    """Answers ListRecords by what the test's function makes of the arguments; `bytes` go out as they are."""

    def converse(connection: socket.socket, here: Site) -> None:
        path = here.requests[-1].split(" ", 2)[1]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        answer = IDENTIFY if asked["verb"] == "Identify" else pages(asked)
        if isinstance(answer, bytes):
            connection.sendall(answer)
            return
        body = (
            f"{HEAD}<responseDate>{AT}</responseDate>{answer}</OAI-PMH>".encode()
            if "<?xml" not in answer
            else answer.encode()
        )
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )

    with site(converse) as here:
        yield here
