import json
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from sectors.models import GoodPractice


@pytest.fixture
def taxonomy(db):
    for loader in ("load_places", "load_activities", "load_sectors", "load_themes", "load_instruments"):
        call_command(loader)


def test_load_practices_publishes_starter_texts_with_their_subjects_and_sources(taxonomy):
    call_command("load_practices")
    call_command("load_practices")

    cambodia = GoodPractice.objects.visible_to(None).get(slug="better-factories-cambodia")
    assert GoodPractice.objects.outcome_counts() == {"works": 5, "mixed": 4, "does-not-work": 3}
    assert cambodia.starter_text
    assert all((cambodia.title_fr, cambodia.text_es, cambodia.conditions_fr))
    assert [area.code for area in cambodia.areas.all()] == ["khm"]
    assert [sector.slug for sector in cambodia.sectors.all()] == ["textiles-clothing-leather-footwear"]
    assert {theme.slug for theme in cambodia.themes.all()} == {"global-supply-chains", "social-dialogue"}
    assert [(source.citation.split(" (")[0], source.year) for source in cambodia.sources.all()] == [
        ("Polaski, S.", 2006),
        ("Stanford Law School and Worker Rights Consortium", 2013),
    ]
    assert cambodia.latest_source == 2013
    thailand = GoodPractice.objects.get(slug="thailand-fishing-reforms")
    assert [instrument.number for instrument in thailand.instruments.all()] == ["C188"]


def test_load_practices_keeps_what_a_specialist_wrote(taxonomy):
    call_command("load_practices")
    GoodPractice.objects.filter(slug="qatar-heat-rules").update(outcome="works", starter_text=False)

    call_command("load_practices")

    practice = GoodPractice.objects.get(slug="qatar-heat-rules")
    assert [practice.outcome, practice.starter_text, practice.sources.count()] == ["works", False, 2]


def test_load_practices_refuses_an_outcome_that_is_none(db, tmp_path):
    practices = json.loads((settings.DEMO_DIR / "content/good_practices.json").read_text())
    shutil.copytree(settings.DEMO_DIR / "content", tmp_path / "content")
    (tmp_path / "content/good_practices.json").write_text(json.dumps([practices[0] | {"outcome": "perhaps"}]))

    with pytest.raises(CommandError, match=r"bangladesh-accord has an unknown outcome\. Nothing was loaded\."):
        call_command("load_practices", folder=tmp_path)

    assert not GoodPractice.objects.exists()
