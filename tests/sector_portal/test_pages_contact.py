"""Writing to the Department: no cookie, nothing lost, nothing sent twice."""

import re
import time

import pytest
from django.test import Client

from groundwork import form_stamps
from groundwork.models import OutgoingMail
from groundwork.permanent_ids import id_of
from sectors.inbox import MOST_OF_ONE_SENDER
from sectors.models import Enquiry
from tests.factories.sectors import FocalPointFactory, GoodPracticeFactory, SectorFactory

pytestmark = pytest.mark.django_db
TYPED = {"kind": "mistake", "text": "The year of the Convention is wrong.", "name": "Ana", "email": "ana@union.test"}


@pytest.fixture
def a_minute_later(monkeypatch):
    """The form is sent a minute after it was shown."""

    def pass_time(seconds=60):
        real = time.time
        monkeypatch.setattr(form_stamps.time, "time", lambda: real() + seconds)

    return pass_time


@pytest.fixture
def fill(client, a_minute_later):
    """Opens the form, waits, and sends it with what was typed."""

    def send(query="", *, by=client, **typed):
        page = by.get(f"/contact/{query}")
        a_minute_later()
        return by.post("/contact/", sent_along(page) | TYPED | typed, headers={"Sec-Fetch-Site": "same-origin"})

    return send


def sent_along(page):
    return dict(re.findall(r'<input type="hidden" name="(about|stamp)" value="([^"]*)">', page.text))


def test_form_is_nobodys_but_the_visitors_and_sets_no_cookie(client):
    response = client.get("/contact/")
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert not response.cookies


def test_message_is_received_with_a_receipt_that_only_the_sender_knows(fill, client):
    SectorFactory(slug="mining", name="Mining")
    response = fill("?kind=mistake&about=/fr/sectors/mining/")
    enquiry = Enquiry.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/contact/received/{enquiry.receipt}/"
    thanks = client.get(response["Location"])
    assert enquiry.receipt in thanks.text
    assert thanks["Cache-Control"] == "private, no-store"
    assert TYPED["text"] not in thanks.text
    assert client.get("/contact/received/Q-0000-0000/").status_code == 404
    assert (enquiry.kind, enquiry.text, enquiry.name, enquiry.email) == tuple(TYPED.values())
    assert (enquiry.about, enquiry.about_title) == ("/fr/sectors/mining/", "Mining")
    assert [sector.slug for sector in enquiry.sectors.all()] == ["mining"]
    assert enquiry.client_key


def test_focal_point_is_written_to_without_an_address(fill, client):
    point = FocalPointFactory(function="Regional specialist")
    page = client.get(f"/contact/?kind=contact&about={id_of(point).urn}")
    assert str(point) in page.text
    fill(f"?kind=contact&about={id_of(point).urn}", kind="contact")
    assert Enquiry.objects.get().unit == point.unit


def test_subject_is_named_only_to_those_who_see_it(client):
    GoodPracticeFactory(slug="hidden", title="Not yet public", draft=True)
    page = client.get("/contact/?about=/practices/hidden/").text
    assert "Not yet public" not in page
    assert "<code>/practices/hidden/</code>" in page


@pytest.mark.parametrize("about", ["javascript:alert(1)", "//elsewhere.org/", "https://elsewhere.org/"])
def test_subject_that_is_no_page_of_ours_is_refused(client, about):
    response = client.get("/contact/", {"about": about})
    assert response.status_code == 400
    assert "is no page of this portal" in response.text


