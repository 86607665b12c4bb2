"""Whether an address answers: real servers on loopback, with every kind of failure."""

import pytest

from groundwork.links.asking import ask
from groundwork.outbound import Limits
from tests.groundwork.outbound.sites import Conversation, Site, answer, never_stops, redirect, says, site

PATIENT = Limits(seconds=60, header_bytes=10_000)
HURRIED = Limits(seconds=0.5, header_bytes=10_000)


def by_method(**answers: bytes) -> Conversation:
    """An answer for each method."""

    def conversation(connection, here: Site) -> None:
        connection.sendall(answers[here.requests[-1].split()[0]])

    return conversation


def found(conversation: Conversation, limits: Limits = PATIENT):
    with site(conversation) as here:
        finding = ask(here.url, network=here.network(), limits=limits)
        methods = [request.split()[0] for request in here.requests if request]
    return finding, methods


def test_a_page_that_is_there_is_asked_once_without_its_body():
    finding, methods = found(says(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"))
    assert (finding.outcome, finding.status, finding.leads_to, methods) == ("answered", 200, "", ["HEAD"])


@pytest.mark.parametrize("status", ["404 Not Found", "405 Not Allowed", "403 Forbidden", "500 Broken", "501 No"])
def test_a_site_that_does_not_know_head_is_asked_by_get(status):
    finding, methods = found(by_method(HEAD=answer(b"", status=status), GET=answer(b"There.")))
    assert (finding.outcome, finding.status, methods) == ("answered", 200, ["HEAD", "GET"])


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("404 Not Found", "gone"),
        ("410 Gone", "gone"),
        ("401 Sign In", "refused"),
        ("403 Forbidden", "refused"),
        ("429 Too Many", "refused"),
        ("400 Bad Request", "silent"),
        ("500 Broken", "silent"),
        ("503 Away", "silent"),
    ],
)
def test_a_status_is_judged(status, outcome):
    finding, _methods = found(says(answer(b"", status=status)))
    assert (finding.outcome, finding.status) == (outcome, int(status[:3]))


@pytest.mark.parametrize("status", ["429 Too Many", "503 Away"])
def test_a_site_that_asks_for_rest_is_not_asked_a_second_time(status):
    finding, methods = found(says(answer(b"", status=status)))
    assert (finding.asks_for_rest, methods) == (True, ["HEAD"])


def test_where_a_redirect_leads_is_kept():
    def conversation(connection, here: Site) -> None:
        connection.sendall(redirect("/new") if here.requests[-1].split()[1] == "/" else answer(b""))

    finding, _methods = found(conversation)
    assert finding.outcome == "answered"
    assert finding.leads_to.endswith("/new")


@pytest.mark.parametrize(
    ("conversation", "reason"),
    [
        (never_stops(b"HTTP/1.1 200 OK\r\nX: ", b"", slowly=True), "timed-out"),
        (says(redirect("/")), "too-many-redirects"),
        (never_stops(b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 1_000 + b"\r\n"), "too-large"),
        (says(b""), "malformed"),
        (says(b"SSH-2.0-OpenSSH_9.6\r\n"), "malformed"),
        (says(redirect("http://169.254.169.254/")), "refused-address"),
        (says(redirect("file:///etc/passwd")), "refused-scheme"),
    ],
    ids=[
        "hangs",
        "redirects for ever",
        "sends without end",
        "hangs up",
        "no web site",
        "leads inside",
        "leads to a file",
    ],
)
def test_what_goes_wrong_is_cut_off_and_recorded_as_such(conversation, reason):
    finding, _methods = found(conversation, HURRIED if reason == "timed-out" else PATIENT)
    assert (finding.outcome, finding.status, finding.reason) == ("silent", None, reason)


def test_gigabytes_are_not_read_and_are_called_so():
    gigabytes = b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\nx"
    for conversation, asked in (
        (says(gigabytes), ["HEAD"]),
        (by_method(HEAD=answer(b"", status="405 No"), GET=gigabytes), ["HEAD", "GET"]),
    ):
        finding, methods = found(conversation)
        assert (finding.outcome, finding.status, methods) == ("oversize", 200, asked)


def test_what_sends_without_end_and_announces_nothing_is_cut_off_and_called_so():
    endless = never_stops(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"400\r\n" + b"x" * 1_024 + b"\r\n")

    def conversation(connection, here: Site) -> None:
        if here.requests[-1].startswith("HEAD"):
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        else:
            endless(connection, here)

    finding, methods = found(conversation, Limits(seconds=60, bytes=100_000))
    assert (finding.outcome, finding.status, methods) == ("oversize", 200, ["HEAD", "GET"])


@pytest.mark.parametrize("body", [b"400\r\nabc", b"3\r\nabc\r\n0\r\n\r\n"], ids=["broken off", "whole"])
def test_a_page_that_does_not_say_how_long_it_is_answers(body):
    finding, methods = found(says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body))
    assert (finding.outcome, finding.status, methods) == ("answered", 200, ["HEAD", "GET"])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1/", "refused-address"),
        ("http://10.0.0.1/", "refused-address"),
        ("javascript:alert(1)", "refused-scheme"),
        ("ftp://ftp.example.org/", "refused-scheme"),
        ("http://[", "malformed"),
    ],
)
def test_an_address_of_the_inside_or_of_no_site_is_not_even_asked(url, reason):
    finding = ask(url)
    assert (finding.outcome, finding.reason) == ("silent", reason)
