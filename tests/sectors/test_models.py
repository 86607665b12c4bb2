import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from groundwork.partial_dates import PartialDate
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
    SuccessionFactory,
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


def test_validity_may_be_known_by_its_year(db):
    SectorFactory(valid_from="2019-05", valid_to="2019").full_clean()
    with pytest.raises(IntegrityError, match="sectors_sector_valid_in_order"), transaction.atomic():
        SectorFactory(valid_from="2019-05", valid_to="2018")


def test_sectors_in_force_have_begun_and_are_not_over(db):
    today = timezone.localdate()
    shown = [SectorFactory(), SectorFactory(valid_from=today.isoformat()), SectorFactory(valid_to="2999")]
    SectorFactory(valid_from="2999")
    over = [SectorFactory(valid_to=today.isoformat()), SectorFactory(valid_to=str(today.year))]
    assert set(Sector.objects.in_force()) == set(shown)
    assert [one.is_over for one in (*shown, *over)] == [False, False, False, True, True]


def test_group_that_is_over_holds_no_sector_in_force(db):
    group = SectorFactory().group
    group.valid_to = PartialDate(2019)
    assert refusals(group) == ["Give its sectors another group first: some of them are in force."]
    group.sectors.update(valid_to="2018")
    group.full_clean()


def test_loop_of_branches_is_refused_in_words_and_by_the_database(db):
    mining = SectorFactory()
    coal = BranchFactory(parent=mining)
    mining.group, mining.parent = None, coal
    assert refusals(mining) == ["A sector cannot be a branch of itself or of one of its branches."]
    with pytest.raises(IntegrityError, match="may not run in a loop"), transaction.atomic():
        mining.save()


def test_branches_have_branches_but_these_have_none(db):
    brown = BranchFactory(parent=BranchFactory())
    brown.full_clean()
    deeper = BranchFactory.build(parent=brown)
    assert refusals(deeper) == ["There are sectors, branches and sub-branches, and nothing below."]
    whole = brown.parent.parent
    assert Sector.objects.with_group().get(pk=brown.pk).pane == whole.group
    whole.group, whole.parent = None, SectorFactory()
    assert refusals(whole) == ["There are sectors, branches and sub-branches, and nothing below."]


def test_loop_of_successions_is_refused_in_words_and_by_the_database(db):
    first = SuccessionFactory()
    second = SuccessionFactory(earlier=first.later)
    back = SuccessionFactory.build(earlier=second.later, later=first.earlier)
    assert "a sector cannot succeed what succeeded it" in refusals(back)[0]
    with pytest.raises(IntegrityError, match="may not run in a loop"), transaction.atomic():
        back.save()
    itself = SuccessionFactory.build(earlier=first.later, later=first.later)
    assert refusals(itself) == ["A sector cannot succeed itself."]
    with pytest.raises(IntegrityError, match="sectors_succession_not_of_itself"), transaction.atomic():
        itself.save()


def test_sector_that_was_succeeded_is_not_reopened_by_its_date(db):
    old = SuccessionFactory().earlier
    old.valid_to = None
    assert refusals(old) == ["It has been succeeded. Delete the succession before you reopen it."]


def test_what_counts_for_a_sector_are_itself_its_branches_and_what_came_before_any_of_them(db):
    mining = SectorFactory()
    coal = BranchFactory(parent=mining)
    brown = BranchFactory(parent=coal)
    lignite = SuccessionFactory(earlier=BranchFactory(valid_to="2001"), later=brown).earlier
    oldest = SuccessionFactory(earlier=SectorFactory(valid_to="1990"), later=lignite).earlier
    SuccessionFactory(earlier=mining)
    assert set(Sector.objects.counted_for([mining])) == {mining, coal, brown, lignite, oldest}
    assert set(Sector.objects.counted_for([brown])) == {brown, lignite, oldest}
    assert {lignite, lignite.parent, brown, coal, mining} < set(Sector.objects.above([oldest]))


def test_heirs_are_what_stands_in_the_place_of_a_sector_today(db):
    split = SectorFactory(slug="old", valid_to="2000")
    left, right = (SuccessionFactory(earlier=split, later__slug=slug).later for slug in ("left", "right"))
    newest = SuccessionFactory(earlier=left, later__slug="newest").later
    assert Sector.objects.heirs_of(["old", "left", "right", "nope"]) == {split: [newest, right], left: [newest]}


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
