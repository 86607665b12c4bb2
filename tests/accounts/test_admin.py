import pytest
from django.urls import reverse

from accounts.models import User
from tests.access.forms import form_data
from tests.factories.accounts import UserFactory

LIST = "admin:accounts_user_changelist"
PASSWORD = "correct horse battery"
NEW = {"email": "ana@portal.test", "name": "Ana", "roles": ["specialist", "statistician"], "usable_password": "true"}
TYPED = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def administrator(user_with, client_of):
    return client_of(user_with("administrator"))


def change(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def add(client, **fields):
    address = reverse("admin:accounts_user_add")
    return client.post(address, form_data(client.get(address)) | fields)


def test_account_is_made_by_email_with_roles_and_a_password(administrator):
    assert add(administrator, **NEW, **TYPED).status_code == 302
    ana = User.objects.get(email="ana@portal.test")
    assert (ana.name, ana.roles, ana.check_password(PASSWORD)) == ("Ana", ["specialist", "statistician"], True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "ANA@portal.test"}, None),
        ({"email": "nobody"}, "email"),
        ({"roles": ["anyone"]}, "roles"),
        ({"password2": "another"}, "password2"),
        ({"password1": "12345678", "password2": "12345678"}, "password2"),
    ],
)
def test_account_that_is_not_right_is_not_made(administrator, wrong, field):
    UserFactory(email="Ana@portal.test")
    page = add(administrator, **NEW | {"email": "bea@portal.test"} | TYPED | wrong)
    assert set(page.context["adminform"].errors) == {field or "__all__"}
    assert User.objects.count() == 2


def test_roles_are_given_and_taken(administrator):
    ana = UserFactory(roles=["specialist"])
    sent = form_data(administrator.get(change(ana))) | {"roles": ["editor"]}
    assert administrator.post(change(ana), sent).status_code == 302
    ana.refresh_from_db()
    assert ana.roles == ["editor"]
    sent.pop("roles")
    administrator.post(change(ana), sent)
    ana.refresh_from_db()
    assert ana.roles == []


def test_password_is_set_by_the_form_and_never_shown(administrator, client):
    ana = UserFactory(password=PASSWORD)
    page = administrator.get(change(ana))
    assert ana.password not in page.text
    address = reverse("admin:auth_user_password_change", args=[ana.pk])
    sent = {"usable_password": "true", "password1": "battery staple horse", "password2": "battery staple horse"}
    assert administrator.post(address, sent).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password("battery staple horse")


def test_editor_sees_accounts_and_changes_none(user_with, client_of):
    editor, ana = client_of(user_with("editor")), UserFactory(name="Ana")
    assert editor.get(change(ana)).status_code == 200
    assert editor.post(change(ana), {"roles": ["administrator"]}).status_code == 403
    assert editor.get(reverse("admin:auth_user_password_change", args=[ana.pk])).status_code == 403
    ana.refresh_from_db()
    assert ana.roles == []


@pytest.mark.parametrize("role", ["specialist", "contributor", "statistician", "assessor"])
def test_others_find_no_accounts(user_with, client_of, role):
    person = user_with(role)
    assert client_of(person).get(change(person)).status_code == 404
    assert client_of(person).get(reverse(LIST)).status_code == 403


def test_list_is_filtered_by_role(administrator):
    ana = UserFactory(roles=["specialist", "assessor"])
    UserFactory(roles=["editor"])
    listed = administrator.get(reverse(LIST), {"role": "specialist"})
    assert list(listed.context["cl"].queryset) == [ana]
    assert "Specialist, Assessor" in listed.text
