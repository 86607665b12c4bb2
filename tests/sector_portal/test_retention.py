from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from groundwork.audit import AuditEntry
from groundwork.models import Change, FailedJob, OutgoingMail
from sector_portal import retention, tasks
from sector_portal.retention import PERSONAL, RULES
from sectors.models import Enquiry
from tests.factories.accounts import UserFactory
from tests.factories.groundwork import AuditEntryFactory, OutgoingMailFactory, failed_job
from tests.factories.sectors import EnquiryFactory

pytestmark = pytest.mark.django_db
TIMES = {rule.name: rule.kept for rule in RULES if rule.forget}


def grow_old(seconds: int) -> dict[str, type]:
    """A row for each rule, so much older than the rule lets it be (or younger, if negative), and where it stands."""
    now, by, is_old = timezone.now(), UserFactory(), int(seconds > 0)
    then = {name: now - kept - timedelta(seconds=seconds) for name, kept in TIMES.items()}
    Session.objects.create(session_key=str(seconds), expire_date=now - timedelta(seconds=seconds))
    entry = LogEntry.objects.create(user=by, object_id="1", object_repr="Mining", action_flag=CHANGE)
    LogEntry.objects.filter(pk=entry.pk).update(action_time=then["workplace log"])
    AuditEntryFactory(at=then["audit trail"] - timedelta(days=is_old))  # it counts whole days
    EnquiryFactory(created_at=then["enquiries"])
    EnquiryFactory(created_at=then["senders"], client_key="key")
    OutgoingMailFactory(state=OutgoingMail.State.SENT, sent_at=then["sent mail"])
    OutgoingMailFactory(failed=True, created_at=then["unsent mail"])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [then["failed jobs"], failed_job().pk]
        )
        cursor.execute("INSERT INTO groundwork_change VALUES (%s, %s)", [is_old, then["change notes"]])
    return {
        "sessions": Session,
        "workplace log": LogEntry,
        "audit trail": AuditEntry,
        "enquiries": Enquiry,
        "sent mail": OutgoingMail,
        "failed jobs": FailedJob,
    }


def test_what_is_over_its_time_goes_and_the_rest_stays():
    tables = grow_old(60)
    grow_old(-60)
    before = {name: model.objects.count() for name, model in tables.items()}
    tasks.enforce_retention(timestamp=0)
    assert {name: before[name] - model.objects.count() for name, model in tables.items()} == {
        "sessions": 1,
        "workplace log": 1,
        "audit trail": 0,  # one went, and one was added that says so
        "enquiries": 1,
        "sent mail": 2,
        "failed jobs": 1,
    }
    assert AuditEntry.objects.get(verb="forget").detail["entries"] == 1
    assert set(Change.objects.filter(pk__in=[0, 1]).values_list("pk", flat=True)) == {0}
    assert all(gone == 0 for gone in retention.enforce().values())


def test_dry_run_counts_the_same_and_deletes_nothing():
    tables = grow_old(60)
    before = {name: model.objects.count() for name, model in tables.items()}
    counted = retention.enforce(dry_run=True)
    assert {name: model.objects.count() for name, model in tables.items()} == before
    assert counted == retention.enforce()
    assert {name: gone for name, gone in counted.items() if name in tables} == dict.fromkeys(tables, 1)


def test_command_prints_each_rule_with_its_count_and_time():
    grow_old(60)
    said = StringIO()
    call_command("enforce_retention", "--dry-run", stdout=said)
    assert said.getvalue().startswith("Would go:\n       1 sessions (kept for 14 days, 0:00:00)\n")
    call_command("enforce_retention", stdout=said)
    assert "Gone:\n       1 sessions" in said.getvalue()
    call_command("enforce_retention", stdout=said)
    assert "Gone:\n       0 sessions" in said.getvalue()
    assert all(said.getvalue().count(f" {name} (kept for {kept})") == 3 for name, kept in TIMES.items())


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_privacy_page_shows_the_rules_and_their_numbers(client, language):
    page = client.get("/privacy/" if language == "en" else f"/{language}/privacy/").text
    with translation.override(language):
        for rule in PERSONAL:
            assert f'<th scope="row">{rule.what}</th>' in page
            assert f">{rule.duration}</td>" in page
            number = rule.kept.days if rule.kept < retention.YEAR else rule.kept // retention.YEAR
            assert str(number or "") in rule.duration


def test_names_of_rules_are_unique():
    assert len({rule.name for rule in RULES}) == len(RULES)
