from django.core.management import call_command

from meetings.models import Meeting, ProgrammeEntry
from tests.factories.research import SourceRecordFactory
from tests.factories.sectors import GoodPracticeFactory
from tests.meetings.demo import make_meetings, make_sectors


def test_load_programme_publishes_it_and_joins_the_meetings_that_came_of_it(db):
    make_sectors()
    make_meetings()
    report = SourceRecordFactory(key="ilo:0023").publication
    practice = GoodPracticeFactory(slug="north-sea-safety-case")

    call_command("load_programme")
    call_command("load_programme")

    entries = ProgrammeEntry.objects.visible_to(None)
    assert [entries.count(), entries.values("biennium").distinct().count()] == [51, 11]
    assert Meeting.objects.exclude(programme_entry=None).count() == 32
    stages = {stage: entries.filter(stage=stage).count() for stage in ("left-out", "adopted", "proposed", "")}
    assert stages == {"left-out": 10, "adopted": 37, "proposed": 0, "": 4}
    assert [entry.biennium for entry in entries.filter(is_reserve=True)] == ["2020-21"]
    ports = Meeting.objects.get(source_key="mtgx:48").programme_entry
    assert [ports.biennium, [sector.slug for sector in ports.sectors.all()]] == [
        "2016-17",
        ["shipping-ports-fisheries"],
    ]
    assert entries.latest_biennium_first()[0].biennium == "2024-25"
    assert Meeting.objects.get(publications=report).source_key == "mtg:020"
    assert {entry.biennium for entry in entries.filter(practices=practice)} == {"1998-99", "2014-15"}
