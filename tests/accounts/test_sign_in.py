"""Signing in by e-mail and password, with limits, with a second factor for who works here; invited or registered."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from accounts import addresses
from accounts.models import Membership, Registration, User
from groundwork.models import AuditEntry, OutgoingMail
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SIGN_IN, SIGN_UP, INDEX = "/account/login/", "/account/signup/", "/admin/"
NEW = {
    "name": "Ana Silva",
    "email": "ana@union.test",
    "group": "workers",
    "organisation_name": "Union of Seafarers, Chile",
    "password1": PASSWORD,
}


@pytest.fixture
def ana(db):
    person = UserFactory(email="ana@portal.test", name="Ana", password=PASSWORD, roles=["specialist"])
    addresses.vouch_for(person)
    return person


@pytest.fixture
def second_factor_required(settings):
    settings.STAFF_SECOND_FACTOR = True


def sign_in(client, email="ana@portal.test", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password} | more)


def code_of(person, secret=None):
    secret = secret or totp.TOTP(Authenticator.objects.get(user=person, type="totp")).instance.data["secret"]
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def last_mail(to):
    return OutgoingMail.objects.filter(to=to).latest("pk")


def link_in(mail):
    return re.search(r"http://testserver(\S+)", mail.text)[1]


@pytest.mark.usefixtures("ana")
class TestSigningIn:
    def test_leads_who_works_here_to_the_workplace(self, client):
        assert sign_in(client, "ANA@portal.test").url == INDEX
        assert client.get(INDEX).status_code == 200

    def test_leads_a_constituent_home(self, client):
        addresses.vouch_for(UserFactory(email="bea@portal.test", password=PASSWORD, roles=["constituent"]))
        assert sign_in(client, "bea@portal.test").url == "/"
        assert client.get(INDEX).status_code == 302
        assert client.get(client.get(INDEX).url).status_code == 403

    def test_leads_back_to_the_page_that_asked_for_it_and_to_no_other_site(self, client):
        asked = client.get("/admin/meetings/meeting/", follow=True)
        assert asked.redirect_chain[-1][0] == "/account/login/?next=/admin/meetings/meeting/"
        assert sign_in(client, next="https://elsewhere.example/").url == INDEX

    def test_makes_a_new_session(self, client):
        client.cookies["sessionid"] = before = "a" * 32
        sign_in(client)
        assert client.cookies["sessionid"].value != before

    def test_pages_are_kept_by_no_cache(self, client):
        assert "no-store" in client.get(SIGN_IN)["Cache-Control"]

    @pytest.mark.parametrize("language", ["fr", "es"])
    def test_is_there_in_each_language(self, client, language):
        assert f'lang="{language}"' in client.get(f"/{language}{SIGN_IN}").text

    def test_says_the_same_of_a_wrong_password_and_an_unknown_address(self, client):
        wrong, unknown = sign_in(client, password="something else"), sign_in(client, "nobody@portal.test")
        assert wrong.context["form"].errors == unknown.context["form"].errors

    def test_is_refused_after_some_wrong_passwords_even_with_the_right_one(self, client):
        for _ in range(5):
            sign_in(client, password="something else")
        assert "Too many failed login attempts" in sign_in(client).text

    def test_of_a_closed_account_is_refused(self, client, ana):
        User.objects.filter(pk=ana.pk).update(is_active=False)
        sign_in(client)
        assert client.get(INDEX).status_code == 302

    @pytest.mark.parametrize("typed", ["\x00", "a" * 5000, "😀", "' OR 1=1 --", "ana@portal.test\r\nBcc: x@y.test"])
    def test_takes_any_input(self, client, typed):
        assert sign_in(client, typed, typed).status_code in {200, 400}


@pytest.mark.usefixtures("ana", "second_factor_required")
class TestSecondFactor:
    def test_who_works_here_sets_one_up_before_anything_else(self, client):
        sign_in(client)
        for address in (INDEX, "/", "/research/"):
            assert client.get(address).url == reverse("mfa_activate_totp")
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_once_set_up_the_workplace_opens_and_recovery_codes_are_there(self, client, ana):
        sign_in(client)
        form = client.get(reverse("mfa_activate_totp")).context["form"]
        done = client.post(reverse("mfa_activate_totp"), {"code": code_of(ana, form.secret)})
        assert done.url == reverse("mfa_view_recovery_codes")
        assert client.get(done.url).status_code == 200
        assert client.get(INDEX).status_code == 200
        assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}

    def test_is_changed_long_after_signing_in_only_with_the_password(self, client, settings):
        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
        sign_in(client)
        assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))

    def test_is_asked_for_at_the_next_sign_in(self, client, ana):
        totp.TOTP.activate(ana, totp.generate_totp_secret())
        assert sign_in(client).url == reverse("mfa_authenticate")
        assert client.get(INDEX).status_code == 302
        assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
        secret = totp.decrypt(Authenticator.objects.get(user=ana).data["secret"])
        client.post(reverse("mfa_authenticate"), {"code": code_of(ana, secret)})
        assert client.get(INDEX).status_code == 200

    def test_secret_is_sealed_in_the_database(self, ana):
        secret = totp.generate_totp_secret()
        totp.TOTP.activate(ana, secret)
        assert secret not in str(Authenticator.objects.get(user=ana).data)

    def test_is_not_asked_of_constituents(self, client):
        addresses.vouch_for(UserFactory(email="bea@portal.test", password=PASSWORD, roles=["constituent"]))
        sign_in(client, "bea@portal.test")
        assert client.get("/").status_code == 200

    def test_that_was_lost_is_removed_by_an_administrator(self, ana, user_with, client_of):
        totp.TOTP.activate(ana, totp.generate_totp_secret())
        boss = user_with("administrator")
        totp.TOTP.activate(boss, totp.generate_totp_secret())
        act(client_of(boss), "remove_second_factor", ana)
        assert not Authenticator.objects.filter(user=ana).exists()
        assert AuditEntry.objects.get(verb="remove-second-factor").by_id == boss.pk


def act(client, action, *people):
    sent = {"action": action, "_selected_action": [person.pk for person in people]}
    return client.post(reverse("admin:accounts_user_changelist"), sent, follow=True)


class TestInvitation:
    def test_leads_to_a_password_and_in(self, client, user_with, client_of):
        new = UserFactory(email="new@portal.test", name="Nia", roles=["specialist"])
        act(client_of(user_with("administrator")), "invite", new)
        mail = last_mail("new@portal.test")
        assert "Nia" in mail.text
        form = client.get(link_in(mail), follow=True)
        typed = {"password1": PASSWORD, "password2": PASSWORD}
        assert client.post(form.redirect_chain[-1][0], typed).status_code == 302
        assert sign_in(client, "new@portal.test").url == INDEX
        assert AuditEntry.objects.filter(verb="invite", object_id=str(new.pk)).exists()

    def test_works_once(self, client, user_with, client_of):
        new = UserFactory(email="new@portal.test", roles=["specialist"])
        act(client_of(user_with("administrator")), "invite", new)
        link = link_in(last_mail("new@portal.test"))
        form = client.get(link, follow=True).redirect_chain[-1][0]
        client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
        assert "Bad Token" in client.get(link).text

    def test_is_sent_by_administrators_only(self, user_with, client_of, ana):
        act(client_of(user_with("editor")), "invite", ana)
        assert not OutgoingMail.objects.exists()


class TestRegistration:
    def test_makes_an_account_without_roles_that_waits(self, client):
        assert client.post(SIGN_UP, NEW).status_code == 302
        waiting = Registration.objects.get()
        assert (waiting.user.name, waiting.user.roles, waiting.decision) == ("Ana Silva", [], "waiting")
        assert (waiting.group, waiting.organisation_name) == ("workers", "Union of Seafarers, Chile")
        assert not EmailAddress.objects.get().verified

    def test_opens_after_the_address_is_confirmed(self, client):
        client.post(SIGN_UP, NEW)
        client.logout()
        sign_in(client, "ana@union.test")
        assert client.get("/account/email/").status_code == 302
        link = link_in(last_mail("ana@union.test"))
        client.post(link)
        assert EmailAddress.objects.get().verified
        sign_in(client, "ana@union.test")
        assert client.get("/account/email/").status_code == 200

    def test_with_a_known_address_looks_the_same_and_writes_to_its_owner(self, client, ana):
        other = client.post(SIGN_UP, NEW)
        known = client.post(SIGN_UP, NEW | {"email": ana.email})
        assert (known.status_code, known.url) == (other.status_code, other.url)
        assert Registration.objects.count() == 1
        assert "already" in last_mail(ana.email).text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"group": "emperor"},
            {"organisation_name": ""},
            {"organisation_name": "a" * 251},
            {"email": "nobody"},
            {"password1": "12345678"},
        ],
        ids=str,
    )
    def test_that_is_not_right_is_said_and_keeps_what_was_typed(self, client, wrong):
        page = client.post(SIGN_UP, NEW | wrong)
        assert page.status_code == 200
        assert set(page.context["form"].errors) == set(wrong)
        assert not User.objects.exists()
        kept = "Ana Silva" if "name" not in wrong else "Union of Seafarers"
        assert kept in page.text

    def test_roles_cannot_be_sent_along(self, client):
        client.post(SIGN_UP, NEW | {"roles": ["administrator"], "is_staff": "on"})
        assert User.objects.get().roles == []


class TestDecision:
    @pytest.fixture
    def waiting(self):
        bea = UserFactory(email="bea@union.test", name="Bea")
        addresses.vouch_for(bea)
        return Registration.objects.create(user=bea, group="workers", organisation_name="A union", language="fr")

    @pytest.fixture
    def editor(self, user_with, client_of):
        return client_of(user_with("editor"))

    def decide(self, client, registration, **fields):
        return client.post(reverse("admin:accounts_registration_change", args=[registration.pk]), fields)

    def test_confirms_as_a_constituent_of_an_organisation_and_tells_in_the_persons_language(self, editor, waiting):
        union = OrganisationFactory(name="The Union")
        assert self.decide(editor, waiting, decision="confirmed", organisation=union.pk, reason="").status_code == 302
        waiting.user.refresh_from_db()
        assert waiting.user.roles == ["constituent"]
        membership = Membership.objects.get(user=waiting.user)
        assert (membership.organisation, membership.group) == (union, "workers")
        assert membership.confirmed_on
        assert "Bonjour" in last_mail("bea@union.test").text

    def test_refuses_with_a_reason_that_the_person_reads(self, editor, waiting):
        assert self.decide(editor, waiting, decision="refused", reason="We do not know this union.").status_code == 302
        waiting.user.refresh_from_db()
        assert waiting.user.roles == []
        assert "We do not know this union." in last_mail("bea@union.test").text

    @pytest.mark.parametrize("fields", [{"decision": "confirmed"}, {"decision": "refused", "reason": ""}], ids=str)
    def test_needs_an_organisation_or_a_reason(self, editor, waiting, fields):
        assert self.decide(editor, waiting, **fields).status_code == 200
        waiting.refresh_from_db()
        assert waiting.decision == "waiting"

    def test_waits_for_a_confirmed_address(self, editor, waiting):
        EmailAddress.objects.update(verified=False)
        page = self.decide(editor, waiting, decision="confirmed", organisation=OrganisationFactory().pk)
        assert "not confirmed yet" in page.text

    def test_is_made_once(self, editor, waiting):
        self.decide(editor, waiting, decision="refused", reason="No.")
        self.decide(editor, waiting, decision="confirmed", organisation=OrganisationFactory().pk)
        waiting.refresh_from_db()
        assert waiting.decision == "refused"

    def test_is_for_editors_and_administrators(self, user_with, client_of, waiting):
        specialist = client_of(user_with("specialist"))
        assert self.decide(specialist, waiting, decision="refused", reason="No.").status_code in {403, 404}
