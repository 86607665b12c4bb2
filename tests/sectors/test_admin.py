"""The inbox in the workplace: worked through by those whom its subject concerns."""

import pytest
from django.urls import reverse

from groundwork.audit import AuditEntry
from groundwork.models import OutgoingMail
from sectors.models import Enquiry
from tests.access.forms import form_data
from tests.factories.sectors import EnquiryFactory, SectorFactory

pytestmark = pytest.mark.django_db
INBOX = reverse("admin:sectors_enquiry_changelist")


@pytest.fixture
def mining():
    return SectorFactory(slug="mining")


@pytest.fixture
def specialist(user_with, mining):
    return user_with("specialist", teams=[mining], email="specialist@portal.test")


@pytest.fixture
def client(specialist, client_of):
    return client_of(specialist)


@pytest.fixture
def enquiry(mining):
    return EnquiryFactory(sectors=[mining], email="ana@union.test", about="/sectors/mining/", about_title="Mining")


def save(client, enquiry, **changed):
    address = reverse("admin:sectors_enquiry_change", args=[enquiry.pk])
    response = client.post(address, form_data(client.get(address)) | changed)
    enquiry.refresh_from_db()
    return response


def errors(response):
    return [str(error) for errors in response.context["adminform"].form.errors.values() for error in errors]


def test_page_shows_what_came_in_and_lets_nobody_change_it(client, enquiry):
    page = client.get(reverse("admin:sectors_enquiry_change", args=[enquiry.pk]))
    assert set(page.context["adminform"].form.fields) == {"sectors", "assigned_to", "note", "answer", "state"}
    for shown in (enquiry.receipt, enquiry.text, "ana@union.test", '<a href="/sectors/mining/">Mining</a>'):
        assert shown in page.content.decode()
    assert client.get(reverse("admin:sectors_enquiry_add")).status_code == 403


def test_enquiry_is_taken_on_from_the_list(client, enquiry, specialist):
    client.post(INBOX, {"action": "take", "_selected_action": [enquiry.pk]})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.assigned_to) == ("assigned", specialist)
    assert AuditEntry.objects.about(enquiry).get().verb == "change"


def test_enquiry_is_given_to_those_who_may_answer(client, enquiry, mining, user_with):
    mate = user_with("specialist", teams=[mining], email="mate@portal.test")
    user_with("specialist", teams=[SectorFactory()], name="Stranger")
    page = client.get(reverse("admin:sectors_enquiry_change", args=[enquiry.pk])).content.decode()
    assert mate.name in page
    assert "Stranger" not in page
    save(client, enquiry, assigned_to=mate.pk, note="Please look.")
    assert (enquiry.state, enquiry.assigned_to, enquiry.note) == ("assigned", mate, "Please look.")
    assert OutgoingMail.objects.filter(to="mate@portal.test").count() == 1


def test_answer_is_sent_once_and_then_stands(client, enquiry):
    save(client, enquiry, answer="Thank you, it is corrected.", note="checked")
    assert (enquiry.state, enquiry.answer) == ("answered", "Thank you, it is corrected.")
    mail = OutgoingMail.objects.get(to="ana@union.test")
    assert "it is corrected" in mail.text
    assert "checked" not in mail.text
    save(client, enquiry, answer="Another one.")
    assert enquiry.answer == "Thank you, it is corrected."
    assert OutgoingMail.objects.filter(to="ana@union.test").count() == 1


def test_answer_to_nobody_is_refused_in_words(client, mining):
    nameless = EnquiryFactory(sectors=[mining], email="")
    response = save(client, nameless, answer="Thank you.")
    assert errors(response) == ["The sender gave no address: an answer would reach nobody. Write a note."]
    assert nameless.state == "new"


def test_enquiry_is_closed_or_refused_and_other_states_follow_from_what_is_done(client, enquiry):
    response = save(client, enquiry, state="answered")
    assert errors(response) == ["New, assigned and answered follow from what you do: set Closed or Refused."]
    save(client, enquiry, state="closed")
    assert enquiry.state == "closed"
    assert OutgoingMail.objects.get(to="ana@union.test").subject == f"Your message {enquiry.receipt} is dealt with"


def test_list_is_narrowed_to_what_is_to_be_done(client, mining, specialist):
    mine = EnquiryFactory(sectors=[mining], assigned_to=specialist, state="assigned")
    new = EnquiryFactory(sectors=[mining])
    EnquiryFactory(sectors=[mining], state="closed", assigned_to=specialist)
    shown = {
        work: set(client.get(INBOX, {"work": work}).context["cl"].queryset) for work in ("mine", "new", "late", "open")
    }
    assert shown == {"mine": {mine}, "new": {new}, "late": set(), "open": {mine, new}}


def test_enquiries_of_others_are_not_there(client):
    other = EnquiryFactory(sectors=[SectorFactory()])
    assert client.get(reverse("admin:sectors_enquiry_change", args=[other.pk])).status_code == 404
    assert list(client.get(INBOX).context["cl"].queryset) == []


def test_administrator_hands_an_enquiry_to_the_sector_that_it_concerns(client_of, user_with, client, mining):
    lost = EnquiryFactory()
    save(client_of(user_with("administrator")), lost, sectors=[mining.pk])
    assert list(client.get(INBOX).context["cl"].queryset) == [lost]
    assert Enquiry.objects.get().state == "new"
