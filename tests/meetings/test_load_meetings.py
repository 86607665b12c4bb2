from django.conf import settings
from django.core.management import call_command

from meetings.imports.meetings import read_named
from meetings.models import Meeting
from sectors.imports.taxonomy import read_sectors
from tests.factories.meetings import MeetingFactory
from tests.factories.sectors import BranchFactory, InstrumentFactory, SectorFactory


def make_sectors():
    for slug in ("c185", "c188", "mlc-2006", "safety-and-health-in-forestry-work-1998"):
        InstrumentFactory(slug=slug)
    for row in read_sectors(settings.DEMO_DIR / "classifications/sectors.csv"):
        sector = SectorFactory(slug=row.slug, tag=row.tag)
    for slug in {slug for _key, slug in read_named(settings.DEMO_DIR / "meetings/branches_named.csv", "branch")}:
        BranchFactory(slug=slug, parent=sector)


def test_load_meetings_publishes_them_with_their_sectors(db, capsys):
    make_sectors()

    call_command("load_meetings")

    meetings = Meeting.objects.visible_to(None)
    telework = meetings.get(source_key="mtgx:10")
    corrected = meetings.get(source_key="mtg:009")
    assert [meetings.count(), meetings.filter(all_sectors=True).count()] == [126, 15]
    assert [sector.slug for sector in telework.sectors.all()] == ["financial-professional-services"]
    railways = meetings.get(source_key="mtgx:16")
    assert {sector.slug for sector in railways.sectors.all()} == {"transport", "railways"}
    assert [str(corrected.start), str(corrected.end)] == ["2024-09-23", "2024-09-27"]
    assert str(meetings.get(source_key="mtg:058").start) == "2006-05"
    assert meetings.get(source_key="mtgx:17").start is None
    assert meetings.filter(series__slug="special-tripartite-committee-mlc", instruments__slug="mlc-2006").count() == 6
    assert "126  loaded" in capsys.readouterr().out


def test_load_meetings_again_keeps_what_an_editor_changed(db):
    make_sectors()
    call_command("load_meetings")
    Meeting.objects.filter(source_key="mtg:001").update(title_en="As edited", slug="another-address")

    call_command("load_meetings")

    assert Meeting.objects.get(source_key="mtg:001").slug == "another-address"
    assert Meeting.objects.count() == 126


def test_load_meetings_leaves_an_editors_address_alone(db):
    make_sectors()
    MeetingFactory(slug="sectoral-advisory-bodies-2021")

    call_command("load_meetings")

    assert Meeting.objects.get(source_key="mtg:006").slug == "sectoral-advisory-bodies-2021-mtg-006"
