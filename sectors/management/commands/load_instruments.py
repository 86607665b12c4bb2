"""Conventions, Recommendations, codes of practice and tools."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from sectors.imports.instruments import InstrumentRow, Standing, read_how_to_use, read_instruments, read_standing
from sectors.models import Instrument, Sector


class Command(LoadCommand):
    help = "Load the instruments from demo/; adds only what is missing."
    title = "Instruments"
    files = (
        "classifications/instruments.csv",
        "classifications/instrument_standing.csv",
        "content/how_to_use.json",
    )

    def load(self) -> None:
        instruments, standings, advice = (self.folder / name for name in self.files)
        rows = {row.slug: row for row in read_instruments(instruments)}
        standing, how_to_use = read_standing(standings), read_how_to_use(advice)
        made = [
            _instrument(row, standing.get(row.slug, Standing()), how_to_use.get(row.slug, {}))
            for row in progress(rows.values(), self.title)
        ]
        added = self.add(made, "slug")
        sectors = by_key(Sector, "slug")
        through = Instrument.sectors.through
        through.objects.bulk_create(
            through(instrument=instrument, sector=sectors[slug])
            for instrument in added
            for slug in rows[instrument.slug].sectors
        )
        there = by_key(Instrument, "slug")
        revised = [one for one in added if one.slug in standing and standing[one.slug].revised_by]
        for instrument in revised:
            instrument.revised_by = there[standing[instrument.slug].revised_by]
        Instrument.objects.bulk_update(revised, ["revised_by"])


def _instrument(row: InstrumentRow, standing: Standing, how_to_use: dict[str, str]) -> Instrument:
    instrument = Instrument(
        slug=row.slug,
        kind=row.kind,
        number=row.number,
        aliases=list(row.aliases),
        year=row.year,
        note=row.note,
        starter_text=bool(how_to_use),
        **{name: value for name, value in vars(standing).items() if name != "revised_by"},  # which may not be there yet
        **in_languages("title", row.titles),
        **in_languages("how_to_use", how_to_use),
    )
    enter_state(instrument, PublishingState.PUBLISHED)
    return instrument
