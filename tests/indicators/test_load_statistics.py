import io
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

from indicators.models import ActivityMapping, Indicator, Observation, Vintage

FILES = ("ilo_recent_world_and_samples.csv.gz", "bls_cps_unemployment_by_industry.csv.gz")


@pytest.fixture
def folder(db, tmp_path):
    """The demo with two of its files of observations."""
    shutil.copytree(settings.DEMO_DIR / "statistics", tmp_path / "statistics", ignore=_all_but_two)
    for loader in ("load_places", "load_activities", "load_sectors", "load_themes"):
        call_command(loader, stdout=io.StringIO())
    return tmp_path


def _all_but_two(_folder, names):
    return [name for name in names if name.endswith(".gz") and name not in FILES]


def test_demo_is_loaded_once_and_keeps_what_an_editor_changed(folder):
    call_command("load_statistics", folder=folder, stdout=io.StringIO())
    Indicator.objects.filter(code="EMP_2EMP_SEX_ECO_NB").update(short_name_en="Jobs")
    ActivityMapping.objects.filter(activity__code="B").delete()
    counts = [model.objects.count() for model in (Indicator, Vintage, Observation, ActivityMapping)]

    call_command("load_statistics", folder=folder, stdout=io.StringIO())

    assert [model.objects.count() for model in (Indicator, Vintage, Observation, ActivityMapping)] == counts
    assert Observation.objects.count() == 1_365
    call_command("load_statistics", folder=folder, mappings=True, stdout=io.StringIO())
    assert ActivityMapping.objects.filter(activity__code="B").exists()
    indicator = Indicator.objects.get(code="EMP_2EMP_SEX_ECO_NB")
    assert (indicator.short_name_en, indicator.short_name_fr) == ("Jobs", "Emploi, estimations modélisées")
    assert set(indicator.themes.values_list("slug", flat=True)) == {"future-of-work", "gender-equality"}


def test_values_are_those_of_the_file(folder):
    call_command("load_statistics", folder=folder, stdout=io.StringIO())

    world = Observation.objects.get(
        series__vintage__indicator__code="EMP_2EMP_SEX_ECO_NB",
        area__code="001",
        activity__code="A",
        sex=1,
        year=1991,
    )
    assert (world.value, world.series.unit) == (367_474.695, "thousand persons")
