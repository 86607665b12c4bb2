import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sector_portal import page_costs
from sector_portal.pages.sector_parts import PARTS
from tests.factories.meetings import OutcomeFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory

HTML_BYTES, FIRST_VIEW_BYTES, QUERIES, COMPOSED_QUERIES = 15_000, 60_000, 12, 20
AS_SERVED = "sector_portal.static_files.JoinedStylesheetsStorage"
COMPOSED = {"home", "sector", "branch", "record"}
# Pages of which every part has content, with what they ask
FULL = {"/": 11, "/sectors/mining/": 18, "/themes/skills/": 13, "/countries/tha/": 17, "/instruments/c188/": 13}


@pytest.fixture
def static_files(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": AS_SERVED}}
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.mark.django_db
def test_every_kind_of_page_keeps_within_its_budget(static_files):
    sector = SectorFactory()
    SectorFactory(parent=sector, group=None)
    OutcomeFactory()
    PublicationFactory(abstract="Text.", sectors=[sector], indexed=True)
    costs = page_costs.page_costs()
    assert {"sector", "branch", "record", "meeting", "outcome"} <= set(costs)
    for kind, cost in costs.items():
        assert cost["status"] == 200, kind
        assert cost["queries"] <= (COMPOSED_QUERIES if kind in COMPOSED else QUERIES), kind
        assert cost["html_bytes"] <= HTML_BYTES, kind
        assert cost["first_view_bytes"] <= FIRST_VIEW_BYTES, kind


@pytest.mark.django_db
def test_pages_are_asked_for_by_a_name_and_scheme_that_the_portal_answers_to(static_files, settings, capsys):
    settings.ALLOWED_HOSTS = [".example.net", "portal.example.org"]
    settings.SECURE_SSL_REDIRECT = True
    call_command("page_costs")
    assert {cost["status"] for cost in json.loads(capsys.readouterr().out).values()} == {200}


@pytest.mark.django_db
def test_the_command_refuses_to_call_an_error_page_the_cost_of_a_page(static_files, settings):
    settings.ALLOWED_HOSTS = []
    settings.DEBUG = False
    with pytest.raises(CommandError, match="400"):
        call_command("page_costs")


def test_full_pages_ask_as_few_queries_however_many_rows_there_are(filled, client, client_of, user_with):
    specialist = client_of(user_with("specialist", teams=[filled.sector]))

    def asked() -> dict[str, int]:
        return {address: queries_of(client, address) for address in FULL}

    parts = {part.anchor for part in client.get("/sectors/mining/").context["parts"]}
    assert parts == {part.anchor for part in PARTS}
    few, at_work = asked(), queries_of(specialist, "/sectors/mining/")
    assert few == FULL
    assert at_work <= COMPOSED_QUERIES
    filled.more(3)
    assert (asked(), queries_of(specialist, "/sectors/mining/")) == (few, at_work)


def queries_of(client, address: str) -> int:
    client.get(address)  # what a process asks once in its life
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code == 200
    assert page_costs.wire_bytes(response.content) <= HTML_BYTES
    return len(queries)
