import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import Membership, Unit, User
from groundwork.access import Role
from tests.factories.accounts import MembershipFactory, UnitFactory, UserFactory


def test_user_is_made_by_email_with_a_password(db):
    user = User.objects.create_user("Ana@Portal.TEST", "correct horse battery", name="Ana")
    assert (user.email, user.check_password("correct horse battery"), user.roles) == ("Ana@portal.test", True, [])


def test_user_without_a_password_cannot_sign_in_by_one(db):
    assert not UserFactory().has_usable_password()


def test_superuser_is_an_administrator(db):
    boss = User.objects.create_superuser("boss@portal.test", "correct horse battery", name="Boss")
    assert (boss.roles, boss.is_staff, boss.is_superuser) == ([Role.ADMINISTRATOR], True, False)


@pytest.mark.parametrize("email", ["", "no address", "a@b", None])
def test_user_needs_an_email_address(db, email):
    with pytest.raises((ValidationError, TypeError)):
        User.objects.create_user(email, name="Nobody")


def test_email_is_unique_whatever_its_case(db):
    UserFactory(email="ana@portal.test")
    with pytest.raises(ValidationError) as refusal:
        UserFactory(email="ANA@portal.test")
    assert refusal.value.messages == ["There is an account with this e-mail address already."]
    with pytest.raises(IntegrityError, match="accounts_user_one_per_email"):
        User(email="ANA@portal.test", name="Ana").save()


def test_user_is_found_by_email_whatever_its_case(db):
    ana = UserFactory(email="Ana@portal.test")
    assert User.objects.get_by_natural_key("aNA@PORTAL.test") == ana


@pytest.mark.parametrize("role", [Role.ANYONE, Role.PARTICIPANT, "emperor"])
def test_role_that_is_not_given_to_a_person_is_refused(db, role):
    with pytest.raises(ValidationError, match="not a valid choice"):
        UserFactory(roles=[role])


@pytest.mark.parametrize(
    ("roles", "works_here"),
    [([], False), (["constituent"], False), (["specialist"], True), (["constituent", "editor"], True)],
)
def test_staff_are_those_with_a_role_of_the_workplace(db, roles, works_here):
    assert UserFactory(roles=roles).is_staff is works_here


def test_unit_is_ones_own_for_those_who_work_in_it(db):
    unit, other = UnitFactory(), UnitFactory()
    assert list(Unit.objects.owned_by(UserFactory(unit=unit))) == [unit]
    assert not Unit.objects.owned_by(UserFactory()).exists()
    assert other not in Unit.objects.owned_by(UserFactory(unit=unit))


def test_membership_is_once_for_each_organisation(db):
    membership = MembershipFactory()
    with pytest.raises(ValidationError, match="already exists"):
        Membership(user=membership.user, organisation=membership.organisation, group="workers").full_clean()
    MembershipFactory(user=membership.user)
