import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from groundwork.audit import AppendOnlyError, AuditEntry, forget_before, forget_names, record
from groundwork.models import Area
from groundwork.request_id import request_id
from tests.factories.accounts import UserFactory
from tests.factories.groundwork import AreaFactory, AuditEntryFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TODAY_IN_UTC = timezone.now().date()  # as the database's sessions count


def entry_of(days_ago: int) -> AuditEntry:
    noon = dt.datetime.combine(TODAY, dt.time(12)) - dt.timedelta(days=days_ago)
    return AuditEntryFactory(at=timezone.make_aware(noon))


class TestRecord:
    def test_who_did_what_to_what_when_is_noted(self):
        ada, area = UserFactory(name="Ada"), AreaFactory(name="Kenya")
        number = request_id.set("a1b2")
        noted = record("publish", by=ada, on=area, before="draft", on_day=dt.date(2026, 11, 24))
        request_id.reset(number)
        noted.refresh_from_db()
        assert (noted.by_id, noted.by_name, noted.verb) == (ada.pk, "Ada", "publish")
        assert (noted.model, noted.object_id, noted.object_name) == ("groundwork.area", str(area.pk), "Kenya")
        assert (noted.detail, noted.request_id) == ({"before": "draft", "on_day": "2026-11-24"}, "a1b2")
        assert abs(noted.at - timezone.now()) < dt.timedelta(hours=1)  # the database's clock
        assert str(noted) == "Ada publish Kenya"

    @pytest.mark.parametrize("nobody", [None, AnonymousUser()])
    def test_portal_itself_may_act_on_a_kind_as_a_whole(self, nobody):
        noted = record("load", by=nobody, on=Area)
        assert (noted.by_id, noted.by_name, noted.request_id) == (None, "", "")
        assert (noted.model, noted.object_id, noted.object_name) == ("groundwork.area", "", "countries and areas")

    def test_longest_name_fits(self):
        assert len(record("publish", by=None, on=MeetingFactory(title="x" * 300)).object_name) == 200

    def test_entry_outlives_person_and_object(self):
        ada, area = UserFactory(name="Ada"), AreaFactory(name="Kenya")
        record("publish", by=ada, on=area)
        ada.delete()
        area.delete()
        assert str(AuditEntry.objects.get()) == "Ada publish Kenya"

    def test_entries_about_one_object_come_latest_first(self):
        area, other = AreaFactory(), AreaFactory()
        for verb, item in [("add", area), ("publish", other), ("change", area)]:
            record(verb, by=None, on=item)
        assert [entry.verb for entry in AuditEntry.objects.about(area)] == ["change", "add"]

    def test_what_is_rolled_back_was_not_done(self):
        with transaction.atomic():
            record("publish", by=None, on=AreaFactory())
            transaction.set_rollback(True)
        assert not AuditEntry.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_outside_a_transaction_nothing_is_recorded(self):
        with pytest.raises(transaction.TransactionManagementError):
            record("publish", by=None, on=Area)


def entries() -> models.QuerySet:
    return AuditEntry.objects.all()


class TestAppendOnly:
    @pytest.mark.parametrize(
        "rewrite",
        [
            lambda entry: entry.save(),
            lambda entry: entry.save(update_fields=["verb"]),
            lambda entry: entry.delete(),
            lambda _entry: entries().update(verb="other"),
            lambda _entry: entries().delete(),
            lambda entry: entries().bulk_update([entry], ["verb"]),
            lambda entry: entries().update_or_create(pk=entry.pk, defaults={"verb": "other"}),
        ],
    )
    def test_orm_refuses(self, rewrite):
        entry = AuditEntryFactory()
        with pytest.raises(AppendOnlyError):
            rewrite(entry)

    @pytest.mark.parametrize(
        "rewrite",
        [
            lambda entry: models.QuerySet(AuditEntry).update(verb="other"),
            lambda entry: models.QuerySet(AuditEntry).delete(),
            lambda entry: AuditEntryFactory.build(pk=entry.pk, verb="other").save(force_update=True),
            lambda entry: entries().bulk_create(
                [AuditEntryFactory.build(pk=entry.pk)],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["verb"],
            ),
            lambda _entry: sql("UPDATE groundwork_auditentry SET detail = '{}'"),
            lambda _entry: sql("DELETE FROM groundwork_auditentry"),
            lambda _entry: sql("SET LOCAL groundwork.audit_may_be_emptied = off; TRUNCATE groundwork_auditentry"),
            lambda _entry: sql(
                "SET LOCAL groundwork.audit_may_be_emptied = off; TRUNCATE groundwork_auditentry CASCADE"
            ),
            lambda _entry: sql(
                f"SET LOCAL groundwork.audit_forget_before = '{TODAY_IN_UTC}'; DELETE FROM groundwork_auditentry"
            ),
            lambda _entry: sql(
                "SET LOCAL groundwork.audit_forget_before = 'infinity'; UPDATE groundwork_auditentry SET verb = ''"
            ),
            *[
                lambda _entry, change=change: sql(
                    f"SET LOCAL groundwork.audit_names_may_go = on; UPDATE groundwork_auditentry SET {change}"
                )
                for change in ("verb = ''", "by_name = 'Bo'", "by_id = 7", "at = now()", """detail = '{"a": 1}'""")
            ],
        ],
    )
    def test_database_refuses_what_goes_round_the_orm(self, rewrite):
        entry = AuditEntryFactory(verb="publish")
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            rewrite(entry)
        entry.refresh_from_db()
        assert entry.verb == "publish"


