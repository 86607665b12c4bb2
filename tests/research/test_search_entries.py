"""Search entries: written when they are missed, gone with any change of what they were made from."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from meetings.models import Meeting, Outcome
from research.models import SearchEntry, SearchWord
from research.search.entries import visible_entries, write_missing
from sectors.models import Sector, Theme
from tests.factories.meetings import MeetingFactory, OutcomeFactory
from tests.factories.sectors import (
    BranchFactory,
    FocalPointFactory,
    InstrumentFactory,
    KeyIssueFactory,
    SectorFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def titles(model, language="en"):
    return sorted(SearchEntry.objects.filter(model=model, language=language).values_list("title", flat=True))


def test_each_language_has_its_own_entry():
    ThemeFactory(name_en="Safety", name_fr="Sécurité", name_es="", description_fr="Prévention")
    write_missing()
    entries = SearchEntry.objects.filter(model="sectors.theme")
    assert {(one.language, one.configuration, one.title, one.text) for one in entries} == {
        ("en", "english", "Safety", ""),
        ("fr", "french", "Sécurité", "Prévention"),
    }


def test_nothing_is_missing_twice(django_assert_num_queries):
    SectorFactory()
    OutcomeFactory()
    assert write_missing() > 0
    with django_assert_num_queries(1):
        assert write_missing() == 0


def test_what_not_everybody_may_see_has_no_entry_and_its_words_are_unknown():
    ThemeFactory(name="Uraniumsecret", draft=True)
    OutcomeFactory(text="Plutoniumsecret", meeting=MeetingFactory(draft=True))
    write_missing()
    assert titles("sectors.theme") == titles("meetings.outcome") == []
    assert not SearchWord.objects.filter(word__contains="secret").exists()


class TestAnyWayToWrite:
    """Each leaves no entry that says what is no longer so, in its own transaction."""

    @pytest.fixture
    def sector(self):
        sector = SectorFactory(name_en="Mining", name_fr="Mines")
        write_missing()
        return sector

    def change_by_save(self, sector):
        sector.name_en = "Quarrying"
        sector.save()

    def change_by_update(self, sector):
        Sector.objects.filter(pk=sector.pk).update(name_en="Quarrying")

    def change_by_bulk(self, sector):
        sector.name_en = "Quarrying"
        Sector.objects.bulk_update([sector], ["name_en"])

    def change_by_sql(self, sector):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sectors_sector SET name_en = 'Quarrying' WHERE id = %s", [sector.pk])

    @pytest.mark.parametrize("way", ["save", "update", "bulk", "sql"])
    def test_change(self, sector, way):
        getattr(self, f"change_by_{way}")(sector)
        assert titles("sectors.sector") == []
        write_missing()
        assert titles("sectors.sector") == ["Quarrying"]

    def test_deletion(self, sector):
        sector.delete()
        assert titles("sectors.sector") == []

    def test_rollback_keeps_what_was(self, sector):
        with transaction.atomic():
            self.change_by_update(sector)
            write_missing()
            transaction.set_rollback(True)
        assert titles("sectors.sector") == ["Mining"]

    def test_change_of_what_it_also_speaks_of(self):
        outcome = OutcomeFactory(text="Recruit fairly.", meeting=MeetingFactory(title="Migrant fishers"))
        branch = BranchFactory(parent=SectorFactory(name="Mining"))
        issue = KeyIssueFactory()
        write_missing()
        Meeting.objects.filter(pk=outcome.meeting_id).update(title_en="Fishers")
        Sector.objects.filter(pk=branch.parent_id).update(name_en="Quarrying")
        Sector.objects.filter(pk=issue.page.sector_id).update(slug="elsewhere")
        write_missing()
        details = dict(SearchEntry.objects.filter(language="en").values_list("model", "detail"))
        assert details["meetings.outcome"] == "Fishers"
        assert SearchEntry.objects.filter(object_id=branch.pk, detail="Branch of Quarrying").exists()
        assert SearchEntry.objects.filter(path__startswith="/sectors/elsewhere/#issue-").exists()

    def test_change_of_the_sectors_of_a_focal_point(self):
        point, mining = FocalPointFactory(), SectorFactory(name="Mining")
        for change in (point.sectors.add, point.sectors.remove):
            write_missing()
            change(mining)
            assert titles("sectors.focalpoint") == []
        point.sectors.add(mining)
        write_missing()
        Sector.objects.filter(pk=mining.pk).update(name_en="Quarrying")
        write_missing()
        entry = SearchEntry.objects.get(model="sectors.focalpoint", language="en")
        assert entry.text == f"{point.unit.name} Quarrying"

    def test_withdrawal(self):
        theme = ThemeFactory(name="Safety")
        write_missing()
        Theme.objects.update(state="archived")
        assert titles("sectors.theme") == []
        assert not visible_entries(None).filter(model="sectors.theme", object_id=theme.pk).exists()

    def test_withdrawal_of_a_meeting_hides_its_outcomes(self):
        outcome = OutcomeFactory()
        write_missing()
        Meeting.objects.filter(pk=outcome.meeting_id).update(state="draft")
        write_missing()
        assert not visible_entries(None).filter(model="meetings.outcome").exists()
        assert Outcome.objects.exists()


def test_names_are_found_as_they_are_called():
    InstrumentFactory(number="C188", aliases=["WFC"], title="Work in Fishing Convention, 2007")
    write_missing()
    (entry,) = SearchEntry.objects.filter(model="sectors.instrument", language="en")
    assert entry.names == ["work in fishing convention 2007", "c188", "wfc"]


@pytest.mark.django_db(transaction=True)
def test_who_changes_a_thing_while_its_entry_is_written_takes_it_away():
    """The writer of the entry has read the old name; the change comes before it commits, and must not be lost."""
    sector = SectorFactory(name_en="Mining")
    read, done = threading.Event(), threading.Event()

    def read_and_wait():
        try:
            with transaction.atomic():
                write_missing()
                read.set()
                done.wait(5)
        finally:
            connection.close()

    def change():
        try:
            read.wait(5)
            done.set()  # the change below waits for the lock, which the writer then lets go
            Sector.objects.filter(pk=sector.pk).update(name_en="Quarrying")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(read_and_wait), pool.submit(change)]:
            future.result(timeout=60)
    write_missing()
    assert titles("sectors.sector") == ["Quarrying"]
