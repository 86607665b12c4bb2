"""What is held about a person is shown whole, and is nowhere once it is removed."""

import json
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection, models

from accounts.addresses import vouch_for
from accounts.models import Membership, Registration, User
from groundwork.audit import AuditEntry, record
from groundwork.models import JobError, OutgoingMail
from meetings.models import Meeting, Participant, ProgressUpdate
from sector_portal.personal_data import PersonalData
from sectors.models import FocalPoint, TeamMember
from tests.factories.accounts import MembershipFactory, RegistrationFactory, UnitFactory, UserFactory
from tests.factories.groundwork import OutgoingMailFactory, failed_job
from tests.factories.meetings import MeetingFactory, ParticipantFactory, ProgressUpdateFactory
from tests.factories.sectors import EnquiryFactory, FocalPointFactory, SectorFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db
ABOUT = {Authenticator, EmailAddress, FocalPoint, Membership, Participant, Registration, TeamMember}
EMAIL, NAME = "ana.zuniga@portal.test", "Ana Zuñiga"


def log(by: User, on: models.Model, flag: int = CHANGE, message: str = "") -> None:
    kind = ContentType.objects.get_for_model(on)
    LogEntry.objects.create(
        user=by, content_type=kind, object_id=str(on.pk), object_repr=str(on), action_flag=flag, change_message=message
    )


@pytest.fixture
def ana(client) -> User:
    """A person who left traces in every table that can hold one."""
    ana, boss = UserFactory(email=EMAIL, name=NAME, roles=["specialist"]), UserFactory(name="Boss")
    vouch_for(ana)
    TOTP.activate(ana, generate_totp_secret())
    RegistrationFactory(user=ana)
    member = MembershipFactory(user=ana)
    place = TeamMemberFactory(person=ana, group=None, sector=SectorFactory(name="Mining"))
    FocalPointFactory(person=ana, function="Mines", unit=UnitFactory(name="Lima"))
    meeting = MeetingFactory(title="Meeting on mines", owner=ana)
    ParticipantFactory(user=ana, name=NAME, meeting=meeting)
    ProgressUpdateFactory(author=ana, text="It went well.")
    message = json.dumps([{"added": {"name": "membership", "object": str(member)}}])
    log(ana, meeting)
    log(boss, ana, ADDITION)
    log(boss, place, ADDITION)
    log(boss, member.organisation, message=message)
    record("publish", by=ana, on=meeting)
    record("change", by=boss, on=ana, roles=["specialist"])
    record("add", by=boss, on=place)
    record("change", by=boss, on=member.organisation, changed=json.loads(message))
    OutgoingMailFactory(to=EMAIL.title(), text="Dear Ana")
    EnquiryFactory(email=EMAIL.title(), name=NAME, text="A question of Ana’s")
    failed_job(error=f"SMTPRecipientsRefused: {EMAIL}")
    client.force_login(ana)
    return ana


