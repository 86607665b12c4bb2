import gzip
import socket
import struct
import tracemalloc
from http import HTTPStatus

import pytest

from groundwork.outbound import Limits, OutboundError, fetch, stream
from tests.groundwork.outbound.sites import answer, never_stops, redirect, routes, says, site

QUICK = Limits(seconds=0.5)
SMALL = Limits(seconds=60, bytes=100_000, header_bytes=10_000)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def reason(conversation, limits: Limits = SMALL, **options) -> str:
    """Why an answer is refused."""
    with site(conversation) as here:
        with pytest.raises(OutboundError) as caught:
            fetch(here.url, limits=limits, network=here.network(), **options)
        assert str(caught.value).endswith(".")
        return caught.value.reason


def got(conversation, path: str = "", **options):
    with site(conversation) as here:
        return fetch(here.url + path, network=here.network(), **options), here


class TestAnswers:
    def test_answer_is_read_whole(self):
        body = b"text" * 50_000
        taken, here = got(says(answer(body, "Content-Type: text/plain", "X-A: 1", "x-a: 2")))
        assert (taken.status, taken.url, taken.body) == (HTTPStatus.OK, here.url, body)
        assert (taken.headers["content-type"], taken.headers["X-A"]) == ("text/plain", "1, 2")

    @pytest.mark.parametrize("status", ["404 Not Found", "503 Away", "304 Not Modified"])
    def test_every_status_is_an_answer(self, status):
        assert got(says(answer(b"", status=status)))[0].status == int(status[:3])

    def test_request_says_who_asks_and_carries_no_more(self, settings):
        settings.OUTBOUND_CONTACT = "mailto:portal@portal.example"
        _answer, here = got(says(answer(b"")), headers={"accept": "text/xml"})
        lines = here.requests[0].split("\r\n")
        assert lines[0] == "GET / HTTP/1.1"
        assert sorted(filter(None, lines[1:])) == [
            "Accept-Encoding: gzip",
            "Connection: close",
            f"Host: 127.0.0.1:{here.port}",
            "User-Agent: SectorPortal/1 (+mailto:portal@portal.example)",
            "accept: text/xml",
        ]

    def test_head_has_no_body(self):
        said = b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\nContent-Encoding: gzip\r\n\r\n"
        taken, here = got(says(said), method="HEAD", limits=SMALL)
        assert (taken.body, here.requests[0].split()[0]) == (b"", "HEAD")

    def test_chunks_come_as_they_arrive(self):
        endless = never_stops(CHUNKED, b"5\r\nhello\r\n")
        with site(endless) as here, stream(here.url, network=here.network()) as open_answer:
            assert next(open_answer.chunks) == b"hello"

    def test_headers_that_are_ours_are_not_taken(self):
        with pytest.raises(ValueError, match="cookie, host"):
            fetch("http://a.example/", headers={"Host": "b.example", "Cookie": "a=b"})

    def test_environment_changes_nothing(self, monkeypatch, tmp_path):
        (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret")
        monkeypatch.setenv("HOME", str(tmp_path))
        with site(says(answer(b"proxy"))) as proxy:
            for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, proxy.url)
            taken, here = got(says(answer(b"direct")))
        assert (taken.body, proxy.requests) == (b"direct", [])
        assert "authorization" not in here.requests[0].lower()


class TestRedirects:
    @pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
    def test_redirect_is_followed_without_cookies(self, status):
        taken, here = got(routes(a=redirect("/b", status), b=answer(b"there")), "a")
        assert (taken.body, taken.url) == (b"there", f"{here.url}b")
        assert "cookie" not in here.requests[1].lower()

    def test_five_redirects_are_followed_and_no_sixth(self):
        steps = {str(step): redirect(f"/{step + 1}") for step in range(6)} | {"6": answer(b"there")}
        assert got(routes(**steps), "1")[0].body == b"there"
        with pytest.raises(OutboundError) as caught:
            got(routes(**steps), "0")
        assert caught.value.reason == "too-many-redirects"

    def test_loop_ends(self):
        assert reason(says(redirect("/"))) == "too-many-redirects"

    @pytest.mark.parametrize(
        ("location", "why"),
        [
            ("http://10.0.0.1/", "refused-address"),
            ("http://169.254.169.254/latest/meta-data/", "refused-address"),
            ("http://[::1]/", "refused-address"),
            ("//localhost/", "refused-address"),
            ("http://1.1.1.1:22/", "refused-address"),
            ("http://me:word@1.1.1.1/", "refused-address"),
            ("file:///etc/passwd", "refused-scheme"),
            ("gopher://127.0.0.1/", "refused-scheme"),
            ("http://[", "malformed"),
        ],
    )
    def test_each_redirect_is_checked_again(self, location, why):
        assert reason(says(redirect(location))) == why

    def test_inside_site_is_not_even_connected_to(self):
        with site(says(answer(b"inside"))) as away, site(says(answer(b"inside")), host="127.0.0.2") as inside:
            location = f"http://127.0.0.2:{inside.port}/"
            with site(says(redirect(location))) as here, pytest.raises(OutboundError) as caught:
                fetch(here.url, network=here.network(ports=frozenset({here.port, inside.port, away.port})))
        assert (caught.value.reason, inside.requests) == ("refused-address", [])

    def test_name_is_checked_anew_at_each_redirect(self):
        changing = [["127.0.0.1"], ["127.0.0.2"]]
        with site(says(redirect("/again"))) as here:
            network = here.network(addresses=lambda _host, _port: changing.pop(0))
            with pytest.raises(OutboundError) as caught:
                fetch(f"http://a.example:{here.port}/", network=network)
        assert (caught.value.reason, len(here.requests)) == ("refused-address", 1)

    def test_what_is_for_one_site_is_not_sent_to_another(self):
        headers = {"Authorization": "Bearer secret", "X-Api-Key": "secret", "Accept": "text/xml"}
        with site(says(answer(b"there"))) as there:
            home = routes(a=redirect("/b"), b=redirect(there.url))
            with site(home) as here:
                fetch(here.url + "a", headers=headers, network=here.network(ports=frozenset({here.port, there.port})))
        assert ["secret" in request for request in [*here.requests, *there.requests]] == [True, True, False]
        assert "Accept: text/xml" in there.requests[0]

    def test_time_is_one_for_all_redirects(self):
        slow_redirect = never_stops(b"HTTP/1.1 302 Found\r\nLocation: /\r\nX: ", b"", slowly=True)
        assert reason(slow_redirect, QUICK) == "timed-out"


