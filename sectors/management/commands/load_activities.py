"""The activities of ISIC Rev.4."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from sectors.imports.taxonomy import read_activities
from sectors.models import Activity


class Command(LoadCommand):
    help = "Load the activities of ISIC Rev.4 from demo/; adds only what is missing."
    title = "Activities (ISIC Rev.4)"
    files = ("classifications/isic_rev4_en.csv", "classifications/isic_rev4_sections_fr_es.csv")

    def load(self) -> None:
        rows = list(progress(read_activities(*(self.folder / name for name in self.files)), self.title))
        for level in Activity.Level.values:  # parents first
            there = by_key(Activity, "code")
            self.add(
                [
                    Activity(
                        code=row.code,
                        level=row.level,
                        parent=there.get(row.parent),
                        **in_languages("title", row.titles),
                    )
                    for row in rows
                    if row.level == level
                ],
                "code",
            )
