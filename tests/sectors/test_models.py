import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from sectors.models import KeyIssue, Sector, SectorActivity, SectorPage, TeamMember
from tests.factories.accounts import UserFactory
from tests.factories.sectors import (
    BranchFactory,
    GoodPracticeFactory,
    InstrumentFactory,
    KeyIssueFactory,
    SectorActivityFactory,
    SectorFactory,
    SectorGroupFactory,
    SectorPageFactory,
    TeamMemberFactory,
)

GROUP_OR_PARENT = "A sector has a group; a branch has a sector it is a branch of. Set one."
SECTOR_OR_GROUP = "Set either a sector or a group."


def refusals(item) -> list[str]:
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    return refusal.value.messages


def test_sector_has_a_group_or_a_parent(db):
    assert refusals(Sector(slug="mining", name="Mining")) == [GROUP_OR_PARENT]
    both = Sector(slug="mining", name="Mining", group=SectorGroupFactory(), parent=SectorFactory())
    assert refusals(both) == [GROUP_OR_PARENT]
    with pytest.raises(IntegrityError, match="sectors_sector_group_or_parent"), transaction.atomic():
        Sector.objects.create(slug="mining", name="Mining")
    SectorFactory().full_clean()
    BranchFactory().full_clean()


def test_validity_of_a_sector_ends_after_it_begins(db):
    sector = SectorFactory()
    sector.valid_from, sector.valid_to = "2020-01-01", "2019-12-31"
    assert refusals(sector) == ["The end of validity lies before its beginning."]
    sector.valid_to = "2020-01-01"
    sector.full_clean()
    sector.valid_to = None
    sector.full_clean()


def test_slug_of_a_sector_is_its_own(db):
    assert "Sector with this Address already exists." in refusals(
        Sector(slug=SectorFactory().slug, name="Mining", group=SectorGroupFactory())
    )


def test_sectors_and_branches_are_told_apart(db):
    branch = BranchFactory()
    assert list(Sector.objects.main()) == [branch.parent]
    assert list(Sector.objects.branches()) == [branch]


def test_sector_with_branches_is_not_deleted(db):
    with pytest.raises(ProtectedError):
        BranchFactory().parent.delete()


def test_activity_stands_for_a_sector_once(db):
    first = SectorActivityFactory()
    assert refusals(SectorActivity(sector=first.sector, activity=first.activity)) == [
        "Activity of a sector with this Sector and Activity already exists."
    ]


def test_team_member_is_of_a_sector_or_of_a_group(db):
    person = UserFactory()
    assert refusals(TeamMember(person=person)) == [SECTOR_OR_GROUP]
    assert refusals(TeamMember(person=person, sector=SectorFactory(), group=SectorGroupFactory())) == [SECTOR_OR_GROUP]
    with pytest.raises(IntegrityError, match="sectors_teammember_sector_or_group"), transaction.atomic():
        TeamMember.objects.create(person=person)


def test_team_member_is_in_a_team_once(db):
    of_sector = TeamMemberFactory()
    of_group = TeamMemberFactory(sector=None, group=SectorGroupFactory())
    for place in (of_sector, of_group):
        again = TeamMember(person=place.person, sector=place.sector, group=place.group)
        assert refusals(again)
        with pytest.raises(IntegrityError, match="sectors_teammember_once"), transaction.atomic():
            again.save()


def test_sector_has_one_page(db):
    page = SectorPageFactory()
    assert refusals(SectorPage(sector=page.sector)) == ["Sector page with this Sector already exists."]


def test_parts_keep_the_order_of_their_page(db):
    page = SectorPageFactory()
    last, first = KeyIssueFactory(page=page, order=2), KeyIssueFactory(page=page, order=1)
    assert list(KeyIssue.objects.all()) == [first, last]


def test_address_of_a_page_is_that_of_its_sector(db):
    page = SectorPageFactory(sector__slug="mining")
    assert page.get_absolute_url() == page.sector.get_absolute_url() == "/sectors/mining/"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "Boats were inspected in port and wages were paid by bank. Forced labour persisted.",
            "Boats were inspected in port and wages were paid by bank.",
        ),
        (
            "Decision No. 17 of 2021 shortened the hours of outdoor work. Ändern half.",
            "Decision No. 17 of 2021 shortened the hours of outdoor work.",
        ),
        ("No sentence ends here", "No sentence ends here"),
        ("", ""),
    ],
)
def test_first_sentence_of_a_practice(text, first):
    assert GoodPracticeFactory.build(text=text).first_sentence == first


def test_practice_cannot_take_the_address_of_the_compendium_for_print(db):
    assert refusals(GoodPracticeFactory.build(slug="print", text="x")) == [
        "This address is taken by the compendium for print."
    ]
    with pytest.raises(IntegrityError, match="other_address"), transaction.atomic():
        GoodPracticeFactory(slug="print")


@pytest.mark.parametrize(
    ("known", "refusal"),
    [
        ({"in_force": True}, "Say where it was read that the instrument is in force, or is not."),
        ({"in_force": False}, "Say where it was read that the instrument is in force, or is not."),
        ({"in_force": False, "in_force_source": "A", "in_force_since": "2020"}, "A day of entry into force is for"),
        ({"in_force_since": "2020"}, "A day of entry into force is for what is in force."),
        ({"ratifications": 3}, "Say where the number of ratifications was read."),
    ],
)
def test_standing_of_an_instrument_has_a_source(db, known, refusal):
    instrument = InstrumentFactory()
    for name, value in known.items():
        setattr(instrument, name, value)
    assert refusals(instrument)[0].startswith(refusal)


def test_standing_may_be_known_in_part(db):
    for known in ({}, {"in_force": True, "in_force_source": "A"}, {"ratifications": 0, "ratifications_source": "B"}):
        instrument = InstrumentFactory(**known)
        instrument.full_clean()
        assert instrument.has_standing == bool(known)
