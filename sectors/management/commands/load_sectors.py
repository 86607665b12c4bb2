"""Groups, sectors, branches, and the ISIC activities they stand for."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from sectors.imports.taxonomy import SectorRow, concordance, read_branches, read_groups, read_sectors
from sectors.models import Activity, Sector, SectorActivity, SectorGroup


class Command(LoadCommand):
    help = "Load groups of sectors, sectors and branches from demo/; adds only what is missing."
    title = "Groups, sectors and branches"
    files = ("classifications/sector_groups.csv", "classifications/sectors.csv", "content/sector_pages.json")

    def load(self) -> None:
        groups, sectors, branches = (self.folder / name for name in self.files)
        self.add(
            [
                SectorGroup(slug=row.slug, order=order, **in_languages("name", row.names))
                for order, row in enumerate(read_groups(groups), start=1)
            ],
            "slug",
            "groups",
        )
        rows = [*read_sectors(sectors), *read_branches(branches)]
        added = self.add_sectors([row for row in rows if row.group], "sectors")
        added |= self.add_sectors([row for row in rows if row.parent], "branches")
        self.add_activities(rows, added)

    def add_sectors(self, rows: list[SectorRow], label: str) -> set[str]:
        """Returns the slugs of those added."""
        groups, sectors = by_key(SectorGroup, "slug"), by_key(Sector, "slug")
        new = self.add(
            [
                Sector(
                    slug=row.slug,
                    tag=row.tag,
                    group=groups.get(row.group),
                    parent=sectors.get(row.parent),
                    **in_languages("name", row.names),
                )
                for row in progress(rows, label.capitalize())
            ],
            "slug",
            label,
        )
        return {sector.slug for sector in new}

    def add_activities(self, rows: list[SectorRow], added: set[str]) -> None:
        """Only of sectors that are new: an editor may have taken one from an older."""
        sectors, activities = by_key(Sector, "slug"), by_key(Activity, "code")
        pairs = [
            SectorActivity(sector=sectors[slug], activity=activities[code], exactness=exactness)
            for slug, code, exactness in concordance(rows)
            if slug in added
        ]
        SectorActivity.objects.bulk_create(pairs)
        self.counts["activities joined to sectors"] += len(pairs)
