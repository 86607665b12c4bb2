"""The programme of sectoral meetings, biennium by biennium."""

from groundwork.loading import LoadCommand, by_key, in_languages, progress
from groundwork.publishing import PublishingState, enter_state
from meetings.imports.programme import ProgrammeRow, read_programme
from meetings.models import Meeting, ProgrammeEntry
from sectors.models import Sector


class Command(LoadCommand):
    help = (
        "Load the programme of meetings from demo/, and which meeting came of which entry; adds only what is missing."
    )
    title = "Programme of meetings"
    files = ("meetings/programme.csv",)

    def load(self) -> None:
        rows = {row.key: row for row in read_programme(self.folder / self.files[0])}
        added = self.add([_entry(row) for row in progress(rows.values(), self.title)], "source_key")
        sectors = by_key(Sector, "slug")
        through = ProgrammeEntry.sectors.through
        through.objects.bulk_create(
            through(programmeentry=entry, sector=sectors[slug])
            for entry in added
            for slug in rows[entry.source_key].sectors
        )
        for entry in added:
            planned = Meeting.objects.filter(source_key=rows[entry.source_key].meeting, programme_entry=None)
            self.counts["meetings joined to their entry"] += planned.exclude(source_key="").update(
                programme_entry=entry
            )


def _entry(row: ProgrammeRow) -> ProgrammeEntry:
    entry = ProgrammeEntry(
        source_key=row.key,
        biennium=row.biennium,
        order=row.order,
        kind=row.kind,
        kind_as_given=row.kind_as_given,
        purpose=row.purpose,
        participation=row.participation,
        symbol=row.symbol,
        decision=row.decision,
        source_url=row.source_url,
        **in_languages("title", {"en": row.title}),
    )
    enter_state(entry, PublishingState.PUBLISHED)
    return entry
