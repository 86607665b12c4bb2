"""Real files of the ILO in every layout: each holds the very values that the demo's tidy files hold."""

import gzip
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from groundwork.loading import in_languages
from groundwork.places import Area
from indicators.imports.files import import_file
from indicators.imports.lists import read_activities
from indicators.imports.rows import RefusedFileError
from indicators.models import ActivityCode, Vintage
from tests.factories.groundwork import AreaFactory
from tests.factories.indicators import IndicatorFactory, SeriesFactory

DEMO = settings.BASE_DIR / "demo" / "statistics"
SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.gz"))
EMPLOYMENT, WORLD, HOURS = "EMP_TEMP_SEX_ECO_NB", "EMP_2EMP_SEX_ECO_NB", "HOW_TEMP_SEX_ECO_NB"


@pytest.fixture
def demo_lists(db, tmp_path):
    """The demo's activities, the places and indicators of the samples, and the demo's own values of them."""
    rows = read_activities(DEMO / "activities.csv")
    ActivityCode.objects.bulk_create(
        ActivityCode(classification=row.classification, code=row.code, **in_languages("title", row.titles))
        for row in rows
    )
    AreaFactory(code="001", m49="001", kind=Area.Kind.WORLD)
    for code in ("fra", "phl", "chl", "tha", "x06", "x21", "x40"):
        AreaFactory(code=code)
    for code in (EMPLOYMENT, WORLD):
        IndicatorFactory(code=code)
    SeriesFactory(vintage__indicator__code=HOURS, unit="hours per week")
    for name, code, places in (
        ("ilo_employment_by_activity_2013", EMPLOYMENT, ("FRA", "PHL", "CHL", "THA")),
        ("ilo_recent_world_and_samples", WORLD, ("X01", "X06", "X21", "X40")),
    ):
        with gzip.open(DEMO / "observations" / f"{name}.csv.gz", "rt") as file:
            heading, *lines = file
        kept = [line for line in lines if line.startswith(f"{code},") and any(f",{place}," in line for place in places)]
        (tmp_path / name).write_text("".join([heading, *kept]))
        import_file(tmp_path / name)


def unpacked(sample: Path, folder: Path) -> Path:
    path = folder / sample.stem
    with gzip.open(sample) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


def test_every_sample_holds_the_values_of_the_demo(demo_lists, tmp_path):
    for sample in SAMPLES:
        (added,) = import_file(unpacked(sample, tmp_path), dry_run=True)
        counted = added.report
        if added.indicator.code == HOURS:  # of which no value is loaded here
            assert counted["added"] == added.vintage.observations > 300
        else:
            assert (counted["added"], counted["changed"]) == (0, 0), sample.name
            assert counted["unchanged"] > 70, sample.name


def test_title_that_no_activity_has_is_named(demo_lists, tmp_path):
    (sample,) = (one for one in SAMPLES if "2015-layout" in one.name)
    path = unpacked(sample, tmp_path)
    path.write_text(path.read_text().replace(",Fishing,", ",Phishing,"))
    with pytest.raises(RefusedFileError) as refused:
        import_file(path)
    assert refused.value.unknown == {"activity": {"ISIC31 Phishing": 3}}
    assert Vintage.objects.count() == 3
