"""A real mail server on the loopback address, which behaves as badly as a test wants."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope

Behaviour = Callable[[SMTP], Awaitable[str]]


async def accept(_session: SMTP) -> str:
    return "250 Fine"


async def refuse(_session: SMTP) -> str:
    return "451 Not now"


async def hang(_session: SMTP) -> str:
    await asyncio.Event().wait()
    return ""


async def die(session: SMTP) -> str:
    session.transport.abort()
    await asyncio.sleep(0)
    return ""


class MailServer(Controller):
    """Takes messages into `taken`. `then` says how it behaves at a stage of the dialogue, where that is not well.

    The stages are RCPT, DATA (before the message is taken), TAKEN (when it is, before that is said) and QUIT.
    """

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        super().__init__(self, hostname="127.0.0.1", port=port)
        self.taken: list[Message] = []
        self.then: dict[str, Behaviour] = {}

    async def at(self, stage: str, session: SMTP) -> str:
        return await self.then.get(stage, accept)(session)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, session: SMTP, _peer: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self.at("RCPT", session)

    async def handle_DATA(self, session: SMTP, _peer: Any, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        answer = await self.at("DATA", session)
        if not answer.startswith("250"):
            return answer
        self.taken.append(message_from_bytes(envelope.content))
        return await self.at("TAKEN", session)

    async def handle_QUIT(self, session: SMTP, _peer: Any, _envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        return (await self.at("QUIT", session)).replace("250", "221")

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    """One that the portal sends its mail to."""
    server = MailServer()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{server.port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.5
    settings.DEFAULT_FROM_EMAIL = "Sector Portal <portal@example.org>"
    server.start()
    yield server
    server.stop()
