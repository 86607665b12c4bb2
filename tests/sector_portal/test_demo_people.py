import json

import pytest

from accounts.models import Unit, User
from sector_portal.demo_people import ROLES, make_people
from sectors.models import Sector, SectorPage
from tests.factories.sectors import SectorFactory, SectorGroupFactory, SectorPageFactory


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def taxonomy(db):
    energy = SectorGroupFactory(slug="energy-mining")
    SectorFactory(slug="mining", group=energy)
    SectorFactory(slug="shipping-ports-fisheries")


def test_make_people_gives_each_role_a_user_who_can_sign_in(taxonomy, tmp_path):
    people = make_people(tmp_path / "p.json")

    assert list(people) == list(ROLES)
    for role, (email, password) in people.items():
        user = User.objects.get(email=email)
        assert user.roles == [role]
        assert user.check_password(password)
    assert User.objects.get(email="contributor@example.org").unit == Unit.objects.get(code="SECTOR")


def test_make_people_puts_the_specialist_into_two_teams(taxonomy, tmp_path):
    make_people(tmp_path / "p.json")

    own = Sector.objects.owned_by(User.objects.get(email="specialist@example.org"))
    assert {sector.slug for sector in own} == {"mining", "shipping-ports-fisheries"}


def test_specialist_owns_pages_that_are_to_be_reviewed_and_a_day_that_is_set_stays(taxonomy, tmp_path):
    page = SectorPageFactory(sector=Sector.objects.get(slug="mining"))
    make_people(tmp_path / "p.json")
    page.refresh_from_db()
    assert (page.owner.email, page.is_review_late) == ("specialist@example.org", False)
    SectorPage.objects.update(review_by="2020-01-01")
    make_people(tmp_path / "p.json")
    assert SectorPage.objects.get().is_review_late


def test_directory_shows_only_people_and_functions_that_say_that_they_are_of_the_demo(taxonomy, tmp_path, client):
    for _ in range(2):
        make_people(tmp_path / "p.json")

    shown = client.get("/people/").context["page"]
    assert [(entry.name or entry.role).split()[0] for entry in shown] == ["Demo", "Demo", "Demo"]


def test_make_people_keeps_the_passwords_for_the_owner_only(taxonomy, tmp_path):
    file = tmp_path / "new" / "p.json"
    people = make_people(file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text()) == dict(people.values())


def test_make_people_a_second_time_says_the_same_and_changes_nothing(taxonomy, tmp_path):
    first = make_people(tmp_path / "p.json")
    User.objects.filter(email="editor@example.org").update(name="Somebody else")

    assert make_people(tmp_path / "p.json") == first
    assert User.objects.get(email="editor@example.org").name == "Somebody else"
    assert User.objects.count() == len(ROLES)


def test_make_people_gives_new_passwords_where_the_file_is_lost(taxonomy, tmp_path):
    make_people(tmp_path / "p.json")

    email, password = make_people(tmp_path / "another.json")["editor"]

    assert User.objects.get(email=email).check_password(password)
