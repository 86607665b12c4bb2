"""Conventions, Recommendations, codes of practice and tools."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.instruments import InstrumentRow, read_instruments
from sectors.models import Instrument, Sector


class Command(LoadCommand):
    help = "Load the instruments from demo/; adds only what is missing."
    title = "Instruments"
    files = ("classifications/instruments.csv",)

    def load(self) -> None:
        rows = {row.slug: row for row in read_instruments(self.folder / self.files[0])}
        added = self.add([_instrument(row) for row in progress(rows.values(), self.title)], "slug")
        sectors = by_key(Sector, "slug")
        through = Instrument.sectors.through
        through.objects.bulk_create(
            through(instrument=instrument, sector=sectors[slug])
            for instrument in added
            for slug in rows[instrument.slug].sectors
        )


def _instrument(row: InstrumentRow) -> Instrument:
    instrument = Instrument(
        slug=row.slug,
        kind=row.kind,
        number=row.number,
        aliases=list(row.aliases),
        year=row.year,
        note=row.note,
        **in_languages("title", row.titles),
    )
    enter_state(instrument, PublishingState.PUBLISHED)
    return instrument
