"""A round over sites that fail in every way: what it says is the transcript of docs/link-checks.md, word for word."""

import re
import ssl
from functools import partial

import pytest
import trustme
from django.conf import settings
from django.core.management import call_command

from groundwork import links
from groundwork.links import rounds
from groundwork.links.asking import ask
from groundwork.outbound import Limits
from tests.factories.sectors import PartnerFactory
from tests.groundwork.outbound.sites import HERE, Conversation, Site, answer, never_stops, redirect, says, site

PATIENT, HURRIED = Limits(seconds=30, header_bytes=10_000), Limits(seconds=0.5)  # hurried with the one that hangs
TRANSCRIPT = re.search(r"```text\n(.*?)```", (settings.BASE_DIR / "docs" / "link-checks.md").read_text(), re.DOTALL)

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
# What each site does, by its name below .test
SITES: dict[str, Conversation] = {
    "answers": says(answer(b"")),
    "has-gigabytes": says(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx"),
    "sends-without-end": never_stops(CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    "shut-to-programs": says(answer(b"", status="403 Forbidden")),
    "not-found": says(answer(b"", status="404 Not Found")),
    "gone-for-good": says(answer(b"", status="410 Gone")),
    "in-trouble": says(answer(b"", status="500 Internal Server Error")),
    "asks-for-rest": says(answer(b"", status="503 Service Unavailable")),
    "hangs": never_stops(b"HTTP/1.1 200 OK\r\nX: ", b"", slowly=True),
    "redirects-for-ever": says(redirect("/")),
    "headers-without-end": never_stops(b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 1_000 + b"\r\n"),
    "hangs-up": says(b""),
    "no-web-site": says(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "leads-inside": says(redirect("http://169.254.169.254/")),
    "leads-to-a-file": says(redirect("file:///etc/passwd")),
}


NO_NAME, NOBODY_THERE = "no-such-name.test", 1  # a port that no server has


def by_name(connection, here: Site) -> None:
    name = re.search(r"^Host: ([\w-]+)", here.requests[-1], re.MULTILINE)
    SITES[name[1]](connection, here)


def ask_in_time(url: str, **options) -> links.Finding:
    """As ask: with so much time that no slow machine counts as a site that hangs, but where one does."""
    return ask(url, **options | {"limits": HURRIED if "//hangs." in url else PATIENT})


def addresses(host: str, _port: int) -> list[str]:
    if host == NO_NAME:
        raise OSError("not known")
    return [HERE] if host.endswith(".test") else [host]


def foreign_certificate() -> ssl.SSLContext:
    """Of an authority that nobody trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("foreign-certificate.test").configure_cert(context)
    return context


@pytest.mark.django_db
def test_round_over_sites_that_fail_in_every_way_says_what_the_paper_shows(monkeypatch, capsys):
    with site(by_name) as here, site(says(answer(b"")), tls=foreign_certificate()) as https:
        shown = [f"http://{name}.test:{here.port}/" for name in SITES]
        shown += [f"http://asks-for-rest.test:{here.port}/{page}" for page in ("second", "third")]
        shown += [f"http://{NO_NAME}:{here.port}/", f"http://nobody-there.test:{NOBODY_THERE}/", "http://10.0.0.1/"]
        shown += [f"https://foreign-certificate.test:{https.port}/"]
        for url in shown:
            PartnerFactory(url=url)
        network = here.network(addresses=addresses, ports=frozenset({here.port, https.port, NOBODY_THERE, 80}))
        monkeypatch.setattr(links, "check_all", partial(links.check_all, network=network))
        monkeypatch.setattr(rounds, "ask", ask_in_time)
        call_command("check_links", "--pause=0")
    assert in_order(capsys.readouterr().out) == TRANSCRIPT[1]
    assert links.LinkCheck.objects.count() == len(shown) - 2  # the rest of the site that asks for rest


def in_order(said: str) -> str:
    """Without the ports of this run, and the sites, which answer in any order, by the alphabet."""
    broken, counts = re.sub(r":\d+/", "/", said).split("Links\n")
    return "".join(sorted(broken.splitlines(keepends=True))) + "Links\n" + counts
