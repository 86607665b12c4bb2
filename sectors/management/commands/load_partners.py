"""Partners and networks of the sectors."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.content import PartnerRow, read_partners
from sectors.models import Partner, Sector


class Command(LoadCommand):
    help = "Load partners and networks from demo/; adds only what is missing."
    title = "Partners and networks"
    files = ("content/sector_pages.json",)

    def load(self) -> None:
        rows = {row.name: row for row in read_partners(self.folder / self.files[0])}
        added = self.add([_partner(row) for row in progress(rows.values(), self.title)], "name")
        sectors = by_key(Sector, "slug")
        through = Partner.sectors.through
        through.objects.bulk_create(
            through(partner=partner, sector=sectors[slug]) for partner in added for slug in rows[partner.name].sectors
        )


def _partner(row: PartnerRow) -> Partner:
    partner = Partner(name=row.name, kind=row.kind, url=row.url, **in_languages("description", row.description))
    enter_state(partner, PublishingState.PUBLISHED)
    return partner
