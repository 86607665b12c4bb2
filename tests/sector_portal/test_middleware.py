import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import resolve
from hypothesis import given, settings
from hypothesis import strategies as st

from sector_portal.middleware import DatabaseAwayMiddleware, SecondFactorMiddleware

PAGES = ("/", "/sectors/", "/meetings/", "/follow-up/")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["q=%00", "a=" + "x" * 1001, "&".join(f"a{n}=1" for n in range(301)), "%0B=1"])
def test_what_no_page_can_mean_is_refused_before_the_database_is_asked(client, page, query):
    response = client.get(f"{page}?{query}")
    assert response.status_code == 400
    assert "<h1" in response.text


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), max_size=200))
def test_no_text_in_a_filter_breaks_a_page(text):
    response = Client().get("/follow-up/", {"status": text, "sector": text, "page": "1"})
    assert response.status_code in {200, 400}


def test_database_away_is_said_in_the_look_of_the_page():
    middleware = DatabaseAwayMiddleware(lambda request: None)
    response = middleware.process_exception(RequestFactory().get("/"), OperationalError("connection refused"))
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "<h1" in response.text
    assert "connection refused" not in response.text


def test_other_errors_are_left_to_django():
    middleware = DatabaseAwayMiddleware(lambda request: None)
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


class Unknowable:
    """Whoever asks, while the database that knows is away."""

    @property
    def is_authenticated(self) -> bool:
        raise OperationalError("connection refused")


def test_database_away_is_said_too_where_a_second_factor_would_be_looked_for(settings):
    settings.STAFF_SECOND_FACTOR = True
    request = RequestFactory().get("/meetings/")
    request.user, request.resolver_match = Unknowable(), resolve("/meetings/")
    response = SecondFactorMiddleware(lambda request: None).process_view(request, request.resolver_match.func)
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_health_is_told_without_looking_for_a_second_factor(settings, client_of, user_with, django_assert_num_queries):
    settings.STAFF_SECOND_FACTOR = True
    client = client_of(user_with("editor"))
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
