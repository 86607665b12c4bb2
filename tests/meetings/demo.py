"""What the demo's lists are loaded onto: bare rows under the keys and addresses that the lists name."""

import csv

from django.conf import settings

from groundwork.publishing import PublishingState
from meetings.models import Meeting
from sectors.models import Sector, SectorGroup, Theme
from tests.factories.sectors import InstrumentFactory, SectorGroupFactory

FOLDER = settings.DEMO_DIR
PUBLISHED = {"state": PublishingState.PUBLISHED, "published_at": "2026-11-01T00:00:00Z"}


def keys(name: str, column: str) -> list[str]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(dict.fromkeys(part for row in csv.DictReader(file) for part in row[column].split("|") if part))


def make_sectors() -> None:
    group: SectorGroup = SectorGroupFactory()
    with (FOLDER / "classifications/sectors.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    Sector.objects.bulk_create(Sector(slug=row["slug"], tag=row["tag"], name=row["slug"], group=group) for row in rows)


def make_themes() -> None:
    from meetings.imports.outcomes import THEMES

    Theme.objects.bulk_create(Theme(slug=slug, name=slug, **PUBLISHED) for slug in sorted(set(THEMES.values())))


def make_instruments() -> None:
    for slug in keys("meetings/instruments_discussed.csv", "instrument"):
        InstrumentFactory(slug=slug)


def make_meetings() -> None:
    ids = [key for name in ("ilo_sectoral_meetings", "meetings_extra") for key in keys(f"meetings/{name}.csv", "id")]
    Meeting.objects.bulk_create(
        Meeting(source_key=key, slug=key.replace(":", "-"), title=key, kind=Meeting.Kind.EVENT, **PUBLISHED)
        for key in ids
    )