class TestTime:
    """Each of these sites would keep a client with time-outs for single reads for ever, or for very long."""

    @pytest.mark.parametrize(
        "conversation",
        [
            lambda _connection, here: here.over.wait(10),
            never_stops(b"", b"H", slowly=True),
            never_stops(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", slowly=True),
            never_stops(b"", b"HTTP/1.1 100 Continue\r\n\r\n", slowly=True),
            never_stops(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"a", slowly=True),
            never_stops(CHUNKED, b"1\r\na\r\n", slowly=True),
        ],
        ids=["silence", "slow status", "slow headers", "slow interim answers", "slow body", "slow chunks"],
    )
    def test_total_time_is_bounded(self, conversation):
        assert reason(conversation, QUICK) == "timed-out"


class TestSize:
    @pytest.mark.parametrize(
        "conversation",
        [
            never_stops(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 1_000),
            never_stops(CHUNKED, b"400\r\n" + b"a" * 1_024 + b"\r\n"),
            says(answer(b"a" * 100_001)),
            never_stops(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 1_000),
            never_stops(b"HTTP/1.1 200 OK\r\n", b"X: " + b"a" * 1_000 + b"\r\n"),
            never_stops(b"", b"HTTP/1.1 103 Early Hints\r\nLink: " + b"a" * 1_000 + b"\r\n\r\n"),
            never_stops(CHUNKED, b"1;x=" + b"a" * 1_000 + b"\r\na\r\n"),
        ],
        ids=["body", "chunks", "one byte more", "header", "headers", "interim", "chunk extensions"],
    )
    def test_size_is_bounded(self, conversation):
        assert reason(conversation) == "too-large"

    def test_last_byte_allowed_is_read(self):
        assert len(got(says(answer(b"a" * 100_000)), limits=SMALL)[0].body) == 100_000


class TestPackedAnswers:
    def packed(self, body: bytes, encoding: str = "gzip"):
        return says(answer(body, f"Content-Encoding: {encoding}"))

    @pytest.mark.parametrize("body", [b"", b"text", b"text" * 100_000, bytes(65_536), bytes(131_072)])
    def test_gzip_is_unpacked(self, body):
        assert got(self.packed(gzip.compress(body)))[0].body == body

    def test_gzip_of_several_members_is_unpacked(self):
        assert got(self.packed(gzip.compress(b"one ") + gzip.compress(b"two"), "GZIP"))[0].body == b"one two"

    def test_bomb_is_refused_and_never_unpacked_in_memory(self):
        bomb = self.packed(gzip.compress(bytes(100_000_000), 9))
        tracemalloc.start()
        try:
            assert reason(bomb) == "too-large"
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "gzip,br", "zstd", "\xff"])
    def test_what_was_not_asked_for_is_refused(self, encoding):
        assert reason(self.packed(b"x", encoding)) == "malformed"

    @pytest.mark.parametrize(
        "body",
        [b"no gzip", gzip.compress(b"text" * 99, mtime=0)[:-9], gzip.compress(b"text", mtime=0) + b"x", b"\x1f\x8b"],
    )
    def test_damaged_gzip_is_refused(self, body):
        assert reason(self.packed(body)) == "malformed"


class TestBrokenAnswers:
    @pytest.mark.parametrize(
        "said",
        [
            b"",
            b"\x00\x01\x02\x03\r\n\r\n",
            b"220 smtp.example ESMTP\r\n",
            b"<html>no headers</html>\r\n\r\n",
            b"HTTP/1.1 200",
            b"HTTP/1.1 abc OK\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            CHUNKED + b"zz\r\n",
            CHUNKED + b"-5\r\nhello\r\n",
            CHUNKED + b"fffffffffffffffffffffff\r\n",
            CHUNKED + b"5\r\nhel",
            CHUNKED + b"5\r\nhello\r\n",
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        ],
    )
    def test_what_is_no_answer_is_refused(self, said):
        assert reason(says(said)) == "malformed"

    def test_endless_trailers_are_refused(self):
        assert reason(never_stops(CHUNKED + b"0\r\n", b"X: " + b"a" * 1_000 + b"\r\n")) == "malformed"

    def test_bytes_past_the_stated_length_are_not_read(self):
        assert got(says(answer(b"hello") + b"HTTP/1.1 200 OK\r\n\r\nsmuggled"))[0].body == b"hello"

    def test_half_closed_connection_is_refused(self):
        def half(connection, here):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            connection.shutdown(socket.SHUT_WR)
            here.over.wait(10)

        assert reason(half) == "malformed"

    def test_reset_connection_is_said(self):
        def reset(connection, _here):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        assert reason(reset) == "connection"
