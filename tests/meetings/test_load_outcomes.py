from django.core.management import call_command

from meetings.models import Outcome
from tests.meetings.demo import make_meetings, make_sectors, make_themes


def test_load_outcomes_publishes_points_as_reported_with_who_said_so(db, capsys):
    make_sectors()
    make_themes()
    make_meetings()

    call_command("load_outcomes")

    outcomes = Outcome.objects.visible_to(None)
    assert [outcomes.count(), outcomes.values("meeting").distinct().count()] == [210, 44]
    assert set(outcomes.values_list("wording", "confidence")) == {("reported", "seen")}
    assert set(outcomes.with_status().values_list("status", flat=True)) == {"no_report"}
    fishers = outcomes.get(source_key="mtgx:01/res. n1")
    assert [fishers.kind, fishers.said_by] == ["resolution", "Reported by a union federation"]
    assert [sector.slug for sector in fishers.sectors.all()] == ["shipping-ports-fisheries"]
    assert outcomes.filter(themes__slug="occupational-safety-health").exists()
    assert "77  read in: Union federation" in capsys.readouterr().out


def test_load_outcomes_again_keeps_what_an_editor_changed(db):
    make_sectors()
    make_themes()
    make_meetings()
    call_command("load_outcomes")
    Outcome.objects.filter(source_key="mtgx:18/25").update(text_en="As adopted", wording="verbatim")

    call_command("load_outcomes")

    assert [Outcome.objects.count(), Outcome.objects.get(source_key="mtgx:18/25").text_en] == [210, "As adopted"]
