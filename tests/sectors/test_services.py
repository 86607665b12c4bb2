import pytest
from django.core.exceptions import ValidationError

from groundwork.models import AuditEntry
from groundwork.partial_dates import PartialDate
from sectors.models import Sector, SectorPage, Succession
from sectors.services import succeed
from tests.factories.sectors import (
    BranchFactory,
    InstrumentFactory,
    SectorActivityFactory,
    SectorFactory,
    SectorPageFactory,
    TeamMemberFactory,
)

pytestmark = pytest.mark.django_db
DAY = PartialDate.parse("2019")


def happen(earlier, later, kind, date=DAY, by=None):
    return succeed(earlier=earlier, later=later, kind=kind, date=date, by=by)


@pytest.fixture
def mining():
    return SectorFactory(slug="mining", name="Mining")


def test_renamed_sector_is_over_and_hands_on_what_stands_today(mining):
    page, member = SectorPageFactory(sector=mining), TeamMemberFactory(sector=mining)
    activity, coal = SectorActivityFactory(sector=mining), BranchFactory(parent=mining)
    c176 = InstrumentFactory(sectors=[mining])
    new = SectorFactory(name="Extractive industries")
    (row,) = happen([mining], [new], "renamed")
    mining.refresh_from_db()
    new.refresh_from_db()
    coal.refresh_from_db()
    assert (row.earlier, row.later, row.date) == (mining, new, DAY)
    assert (mining.is_over, str(mining.valid_to), str(new.valid_from)) == (True, "2019", "2019")
    assert coal.parent == new
    assert [one.person for one in new.team.all()] == [member.person]
    assert list(new.activities.all()) == [activity.activity]
    assert set(c176.sectors.all()) == {mining, new}
    assert SectorPage.objects.get() == page == new.page


def test_page_of_a_merged_or_split_sector_is_withdrawn_but_kept(mining):
    page = SectorPageFactory(sector=mining)
    happen([mining], [SectorFactory(), SectorFactory()], "split")
    page.refresh_from_db()
    assert (page.state, page.sector) == ("archived", mining)


def test_sectors_merge_into_an_older_one_which_keeps_its_beginning_and_its_page(mining):
    quarrying, old = SectorFactory(), SectorPageFactory()
    assert len(happen([mining, quarrying], [old.sector], "merged")) == 2
    old.sector.refresh_from_db()
    assert old.sector.valid_from is None
    assert old.sector.page == old


@pytest.mark.parametrize(
    ("kind", "before", "after", "reason"),
    [
        ("renamed", 1, 2, "One sector is renamed into one"),
        ("renamed", 2, 1, "One sector is renamed into one"),
        ("split", 1, 1, "One sector is split into several"),
        ("split", 2, 2, "One sector is split into several"),
        ("merged", 2, 2, "Sectors are merged into one"),
    ],
)
def test_numbers_that_do_not_fit_the_kind_are_refused_in_words(kind, before, after, reason):
    sectors = [SectorFactory() for _ in range(before + after)]
    with pytest.raises(ValidationError, match=reason):
        happen(sectors[:before], sectors[before:], kind)
    assert not Succession.objects.exists()


def test_succession_of_itself_in_the_future_or_a_second_time_is_refused(mining):
    new = SectorFactory()
    with pytest.raises(ValidationError, match="cannot succeed itself"):
        happen([mining], [mining], "renamed")
    with pytest.raises(ValidationError, match="lies in the future"):
        happen([mining], [new], "renamed", date=PartialDate.parse("2999-01-01"))
    happen([mining], [new], "renamed")
    with pytest.raises(ValidationError, match="has been succeeded already"):
        happen([mining], [SectorFactory()], "renamed")


def test_sector_is_not_succeeded_before_it_began():
    young = SectorFactory(valid_from="2020")
    with pytest.raises(ValidationError, match="began only after that date"):
        happen([young], [SectorFactory()], "renamed")


def test_what_was_succeeded_does_not_come_back_and_nothing_of_the_attempt_stays(mining):
    new = SectorFactory(name="New")
    happen([mining], [new], "renamed")
    before = list(Sector.objects.order_by("pk").values())
    with pytest.raises(ValidationError, match="cannot succeed what succeeded it"):
        happen([new], [mining], "renamed")
    assert list(Sector.objects.order_by("pk").values()) == before


def test_sector_is_not_split_while_it_has_branches_nor_renamed_to_one_of_them(mining):
    coal = BranchFactory(parent=mining)
    with pytest.raises(ValidationError, match="Give the branches of “Mining” another sector first"):
        happen([mining], [SectorFactory(), SectorFactory()], "split")
    with pytest.raises(ValidationError, match="Give the branches of “Mining” another sector first"):
        happen([mining], [coal], "renamed")


def test_succession_is_audited(mining, user_with):
    editor, new = user_with("editor"), SectorFactory()
    happen([mining], [new], "renamed", by=editor)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by_id, entry.model) == ("renamed", editor.pk, "sectors.succession")