def test_kind_that_is_none_is_said(client):
    assert "there is no “nope”" in client.get("/contact/?kind=nope").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Write your message."),
        ({"text": "short"}, "at least 10 characters"),
        ({"text": "x" * 5_001}, "has 5001 characters; at most 5000"),
        ({"email": "amina.union.org"}, "Write an address with an @"),
        ({"email": "a@" + "b" * 250 + ".org"}, "The address is too long"),
        ({"name": "x" * 151}, "The name is too long"),
        ({"kind": ""}, "Choose what your message is about."),
        ({"kind": "nope"}, "Choose one of the four kinds"),
        ({"kind": "contact", "email": ""}, "so that you can be answered"),
        ({"website": "https://spam.test"}, "it is there for machines"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_typed_is_lost(fill, typed, sentence):
    response = fill(**typed)
    assert response.status_code == 422
    assert sentence in response.text
    assert "Nothing of it is lost." in response.text
    for name, value in (TYPED | typed).items():
        if name != "kind":
            assert response.context["form"][name].value() == value
    assert not Enquiry.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_field_in_error_is_marked_and_leads_from_the_summary(fill):
    page = fill(email="nobody").text
    assert '<a href="#id_email">' in page
    assert re.search(r'<input type="email"[^>]*aria-invalid="true"[^>]*id="id_email"', page)
    assert 'id="id_email_error"' in page
    assert 'aria-describedby="id_email_helptext id_email_error"' in page


def test_characters_that_no_text_contains_are_left_out(fill):
    fill(text="The year\x00 of the\x07 Convention.\r\nIt is 2006.", name="Ana\nMaría")
    enquiry = Enquiry.objects.get()
    assert enquiry.text == "The year of the Convention.\nIt is 2006."
    assert enquiry.name == "Ana María"


def test_form_that_is_sent_at_once_is_shown_again_and_then_taken(client, a_minute_later):
    response = client.post("/contact/", sent_along(client.get("/contact/")) | TYPED)
    assert (response.status_code, Enquiry.objects.count()) == (422, 0)
    assert "very quick" in response.text
    assert TYPED["text"] in response.text
    a_minute_later()
    assert client.post("/contact/", sent_along(response) | TYPED).status_code == 302


def test_form_without_a_stamp_is_shown_again_with_one(client, a_minute_later):
    response = client.post("/contact/", TYPED)
    assert response.status_code == 422
    assert "was not sent from this page" in response.text
    a_minute_later()
    assert client.post("/contact/", sent_along(response) | TYPED).status_code == 302


def test_other_sites_cannot_have_a_visitor_send(client, client_of, user_with, a_minute_later):
    """Neither with a form of theirs, nor with a stamp that they fetched for somebody else."""
    fetched = sent_along(Client().get("/contact/"))
    a_minute_later()
    signed_in = client_of(user_with("specialist"))
    for site in ("cross-site", "same-site"):
        response = client.post("/contact/", fetched | TYPED, headers={"Sec-Fetch-Site": site})
        assert (response.status_code, TYPED["text"] in response.text) == (422, True)
    assert signed_in.post("/contact/", fetched | TYPED).status_code == 422
    assert not Enquiry.objects.exists()


def test_form_works_where_the_browser_checks_csrf(a_minute_later):
    """Django's own check is not asked: there is no cookie that it could compare."""
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/contact/")
    a_minute_later()
    assert strict.post("/contact/", sent_along(page) | TYPED).status_code == 302


def test_what_is_sent_twice_has_one_receipt(client, a_minute_later):
    along = sent_along(client.get("/contact/"))
    a_minute_later()
    first, second = (client.post("/contact/", along | TYPED) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Enquiry.objects.count() == 1


def test_too_many_messages_are_refused_in_words_and_nothing_is_lost(fill):
    for _ in range(MOST_OF_ONE_SENDER):
        assert fill().status_code == 302
    response = fill()
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    assert "Send this one in an hour." in response.text
    assert TYPED["text"] in response.text


def test_subject_that_was_tampered_with_loses_nothing(fill):
    assert fill(about="javascript:alert(1)").status_code == 302
    assert Enquiry.objects.get().about == ""


def test_message_is_kept_while_no_mail_can_be_sent(fill, settings):
    settings.EMAIL_URL = ""
    fill()
    assert Enquiry.objects.get().receipt in OutgoingMail.objects.get(to=TYPED["email"]).subject


def test_whoever_is_signed_in_need_not_type_name_and_address(client_of, user_with):
    person = user_with("constituent", name="Ana", email="ana@union.test")
    page = client_of(person).get("/contact/").text
    assert 'value="Ana"' in page
    assert 'value="ana@union.test"' in page


def test_every_page_leads_to_the_form(client):
    SectorFactory(slug="mining")
    page = client.get("/sectors/mining/").text
    assert 'href="/contact/?kind=mistake&amp;about=/sectors/mining/"' in page
    assert 'href="/contact/"' in page
    assert "/contact/?kind=missing" in client.get("/research/?q=qwertzuiop").text


@pytest.mark.parametrize("query", ["", "?kind=mistake&about=/sectors/mining/"])
def test_form_asks_few_queries(client, query, django_assert_max_num_queries):
    SectorFactory(slug="mining")
    with django_assert_max_num_queries(4):
        client.get(f"/contact/{query}")


def test_another_method_is_refused(client):
    assert client.put("/contact/").status_code == 405
    assert client.post("/contact/received/Q-0000-0000/").status_code == 405
