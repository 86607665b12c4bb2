"""Fixtures that every app's tests use. Objects come from tests/factories/."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import translation

from accounts.models import User
from groundwork.access import Role
from sectors.models import Sector, SectorGroup
from tests import databases
from tests.factories.accounts import UserFactory
from tests.factories.sectors import TeamMemberFactory

# A test holds no clock, and says the same twice
hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")


def pytest_configure() -> None:
    settings.WHITENOISE_AUTOREFRESH = True  # else each test client reads the whole folder of static files


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request, django_db_modify_db_settings_parallel_suffix, django_db_createdb, django_db_blocker
) -> Iterator[None]:
    """A test database need not survive a power cut, so commits do not wait for the disk; and it is this run's own."""
    connection = connections["default"]
    # A test that commits is cleaned up after by TRUNCATE, which the audit trail refuses elsewhere
    options = "-c synchronous_commit=off -c groundwork.audit_may_be_emptied=on"
    connection.settings_dict["OPTIONS"]["options"] = options
    usual = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    name = connection.settings_dict["TEST"]["NAME"] = databases.name_for_run(usual)
    with django_db_blocker.unblock():
        databases.drop_those_of_killed_runs(connection)
        with databases.a_copy(connection, name, anew=django_db_createdb):
            yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django finds the database as it was copied, and leaves it for the fixture above to drop."""
    return True


@pytest.fixture(scope="session", autouse=True)
def private_files(tmp_path_factory) -> None:
    """Files that people sent lie elsewhere: to a database of tests, those of the checkout are orphans."""
    settings.PRIVATE_ROOT = tmp_path_factory.mktemp("private")


@pytest.fixture
def user_with(db) -> Callable[..., User]:
    """A person with roles, in the teams of sectors or groups: `user_with("specialist", teams=[mining])`."""

    def make(*roles: Role | str, teams: Iterable[Sector | SectorGroup] = (), **fields: Any) -> User:
        user = UserFactory(roles=[str(role) for role in roles], **fields)
        for team in teams:
            place = {"group": team, "sector": None} if isinstance(team, SectorGroup) else {"sector": team}
            TeamMemberFactory(person=user, **place)
        return user

    return make


@pytest.fixture
def client_of(db) -> Callable[[User], Client]:
    """A test client of its own for each person, signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def in_english() -> None:
    """A request leaves its language active; the next test begins in English."""
    translation.activate("en")