def sql(statement: str, parameters: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


class TestForgetting:
    def test_entries_of_earlier_days_go_and_that_is_recorded(self):
        ada = UserFactory(name="Ada")
        kept = [entry_of(days_ago) for days_ago in (400, 366, 365, 0)][2:]
        assert forget_before(TODAY - dt.timedelta(days=365), by=ada) == 2
        noted, *rest = entries()
        assert {entry.pk for entry in rest} == {entry.pk for entry in kept}
        assert (noted.by_name, noted.verb, noted.model) == ("Ada", "forget", "groundwork.auditentry")
        assert noted.detail == {"before": str(TODAY - dt.timedelta(days=365)), "entries": 2}

    def test_day_begins_where_the_portal_is(self):
        midnight = timezone.make_aware(dt.datetime.combine(TODAY, dt.time.min))
        AuditEntryFactory(at=midnight - dt.timedelta(microseconds=1))
        AuditEntryFactory(at=midnight)
        assert forget_before(TODAY, by=None) == 1

    def test_nothing_to_forget_is_not_recorded(self):
        entry_of(1)
        assert forget_before(TODAY - dt.timedelta(days=1), by=None) == 0
        assert entries().count() == 1

    def test_rest_of_the_transaction_may_not_delete(self):
        entry_of(400)
        entry_of(10)
        forget_before(TODAY - dt.timedelta(days=365), by=None)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("DELETE FROM groundwork_auditentry")

    def test_what_was_forgotten_in_vain_is_allowed_no_longer(self):
        """A failure after it rolls the permission back too."""
        entry_of(400)
        with transaction.atomic():
            forget_before(TODAY, by=None)
            transaction.set_rollback(True)
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("DELETE FROM groundwork_auditentry")
        assert entries().count() == 1


class TestForgettingNames:
    def test_name_goes_and_what_was_done_stays(self):
        ada, bo, area = UserFactory(name="Ada"), UserFactory(name="Bo"), AreaFactory(name="Kenya")
        record("publish", by=ada, on=area)
        record("add", by=bo, on=ada, roles=["editor"])
        record("change", by=bo, on=area, changed=[{"added": {"name": "membership", "object": "Ada"}}])
        record("change", by=bo, on=area, changed=[{"added": {"name": "membership", "object": "Adam"}}])
        forget_names(ada.pk, [ada])
        last, mention, about, did = entries()
        assert (did.by_id, did.by_name, did.verb, did.object_name) == (ada.pk, "", "publish", "Kenya")
        assert (about.by_name, about.object_name, about.object_id, about.detail) == ("Bo", "", str(ada.pk), {})
        assert (mention.by_name, mention.object_name, mention.detail) == ("Bo", "Kenya", {})
        assert "Adam" in str(last.detail)

    def test_rest_of_the_transaction_may_not_blot(self):
        ada = UserFactory()
        record("publish", by=ada, on=ada)
        forget_names(ada.pk + 1, [])
        with pytest.raises(IntegrityError), transaction.atomic():
            sql("UPDATE groundwork_auditentry SET by_name = ''")


class TestWorkplace:
    def test_administrators_read_the_trail_and_find_in_it(self, user_with, client_of):
        AuditEntryFactory(by_name="Ada", object_name="Coal mines", request_id="a1b2")
        client = client_of(user_with("administrator"))
        address = reverse("admin:groundwork_auditentry_changelist")
        for words, found in [("ada", True), ("coal", True), ("a1b2", True), ("grace", False)]:
            response = client.get(address, {"q": words})
            assert (words, "Coal mines" in response.text) == (words, found)

    def test_administrator_reads_an_entry_and_has_no_way_to_change_it(self, user_with, client_of):
        entry = AuditEntryFactory(detail={"before": "draft"})
        response = client_of(user_with("administrator")).get(
            reverse("admin:groundwork_auditentry_change", args=[entry.pk])
        )
        assert "draft" in response.text
        assert 'name="_save"' not in response.text


@pytest.mark.django_db(transaction=True)
def test_migration_is_reversible():
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes()  # of all apps: some of theirs went back too
    executor.migrate([("groundwork", "0003_background_work")])
    assert "groundwork_auditentry" not in connection.introspection.table_names()
    MigrationExecutor(connection).migrate(now)
    entry = AuditEntryFactory()
    with pytest.raises(IntegrityError):
        sql("DELETE FROM groundwork_auditentry WHERE id = %s", [entry.pk])
