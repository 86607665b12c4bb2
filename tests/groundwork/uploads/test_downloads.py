import hashlib
import http.client
import os
from email.message import Message

import pytest
from django.http import HttpResponse

from groundwork.uploads.storing import path_of
from tests.groundwork.uploads import urls
from tests.groundwork.uploads.documents import PDF
from tests.groundwork.uploads.keeping import store

pytestmark = [pytest.mark.urls("tests.groundwork.uploads.urls"), pytest.mark.django_db]
CONTENT = PDF + os.urandom(200_000)
SIZE = len(CONTENT)


@pytest.fixture
def stored(folder, paper, monkeypatch):
    made = store(paper, CONTENT, "Étude “sur” l'acier.pdf")
    monkeypatch.setitem(urls.SHELF, "paper", made)
    return made


def got(client, method: str = "get", **headers: str) -> tuple[HttpResponse, bytes]:
    """The answer and its whole body."""
    response = getattr(client, method)("/paper", headers=headers)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


def test_file_is_given_whole_as_a_download_that_no_page_runs_and_no_cache_keeps(client, stored):
    response, body = got(client, accept_encoding="gzip")
    assert (response.status_code, body) == (200, CONTENT)
    expected = {
        "Content-Type": "application/pdf",
        "Content-Length": str(SIZE),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "bytes",
        "ETag": f'"{stored.sha256}"',
        "X-Frame-Options": "DENY",
    }
    assert {name: response.headers.get(name) for name in expected} == expected
    assert not response.has_header("Content-Encoding")


def test_name_is_sent_as_the_rfc_says(client, stored):
    said = got(client)[0]["Content-Disposition"]
    assert said.startswith("attachment; filename*=utf-8''%C3%89tude")
    read = Message()
    read["Content-Disposition"] = said
    assert read.get_filename() == "Étude “sur” l'acier.pdf"


def test_nothing_in_a_name_ends_the_header(client, stored):
    stored.name = 'a"; filename=b.html\r\nX: y.pdf'
    said = got(client)[0]["Content-Disposition"]
    assert said.startswith("attachment; filename*=utf-8''a%22%3B%20filename%3Db.html%0D%0AX")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("Bytes=100-199", 100, 199),
        ("bytes=1000-", 1000, SIZE - 1),
        ("bytes=-1", SIZE - 1, SIZE - 1),
        ("bytes=-100", SIZE - 100, SIZE - 1),
        (f"bytes=-{SIZE + 5}", 0, SIZE - 1),
        (f"bytes=5-{SIZE + 5}", 5, SIZE - 1),
        (f"bytes={SIZE - 1}-{'9' * 18}", SIZE - 1, SIZE - 1),
    ],
)
def test_range_is_given(client, stored, asked, first, last):
    response, body = got(client, range=asked, accept_encoding="gzip")
    assert (response.status_code, body) == (206, CONTENT[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0", f"bytes={'9' * 18}-"])
def test_range_past_the_end_is_refused(client, stored, asked):
    response, body = got(client, range=asked)
    assert (response.status_code, body) == (416, b"")
    assert response["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    [
        *("", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=0-1,5-6", "bytes= 0-1", "lines=0-1"),
        *("bytes=--1", "bytes=0x1-2", "bytes=٠-٩", f"bytes=0-{'9' * 5_000}", "bytes=" + "0-1," * 900),
    ],
)
def test_range_that_is_not_read_is_answered_with_the_whole(client, stored, asked):
    response, body = got(client, range=asked)
    assert (response.status_code, body) == (200, CONTENT)


def test_range_of_a_file_that_changed_is_answered_with_the_whole(client, stored):
    for tag, status in [
        (f'"{stored.sha256}"', 206),
        (f'W/"{stored.sha256}"', 200),
        ('"old"', 200),
        ("Tue, 24 Nov", 200),
    ]:
        response, _body = got(client, range="bytes=0-9", if_range=tag)
        assert (tag, response.status_code) == (tag, status)


def test_head_says_the_same_and_sends_nothing(client, stored):
    response, body = got(client, "head", range="bytes=0-9")
    assert (response.status_code, body) == (200, b"")
    assert (response["Content-Length"], response["Accept-Ranges"]) == (str(SIZE), "bytes")


def test_other_methods_are_refused(client, stored):
    assert client.post("/paper").status_code == 405


def test_file_that_is_missing_or_not_as_it_was_is_not_found_and_logged(client, stored, caplog):
    path = path_of(stored.stored_as)
    path.write_bytes(CONTENT[:-1])
    assert client.get("/paper").status_code == 404
    path.unlink()
    assert client.get("/paper").status_code == 404
    assert [f"{SIZE - 1} bytes" in record.message or "missing" in record.message for record in caplog.records] == [
        True
    ] * 2


@pytest.mark.django_db(transaction=True)
def test_download_that_broke_off_is_resumed(live_server, stored):
    """Over a real connection: half of it, hang up, then the rest."""
    host = live_server.url.removeprefix("http://")
    first = http.client.HTTPConnection(host)
    first.request("GET", "/paper", headers={"Accept-Encoding": "gzip"})
    answer = first.getresponse()
    tag, got = answer.headers["ETag"], answer.read(SIZE // 2)
    first.close()
    second = http.client.HTTPConnection(host)
    second.request("GET", "/paper", headers={"Range": f"bytes={len(got)}-", "If-Range": tag, "Accept-Encoding": "gzip"})
    answer = second.getresponse()
    assert answer.status == 206
    whole = got + answer.read()
    second.close()
    assert hashlib.sha256(whole).hexdigest() == stored.sha256
