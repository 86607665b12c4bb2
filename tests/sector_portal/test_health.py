import pytest
from django.db import connection


def test_healthz_answers_without_the_database(client):  # no django_db mark: a query would fail the test
    assert client.get("/healthz").text == "ok\n"


@pytest.mark.django_db
def test_readyz_is_ready_when_every_migration_is_applied(client):
    assert client.get("/readyz").text == "ready\n"


@pytest.mark.django_db
def test_readyz_says_that_migrations_wait(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'meetings'")
    response = client.get("/readyz")
    assert (response.status_code, response.text) == (503, "migrations waiting\n")


def test_health_answers_refuse_other_methods(client):
    assert client.post("/healthz").status_code == 405
