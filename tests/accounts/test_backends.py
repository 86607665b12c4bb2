import pytest
from django.contrib.auth import authenticate

from accounts import addresses
from tests.factories.accounts import UserFactory
from tests.factories.research import PublicationFactory
from tests.factories.sectors import SectorFactory

PASSWORD = "correct horse battery"


@pytest.mark.parametrize("email", ["ana@portal.test", "ANA@Portal.Test"])
def test_sign_in_is_by_email_whatever_its_case(db, email):
    ana = UserFactory(email="Ana@portal.test", password=PASSWORD)
    addresses.vouch_for(ana)
    assert authenticate(username=email, password=PASSWORD) == ana


@pytest.mark.parametrize(
    "fields",
    [{"password": "something else"}, {"password": None}, {"password": PASSWORD, "is_active": False}],
    ids=["wrong password", "no password", "closed account"],
)
def test_sign_in_is_refused(db, fields):
    UserFactory(email="ana@portal.test", **fields)
    assert authenticate(username="ana@portal.test", password=PASSWORD) is None


@pytest.mark.parametrize("permission", ["research.view_publication", "research.change_publication"])
def test_permission_is_what_the_access_table_says(user_with, permission):
    mining = SectorFactory()
    mine, other = PublicationFactory(sectors=[mining], draft=True), PublicationFactory(draft=True)
    specialist = user_with("specialist", teams=[mining])
    assert specialist.has_perm(permission)
    assert specialist.has_perm(permission, mine)
    assert not specialist.has_perm(permission, other)
    assert specialist.has_perms([permission, "research.add_publication"], mine)


@pytest.mark.parametrize(
    "permission", ["research.approve_publication", "research.view_nothing", "nowhere.view_publication", "", "view"]
)
def test_permission_that_the_table_does_not_know_is_refused(user_with, permission):
    assert not user_with("administrator").has_perm(permission)


def test_nobody_has_permissions_by_name(user_with):
    assert user_with("administrator").has_perm("accounts.delete_user")
    from accounts.backends import AccessBackend

    assert AccessBackend().get_all_permissions(user_with("administrator")) == set()


def test_app_is_shown_to_those_with_a_role_in_it(user_with):
    assert user_with("editor").has_module_perms("research")
    assert not user_with("constituent").has_module_perms("research")
    assert not user_with("editor").has_module_perms("nowhere")
