"""What is logged, and what never is."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path

from accounts.models import User
from groundwork.request_id import request_id
from sector_portal.errors import unavailable
from sector_portal.logs import JsonFormatter, blot
from sector_portal.urls import handler400, handler500, urlpatterns

SECRETS = ("tell-no-one", "ana@portal.test", "sessionid")


def fail(request: HttpRequest) -> None:
    raise ValueError(f"no place for {request.GET['q']} of ana@portal.test")


def make_a_second_ana(_request: HttpRequest) -> None:
    User.objects.bulk_create([User(email="ana@portal.test", name="Ana")])


urlpatterns = [path("fail/", fail), path("twice/", make_a_second_ana), *urlpatterns]
__all__ = ["handler400", "handler500"]


class Log(io.StringIO):
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.getvalue().splitlines()]

    def answers(self) -> list[dict]:
        return [line for line in self.lines() if line["logger"] == "sector_portal.logs"]


@pytest.fixture
def log(caplog) -> Log:
    """All that is logged during a test, as the portal writes it."""
    handler = logging.StreamHandler(Log())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    with caplog.at_level("INFO", logger="sector_portal.logs"):
        yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


class TestLineOfARequest:
    def test_says_what_was_asked_and_answered(self, client, log):
        client.get("/healthz?q=tell-no-one", headers={"Cookie": "sessionid=tell-no-one"})
        [line] = log.answers()
        assert line.pop("time").endswith("+00:00")
        assert line.pop("milliseconds") > 0
        assert len(line.pop("request_id")) == 16
        assert line == {
            "level": "INFO",
            "logger": "sector_portal.logs",
            "message": "answered",
            "method": "GET",
            "path": "/healthz",
            "status": 200,
        }

    @pytest.mark.django_db
    def test_holds_no_body_and_no_address_of_the_path(self, client, log):
        client.post("/account/login/", {"login": "ana@portal.test", "password": "tell-no-one"})
        client.get("/sectors/ana@portal.test/")
        assert [line["status"] for line in log.answers()] == [200, 404]
        assert not any(secret in log.getvalue() for secret in SECRETS)

    def test_names_the_person_by_number_where_the_page_asked_who_it_is(self, client_of, user_with, log):
        user = user_with("editor")
        client_of(user).get("/admin/")
        assert [line["user_id"] for line in log.answers()] == [user.pk]
        assert user.email not in log.getvalue()

    def test_asks_the_database_nothing(self, client_of, user_with, log, django_assert_num_queries):
        client = client_of(user_with("editor"))
        with django_assert_num_queries(0):
            client.get("/healthz")
        assert "user_id" not in log.answers()[0]

    def test_has_two_lines_nowhere(self, client, log):
        client.get("/no%0Asuch%0D%0Apage%E2%80%A8/")
        assert len(log.getvalue().splitlines()) == 1

    def test_slip_of_a_visitor_is_one_line_without_traceback(self, client, log):
        client.get("/sectors/?q=%00")
        client.get("/no-such-page/")
        client.get("/admin/", headers={"Host": "strange.test"})
        assert [line["status"] for line in log.answers()] == [400, 404, 400]
        assert "Traceback" not in log.getvalue()


class TestRequestId:
    def test_is_told_to_the_visitor_and_is_new_each_time(self, client, log):
        told = [client.get("/healthz")["X-Request-ID"] for _ in range(2)]
        assert [line["request_id"] for line in log.answers()] == told
        assert len(set(told)) == 2
        assert request_id.get() == ""

    def test_is_a_visitors_own_only_through_a_proxy(self, client):
        given = {"X-Request-ID": "proxy-0123456789"}
        assert client.get("/healthz", headers=given)["X-Request-ID"] != given["X-Request-ID"]
        with override_settings(BEHIND_PROXY=True):
            assert client.get("/healthz", headers=given)["X-Request-ID"] == given["X-Request-ID"]

    @pytest.mark.parametrize("given", ["short", "x" * 65, "with space", 'quote"0123', "é" * 8, "12345678\n"])
    @override_settings(BEHIND_PROXY=True)
    def test_is_made_where_the_proxys_is_no_short_token(self, client, given):
        assert len(client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"]) == 16


@pytest.mark.django_db
@pytest.mark.urls(__name__)
class TestFault:
    def test_is_logged_with_its_traceback_and_the_id_that_the_page_shows(self, visitor, log):
        response = visitor.get("/fail/?q=7")
        fault, answer = log.lines()
        assert (response.status_code, answer["status"], fault["level"]) == (500, 500, "ERROR")
        assert "ValueError: no place for 7" in fault["traceback"]
        assert f"<code>{fault['request_id']}</code>" in response.text
        assert fault["request_id"] == answer["request_id"] == response["X-Request-ID"]

    def test_quotes_no_address(self, visitor, log):
        User.objects.create_user("ana@portal.test", name="Ana")
        visitor.get("/twice/?q=tell-no-one")
        assert "already exists" in log.lines()[0]["traceback"]
        assert not any(secret in log.getvalue() for secret in SECRETS)


def test_page_without_database_shows_the_id(client, log):
    token = request_id.set("0123456789abcdef")
    response = unavailable(HttpRequest(), OperationalError("gone"))
    request_id.reset(token)
    assert "<code>0123456789abcdef</code>" in response.text
    assert "<code>" not in unavailable(HttpRequest(), OperationalError("gone")).text


@pytest.mark.parametrize(
    ("text", "logged"),
    [
        ("Bcc: Ana.O'Neil+x@mail.portal.test, ben@portal.test", "Bcc: <e-mail>, <e-mail>"),
        ("GET /research/?q=a&page=2 failed", "GET /research/?<query> failed"),
        ("postgres://portal:secret@db.portal.test/portal", "postgres://portal:<e-mail>/portal"),
        ("Why? Because", "Why? Because"),
        (7, 7),
    ],
)
def test_what_is_quoted_is_blotted(text, logged):
    assert blot(text) == logged


def test_all_of_stderr_is_lines_of_json():
    program = "import django; django.setup(); from django.test import Client; Client().get('/healthz')"
    program += "; import logging; logging.getLogger('any').warning('Look: %s', '\\n')"
    environment = {"DJANGO_SETTINGS_MODULE": "sector_portal.settings", "LOG_REQUESTS": "true", "LOG_LEVEL": "WARNING"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        check=True,
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in lines] == ["sector_portal.logs", "any"]
