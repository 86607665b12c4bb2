"""The inbox: what comes in is kept, acknowledged, told to those who answer, and what becomes of it is told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone, translation

from groundwork.models import OutgoingMail
from sectors import inbox
from sectors.inbox import MOST_OF_ALL, MOST_OF_ONE_SENDER, TooManyError
from sectors.models import Enquiry
from sectors.models.enquiries import LATE_AFTER
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.sectors import BranchFactory, EnquiryFactory, SectorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mining():
    return SectorFactory(slug="mining")


@pytest.fixture
def boss(user_with):
    return user_with("administrator", email="boss@portal.test")


@pytest.fixture
def receive():
    def send(nonce="a", *, email="ana@union.test", **fields):
        given = {"kind": "mistake", "text": "The year is wrong.", "form_nonce": nonce, "client_key": "key"} | fields
        return inbox.receive_enquiry(absolute=lambda path: f"https://portal.test{path}", email=email, **given)

    return send


def told(address):
    return [mail.subject for mail in OutgoingMail.objects.filter(to=address).order_by("pk")]


def test_enquiry_is_kept_and_acknowledged_without_a_word_of_what_was_typed(receive, boss):
    with translation.override("fr"):
        enquiry = receive(name="Spam here", about="/x/", about_title="")
    assert (enquiry.state, enquiry.language) == ("new", "fr")
    mail = OutgoingMail.objects.get(to="ana@union.test")
    assert enquiry.receipt in mail.subject
    assert "Département des politiques sectorielles" in mail.text
    for typed in ("Spam", "year", "/x/"):
        assert typed not in mail.subject + mail.text


def test_teams_of_its_sectors_are_told_and_the_message_stays_here(receive, mining, user_with, boss):
    own = user_with("specialist", teams=[mining], email="own@portal.test")
    of_group = user_with("specialist", teams=[mining.group], email="group@portal.test")
    other = user_with("specialist", teams=[SectorFactory()], email="other@portal.test")
    gone = user_with("specialist", teams=[mining], email="gone@portal.test", is_active=False)
    enquiry = receive(sectors=[BranchFactory(parent=mining)])
    assert [len(told(person.email)) for person in (own, of_group, other, gone, boss)] == [1, 1, 0, 0, 0]
    mail = OutgoingMail.objects.get(to=own.email)
    assert f"https://portal.test/admin/sectors/enquiry/{enquiry.pk}/change/" in mail.text
    assert "year" not in mail.text


def test_administrators_are_told_where_nobody_else_answers_for_it(receive, boss, user_with):
    user_with("specialist", teams=[SectorFactory()], email="other@portal.test")
    receive()
    assert (len(told(boss.email)), told("other@portal.test")) == (1, [])


def test_contributors_of_its_unit_are_told(receive, user_with, boss):
    unit = UnitFactory()
    mate = user_with("contributor", unit=unit, email="mate@portal.test")
    enquiry = receive(unit=unit)
    assert (len(told(mate.email)), told(boss.email)) == (1, [])
    assert list(Enquiry.objects.visible_to(mate)) == [enquiry]


def test_whoever_is_written_to_has_it_at_once_if_he_or_she_may_work_on_it(receive, mining, user_with, boss):
    person = user_with("specialist", teams=[mining], email="person@portal.test")
    user_with("specialist", teams=[mining], email="mate@portal.test")
    assert receive("1", sectors=[mining], person=person).assigned_to == person
    assert (len(told(person.email)), told("mate@portal.test")) == (1, [])
    assert receive("2", person=person).assigned_to is None
    assert len(told(boss.email)) == 1


def test_without_an_address_nobody_is_acknowledged(receive, boss):
    receive(email="")
    assert OutgoingMail.objects.count() == 1


def test_what_is_sent_twice_arrives_once(receive, boss):
    assert receive("same") == receive("same")
    assert (Enquiry.objects.count(), len(told("ana@union.test"))) == (1, 1)


def test_enquiry_and_mail_are_kept_together_or_not_at_all(receive, boss, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError("no outbox")

    monkeypatch.setattr(inbox, "enqueue_mail", fail)
    with pytest.raises(OSError, match="no outbox"), transaction.atomic():
        receive()
    assert not Enquiry.objects.exists()


def test_one_sender_may_not_send_without_end(receive, boss):
    for number in range(MOST_OF_ONE_SENDER):
        receive(f"{number}")
    with pytest.raises(TooManyError, match="from your network"):
        receive("more")
    assert receive("other", client_key="other")
    Enquiry.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    assert receive("later")


def test_all_together_may_not_send_without_end(receive, boss):
    Enquiry.objects.bulk_create(
        Enquiry(kind="data", text="x", language="en", form_nonce=f"n{number}", client_key=f"k{number}")
        for number in range(MOST_OF_ALL)
    )
    with pytest.raises(TooManyError, match="More messages came in"):
        receive()


def test_assigning_tells_the_person_and_taking_it_back_makes_it_new(mining, user_with):
    person, enquiry = user_with("specialist", teams=[mining], email="p@portal.test"), EnquiryFactory(sectors=[mining])
    inbox.assign_enquiry(enquiry, person, absolute=str)
    assert (enquiry.state, len(told(person.email))) == ("assigned", 1)
    inbox.assign_enquiry(enquiry, None, absolute=str)
    assert (enquiry.state, enquiry.assigned_to) == ("new", None)


def test_answer_is_sent_in_the_language_of_the_sender_and_kept():
    enquiry = EnquiryFactory(email="ana@union.test", language="es")
    inbox.answer_enquiry(enquiry, "Gracias, está corregido.")
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.answer) == ("answered", "Gracias, está corregido.")
    assert enquiry.answered_at
    mail = OutgoingMail.objects.get(to="ana@union.test")
    assert mail.subject == f"Respuesta a su mensaje {enquiry.receipt}"
    assert "Gracias, está corregido." in mail.text


@pytest.mark.parametrize(
    ("state", "answered", "mails"), [("closed", False, 1), ("refused", False, 0), ("closed", True, 1)]
)
def test_closing_tells_whoever_was_not_answered_and_refusing_tells_nobody(state, answered, mails):
    enquiry = EnquiryFactory(email="ana@union.test")
    if answered:
        inbox.answer_enquiry(enquiry, "Done.")
    inbox.close_enquiry(enquiry, state)
    assert (enquiry.state, len(told("ana@union.test"))) == (state, mails)


def test_nobody_outside_sees_any_and_specialists_those_of_their_sectors(mining, user_with, boss):
    own, other = EnquiryFactory(sectors=[BranchFactory(parent=mining)]), EnquiryFactory()
    seen = {
        "anybody": Enquiry.objects.visible_to(AnonymousUser()),
        "constituent": Enquiry.objects.visible_to(user_with("constituent")),
        "editor": Enquiry.objects.visible_to(user_with("editor")),
        "specialist": Enquiry.objects.visible_to(user_with("specialist", teams=[mining])),
        "administrator": Enquiry.objects.visible_to(boss),
    }
    assert {who: set(rows) for who, rows in seen.items()} == {
        "anybody": set(),
        "constituent": set(),
        "editor": set(),
        "specialist": {own},
        "administrator": {own, other},
    }


def test_late_are_open_ones_that_wait_too_long():
    long_ago = timezone.now() - LATE_AFTER - timedelta(minutes=1)
    late = EnquiryFactory(created_at=long_ago)
    EnquiryFactory(created_at=long_ago, state="closed")
    EnquiryFactory(created_at=timezone.now() - LATE_AFTER + timedelta(minutes=1))
    assert list(Enquiry.objects.late()) == [late]
    assert [enquiry.is_late for enquiry in Enquiry.objects.order_by("pk")] == [True, False, False]


def test_what_is_over_its_time_is_forgotten():
    now = timezone.now()
    EnquiryFactory(created_at=now - timedelta(days=3), client_key="key")
    kept = EnquiryFactory(created_at=now, client_key="key", sectors=[SectorFactory()])
    assert inbox.forget_client_keys(now - timedelta(days=1)) == 1
    assert sorted(Enquiry.objects.values_list("client_key", flat=True)) == ["", "key"]
    assert inbox.forget_enquiries(now - timedelta(days=1)) == 1
    assert list(Enquiry.objects.all()) == [kept]


def test_an_account_that_is_gone_leaves_the_enquiry_open(mining):
    enquiry = EnquiryFactory(assigned_to=UserFactory())
    enquiry.assigned_to.delete()
    enquiry.refresh_from_db()
    assert enquiry.assigned_to is None