def everything() -> str:
    """All rows of all tables, as text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_all_of_it_is_shown(ana):
    shown = StringIO()
    call_command("personal_data", EMAIL.upper(), stdout=shown)
    held = json.loads(shown.getvalue())
    [account] = held["account"]
    assert (account["email"], account["name"], account["roles"]) == (EMAIL, NAME, '["specialist"]')
    assert "password" not in account
    assert not any("data" in row for row in held["about"] if row["kind"] == "mfa.authenticator")
    assert {row["kind"] for row in held["about"]} == {
        "account.emailaddress",
        "mfa.authenticator",
        "accounts.registration",
        "accounts.membership",
        "meetings.participant",
        "sectors.teammember",
        "sectors.focalpoint",
    }
    assert {row["title"] for row in held["made"]} == {str(item) for item in (Meeting.objects.get(), updates().get())}
    assert [row["object_repr"] for row in held["workplace_log"]] == [f"{NAME}: Mining", NAME, "Meeting on mines"]
    assert [row["verb"] for row in held["audit_trail"]] == ["add", "change", "publish"]
    assert [row["text"] for row in held["messages"]] == ["Dear Ana"]
    assert [row["text"] for row in held["enquiries"]] == ["A question of Ana’s"]
    assert EMAIL in held["job_errors"][0]["error"]
    assert len(held["sessions"]) == 1


def updates() -> models.QuerySet:
    return ProgressUpdate.objects.filter(text="It went well.")


def test_removed_person_is_named_nowhere_and_the_work_stays(ana):
    TeamMemberFactory(group=None, sector=SectorFactory())  # somebody else's
    others = User.objects.exclude(pk=ana.pk)
    before = serialize("json", others)
    assert NAME in everything()
    call_command("personal_data", EMAIL, "--remove", "--yes", stdout=StringIO(), stderr=StringIO())
    left = everything()
    assert not any(trace in left for trace in (NAME, EMAIL, json.dumps(NAME)[1:-1], "Dear Ana", EMAIL.title()))
    assert serialize("json", others) == before
    ana.refresh_from_db()
    assert (ana.is_active, ana.roles, ana.has_usable_password(), ana.unit) == (False, [], False, None)
    assert Meeting.objects.get(title="Meeting on mines").owner == ana
    assert updates().exists()
    assert (Membership.objects.count(), TeamMember.objects.count()) == (0, 1)
    assert (OutgoingMail.objects.count(), Session.objects.count(), JobError.objects.count()) == (0, 0, 1)


def test_that_somebody_acted_stays_without_the_name(ana):
    call_command("personal_data", EMAIL, "--remove", "--yes", stdout=StringIO(), stderr=StringIO())
    did = AuditEntry.objects.get(verb="publish")
    assert (did.by_id, did.by_name, did.object_name) == (ana.pk, "", "Meeting on mines")
    forgot = AuditEntry.objects.get(verb="forget")
    assert (forgot.object_id, forgot.object_name) == (str(ana.pk), f"Removed person {ana.pk}")
    assert LogEntry.objects.filter(user=ana, object_repr="Meeting on mines").exists()


def test_removal_is_asked_for(ana, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    before = everything()
    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("personal_data", EMAIL, "--remove", stdout=StringIO())
    assert everything() == before
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    call_command("personal_data", EMAIL, "--remove", stdout=StringIO(), stderr=StringIO())
    assert EMAIL not in everything()


def test_address_without_account_may_have_messages():
    OutgoingMailFactory(to="guest@portal.test")
    assert list(PersonalData.of("guest@portal.test").as_json()) == ["messages"]
    call_command("personal_data", "guest@portal.test", "--remove", "--yes", stdout=StringIO(), stderr=StringIO())
    with pytest.raises(CommandError, match="Nothing is held"):
        call_command("personal_data", "guest@portal.test")


def test_every_table_that_names_people_is_looked_into():
    """A new relation to people is found by itself; whoever adds one sees here whether it goes or stays."""
    data = PersonalData(EMAIL, UserFactory())
    assert {rows.model for on_delete, rows in data.related() if on_delete is models.CASCADE} == ABOUT | {LogEntry}
    assert {rows.model._meta.label for rows in data.made()} == {
        "groundwork.Version",
        "meetings.Assessment",
        "meetings.Document",
        "meetings.Evidence",
        "meetings.FollowUpAction",
        "meetings.FollowUpEvent",
        "meetings.Meeting",
        "meetings.Outcome",
        "meetings.ProgrammeEntry",
        "meetings.ProgressUpdate",
        "meetings.Response",
        "meetings.Review",
        "meetings.StatusOverride",
        "research.Publication",
        "sectors.Enquiry",
        "sectors.FocalPoint",
        "sectors.CountryPriority",
        "sectors.CountryProgramme",
        "sectors.GoodPractice",
        "sectors.Instrument",
        "sectors.Partner",
        "sectors.SectorPage",
        "sectors.TeamMember",
        "sectors.Theme",
    }
