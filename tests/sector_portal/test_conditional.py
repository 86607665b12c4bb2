import pytest
from django.db import connection, transaction
from django.test import Client

from groundwork.data_version import Change, content_tables, data_version, forget_old_changes
from sectors.models import Sector
from tests.factories.meetings import MeetingFactory
from tests.factories.sectors import SectorFactory


@pytest.mark.django_db(transaction=True)
class TestAnonymousPage:
    def test_unchanged_page_is_answered_304_with_one_query(self, client, django_assert_num_queries):
        MeetingFactory()
        tag = client.get("/meetings/")["ETag"]
        with django_assert_num_queries(1):
            response = client.get("/meetings/", headers={"If-None-Match": tag})
        assert (response.status_code, response.content) == (304, b"")
        assert response["Cache-Control"] == "public, no-cache"

    def test_change_shows_in_the_next_request(self, client):
        meeting = MeetingFactory(title="Before")
        tag = client.get("/meetings/")["ETag"]
        meeting.title = "After"
        meeting.save()
        response = client.get("/meetings/", headers={"If-None-Match": tag})
        assert response.status_code == 200
        assert "After" in response.text

    def test_withdrawal_shows_in_the_next_request(self, client):
        meeting = MeetingFactory()
        tag = client.get(meeting.get_absolute_url())["ETag"]
        meeting.state = "archived"
        meeting.save()
        assert client.get(meeting.get_absolute_url(), headers={"If-None-Match": tag}).status_code == 404

    def test_weak_tag_of_a_compressed_answer_is_known_again(self, client):
        SectorFactory()
        packed = client.get("/sectors/", headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert client.get("/sectors/", headers={"If-None-Match": packed["ETag"]}).status_code == 304

    def test_another_query_string_has_another_tag(self, client):
        assert client.get("/meetings/")["ETag"] != client.get("/meetings/?kind=symposium")["ETag"]

    def test_headers_let_a_shared_cache_ask_again(self, client):
        response = client.get("/")
        assert response["Cache-Control"] == "public, no-cache"
        assert {"Cookie", "Accept-Language"} <= set(response["Vary"].split(", "))
        assert not response.cookies


@pytest.mark.django_db
class TestOtherAnswers:
    def test_signed_in_pages_are_private(self, client_of, user_with):
        response = client_of(user_with("specialist")).get("/meetings/")
        assert response["Cache-Control"] == "private, no-store"
        assert not response.has_header("ETag")

    @pytest.mark.parametrize("address", ["/no-such-page/", "/meetings/?page=x", "/account/login/"])
    def test_errors_and_forms_are_not_kept(self, client, address):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_health_asks_nothing_even_conditionally(client):
    assert client.get("/healthz", headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.django_db(transaction=True)
class TestDataVersion:
    def test_stays_while_nothing_is_written(self):
        SectorFactory()
        assert data_version() == data_version()

    def test_changes_with_each_write_and_not_with_one_undone(self):
        seen = {data_version()}
        sector = SectorFactory()
        seen.add(data_version())
        Sector.objects.update(name_en="Other")
        seen.add(data_version())
        sector.delete()
        seen.add(data_version())
        assert len(seen) == 4
        with transaction.atomic():
            SectorFactory()
            transaction.set_rollback(True)
        assert data_version() in seen

    def test_forgetting_old_notes_changes_it_once(self):
        SectorFactory()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE groundwork_change SET at = at - interval '2 hours'")
        before = data_version()
        assert forget_old_changes() > 0
        after = data_version()
        assert after != before
        assert forget_old_changes() == 0
        assert data_version() == after

    def test_signing_in_changes_no_page(self, user_with):
        before = data_version()
        Client().force_login(user_with("specialist", email="a@portal.test"))
        assert data_version() == before


@pytest.mark.django_db
def test_every_content_table_is_watched():
    from django.apps import apps

    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'groundwork_note_change'")
        watched = {row[0] for row in cursor.fetchall()}
    wanted = {table for app in apps.get_app_configs() for table in content_tables(app)}
    assert watched == wanted
    assert {"sectors_sector", "meetings_meeting_sectors", "research_searchrow", "research_contributor"} <= wanted
    assert Change._meta.db_table not in wanted
