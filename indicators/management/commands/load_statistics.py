"""Indicators, activities and their sectors, and the observations of demo/."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from groundwork.loading import LoadCommand, add_missing, by_key, in_languages, progress
from groundwork.places import Area
from groundwork.tabular import read_csv
from indicators.imports.files import import_file, was_imported
from indicators.imports.lists import IndicatorRow, read_activities, read_indicators, read_mapping
from indicators.models import ActivityCode, ActivityMapping, Indicator
from sectors.models import Sector, Theme

FOLDER = "statistics"


class Command(LoadCommand):
    help = "Load indicators, activities and observations from demo/; adds only what is missing."
    title = "Statistics"
    of_all_activities: bool
    files = tuple(f"{FOLDER}/{name}.csv" for name in ("areas", "indicators", "activities", "activity_to_sector"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--mappings",
            action="store_true",
            help="also add what the activities of an earlier release are to sectors; brings back what was taken out",
        )

    def handle(self, *args: Any, mappings: bool, **options: Any) -> None:
        self.of_all_activities = mappings
        super().handle(*args, **options)

    def load(self) -> None:
        areas, indicators, activities, mapping = (self.folder / name for name in self.files)
        self.add_regions(areas)
        self.add_indicators(read_indicators(indicators))
        self.add_activities(activities, mapping)
        for path in progress(sorted((self.folder / FOLDER / "observations").glob("*.csv*")), self.title):
            self.add_observations(path)

    def add_regions(self, path: Path) -> None:
        """Regions that sources publish values of and that M49 does not have."""
        world = Area.objects.filter(kind=Area.Kind.WORLD).first()
        rows = read_csv(path, ["code", "name_en", "name_fr", "name_es"])
        regions = [
            Area(
                code=row["code"],
                kind=Area.Kind.REGION,
                parent=world,
                **in_languages("name", {language: row[f"name_{language}"] for language in ("en", "fr", "es")}),
            )
            for row in rows
        ]
        self.counts["regions loaded"] += len(add_missing(regions, "code"))

    def add_indicators(self, rows: list[IndicatorRow]) -> None:
        by_code, themes = {row.code: row for row in rows}, by_key(Theme, "slug")
        added = self.add([Indicator(**_fields(row)) for row in rows], "code", "indicators")
        through = Indicator.themes.through
        through.objects.bulk_create(
            through(indicator=indicator, theme=themes[slug])
            for indicator in added
            for slug in by_code[indicator.code].themes
            if slug in themes
        )

    def add_activities(self, path: Path, mapping: Path) -> None:
        """The sectors of an activity with the activity alone, unless asked: an editor may have taken one out since."""
        there = set(ActivityCode.objects.values_list("classification", "code"))
        new = ActivityCode.objects.bulk_create(
            ActivityCode(classification=row.classification, code=row.code, **in_languages("title", row.titles))
            for row in read_activities(path)
            if (row.classification, row.code) not in there
        )
        self.counts["activities loaded"] += len(new)
        activities = ActivityCode.objects.all() if self.of_all_activities else new
        by_code, sectors = {(one.classification, one.code): one for one in activities}, by_key(Sector, "slug")
        before = ActivityMapping.objects.count()
        ActivityMapping.objects.bulk_create(
            [
                ActivityMapping(
                    activity=by_code[row.activity],
                    sector=sectors[row.sector],
                    exactness=row.exactness,
                    approximate=row.approximate,
                    also_needs=list(row.also_needs),
                    note=row.note,
                )
                for row in read_mapping(mapping)
                if row.activity in by_code and row.sector in sectors
            ],
            ignore_conflicts=True,
        )
        self.counts["sectors of activities loaded"] += ActivityMapping.objects.count() - before

    def add_observations(self, path: Path) -> None:
        """What is there already is not read again: a second run is quick."""
        if was_imported(path):
            return
        for added in import_file(path):
            self.counts["observations loaded"] += added.vintage.observations if added.vintage else 0


def _fields(row: IndicatorRow) -> dict[str, Any]:
    texts = {name: text for field, texts in row.texts.items() for name, text in in_languages(field, texts).items()}
    return {
        "code": row.code,
        "order": row.order,
        "modelled": row.modelled,
        "comparable": row.comparable,
        **row.facts,
        **texts,
    }
